"""What is reached from outside. Most of its rules are in `security` and say `also_in=("network-exposure",)`."""
