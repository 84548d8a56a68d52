"""One resource, made anew whenever the output of one of the 48 changes."""

import pulumi
import pulumi_random as random

stacks = [f"dev.m{number:02}" for number in range(1, 49)]
outputs = {name: pulumi.StackReference(f"organization/fifty-middle/{name}").require_output("id") for name in stacks}
pulumi.export("seen", outputs)
pulumi.export("id", random.RandomId("one", byte_length=8, keepers=outputs).hex)
