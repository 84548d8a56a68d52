"""One resource, whose output 48 stacks take."""

import pulumi
import pulumi_random as random

pulumi.export("id", random.RandomId("one", byte_length=8).hex)
