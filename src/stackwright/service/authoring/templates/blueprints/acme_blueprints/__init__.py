"""Blueprints that acme's platform team publishes; pyproject.toml lists them as entry points."""
