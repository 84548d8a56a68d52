"""Permissions on Google Cloud: service accounts, who has which role on what, and what follows."""
