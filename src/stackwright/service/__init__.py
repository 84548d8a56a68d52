"""A service as data: model, loading, references, graph."""
