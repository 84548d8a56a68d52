"""CrossGuard policy packs for the embedded engine: each in a process of its own, asked over the analyzer protocol."""
