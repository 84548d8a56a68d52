"""Pictures in a terminal: boxes and lines where there is room for them, a list where there is not."""
