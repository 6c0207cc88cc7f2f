"""From mentions to the organizations and laws that they refer to."""
