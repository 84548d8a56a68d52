"""What survives a failure: copies, zones, backups, protection. Each rule in this folder is in the pack (`packs.py`)."""
