"""One resource, made anew whenever the output of `first` changes; 48 stacks run this program."""

import pulumi
import pulumi_random as random

first = pulumi.StackReference("organization/fifty-first/dev.first").require_output("id")
pulumi.export("seen", first)
pulumi.export("id", random.RandomId("one", byte_length=8, keepers={"first": first}).hex)
