"""The catalogue: every blueprint that this distribution publishes.

Installed ones, of this distribution and of others, are found through the entry points (`stackwright.blueprints`).
"""
