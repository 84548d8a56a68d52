"""CrossGuard policies, one policy, one file."""
