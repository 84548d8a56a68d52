"""What a machine and a service lack, or hold that they should not: looked at, never changed."""
