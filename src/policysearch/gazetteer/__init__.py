"""Laws and organizations known beforehand: names, aliases and where they belong."""
