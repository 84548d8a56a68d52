"""A stack's state as Pulumi's file backend keeps it: checkpoints, locks, history and passphrase secrets."""
