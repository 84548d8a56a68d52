"""Rules about Google Cloud: one rule, one file."""
