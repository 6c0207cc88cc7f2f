"""From a document to the dates, organizations and laws that it mentions."""
