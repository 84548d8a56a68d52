"""Permissions on AWS: roles, users and groups, their documents, and the documents of what they use."""
