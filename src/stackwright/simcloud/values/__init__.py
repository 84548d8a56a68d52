"""What a simulated cloud fills in: values of the right shape, repeatable for a URN."""
