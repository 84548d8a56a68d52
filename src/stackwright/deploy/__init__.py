"""Plan and run: order, rehearsals, approvals, recovery."""
