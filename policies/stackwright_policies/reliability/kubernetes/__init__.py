"""Rules about Kubernetes: one rule, one file."""
