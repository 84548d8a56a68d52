"""Rules about GCP: one rule, one file."""
