"""Simulated clouds: Pulumi providers without a cloud."""
