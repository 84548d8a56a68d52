"""Pulumi's values and provider answers as plain Python: what engines and simulated clouds have in common."""
