"""Rules about AWS: one rule, one file."""
