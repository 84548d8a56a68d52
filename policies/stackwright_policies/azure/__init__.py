"""Shapes that many types of Azure share: networks, TLS, machines. The rules are in the packs."""
