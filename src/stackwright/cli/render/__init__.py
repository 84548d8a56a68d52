"""What a run looks like: live tables on a terminal, plain lines elsewhere, JSON lines for programs."""
