"""How AWS says things: shared by rules of several packs."""
