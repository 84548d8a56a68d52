"""The catalogue: every blueprint that this distribution publishes."""
