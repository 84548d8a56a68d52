"""The embedded engine: Pulumi's semantics in-process, for rehearsals."""
