"""What must not be open, public or all-powerful: a folder for each cloud; a rule there is in the pack (`packs.py`)."""
