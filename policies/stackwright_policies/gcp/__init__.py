"""Shapes that many types of Google Cloud share: grants, machines, firewall rules. The rules are in the packs."""
