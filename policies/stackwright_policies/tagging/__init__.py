"""What every resource must say of itself: each rule in this folder is in the pack (`packs.py`)."""
