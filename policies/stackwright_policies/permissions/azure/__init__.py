"""Permissions on Azure: managed identities, role assignments, and what follows."""
