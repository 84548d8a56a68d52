"""Provider functions: data sources, credentials, helpers."""
