"""What costs more than it is worth, or sprawls. Each rule in this folder is in the pack (`packs.py`)."""
