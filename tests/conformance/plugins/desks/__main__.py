"""A package of one component with methods, written against `pulumi.provider`."""

import sys
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi.provider import CallResult, ConstructResult, Provider, main

DESK = "desks:index:Desk"


class Desk(pulumi.ComponentResource):
    url: pulumi.Output[str]

    def __init__(self, name: str, inputs: Any = None, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(DESK, name, {"url": None} if inputs is None else {}, opts)
        if inputs is not None:
            own = pulumi.ResourceOptions(parent=self)
            bucket = aws.s3.Bucket(f"{name}-files", bucket=f"{name}-files", opts=own)
            self.url = pulumi.Output.concat("https://", bucket.bucket, "/", inputs["title"])
            self.register_outputs({"url": self.url})


class Module(pulumi.runtime.ResourceModule):
    """How an argument that is a desk becomes one again: `__self__`."""

    def version(self) -> None:
        return None

    def construct(self, name: str, typ: str, urn: str) -> Desk:
        del typ
        return Desk(name, opts=pulumi.ResourceOptions(urn=urn))


class Desks(Provider):
    def __init__(self) -> None:
        super().__init__("0.1.0")

    def construct(self, name: str, resource_type: str, inputs: Any, options: Any = None) -> ConstructResult:
        del resource_type
        desk = Desk(name, inputs, options)
        return ConstructResult(desk.urn, {"url": desk.url})

    def call(self, token: str, args: Any) -> CallResult:
        desk, method = args["__self__"], token.rpartition("/")[2]
        if method == "page":
            return CallResult({"url": pulumi.Output.concat(desk.url, "/", args["name"]), "kept": args.get("key")})
        if method == "role":
            own = pulumi.ResourceOptions(parent=desk)
            role = aws.iam.Role(args["name"], name="of-desk", assume_role_policy="{}", opts=own)
            return CallResult({"name": role.name})
        raise ValueError("the desk is closed")


pulumi.runtime.register_resource_module("desks", "index", Module())
main(Desks(), sys.argv[1:])
