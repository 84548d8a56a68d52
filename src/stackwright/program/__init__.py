"""The one call of a service's `__main__.py`."""
