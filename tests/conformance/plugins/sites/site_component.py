"""A component that a plugin builds."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class SiteArgs(TypedDict):
    title: pulumi.Input[str]
    tags: pulumi.Input[dict[str, pulumi.Input[str]]] | None


class Site(pulumi.ComponentResource):
    url: pulumi.Output[str]

    def __init__(self, name: str, args: SiteArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("sites:index:Site", name, {}, opts)
        bucket = aws.s3.Bucket(f"{name}-files", tags=args.get("tags"), opts=pulumi.ResourceOptions(parent=self))
        self.url = pulumi.Output.concat("https://", bucket.bucket, "/", args["title"])
        self.register_outputs({"url": self.url})
