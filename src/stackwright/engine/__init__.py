"""What runs a Pulumi program: one protocol, two engines."""
