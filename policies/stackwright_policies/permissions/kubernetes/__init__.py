"""Permissions in Kubernetes: service accounts, roles and bindings, and what follows."""
