"""A component that Pulumi's own host for components serves."""

from typing import TypedDict

import pulumi


class BoxArgs(TypedDict):
    size: pulumi.Input[int]
    key: pulumi.Input[str]
    label: pulumi.Input[str] | None
    fails: pulumi.Input[bool] | None


class Thing(pulumi.CustomResource):
    address: pulumi.Output[str]

    def __init__(self, name: str, opts: pulumi.ResourceOptions, **inputs: object) -> None:
        options = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(version="1.2.3"))
        super().__init__("toy:index:Thing", name, {**inputs, "address": None}, options)


class Box(pulumi.ComponentResource):
    address: pulumi.Output[str]
    key: pulumi.Output[str]

    def __init__(self, name: str, args: BoxArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("boxes:index:Box", name, {}, opts)
        if args.get("fails"):
            raise ValueError("there is no such box")
        pulumi.log.info(f"a box of {pulumi.get_stack()}: {pulumi.Config('demo').require('owner')}")
        thing = Thing(f"{name}-in", pulumi.ResourceOptions(parent=self), size=args["size"], label=args.get("label"))
        self.address = thing.address
        self.key = pulumi.Output.from_input(args["key"])
        self.register_outputs({"address": self.address, "key": self.key})
