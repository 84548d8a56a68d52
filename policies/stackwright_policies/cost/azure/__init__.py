"""Rules about Azure: one rule, one file."""
