"""How `rules/data/` is made, from what each cloud's own tools say. Never imported by a rehearsal; see `README.md`."""
