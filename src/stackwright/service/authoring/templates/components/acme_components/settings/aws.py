"""A parameter of Systems Manager."""

import pulumi
import pulumi_aws as aws
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags

from acme_components.settings import SettingsArgs


def build(settings: pulumi.ComponentResource, name: str, args: SettingsArgs) -> pulumi.Output[str]:
    """Make the parameter; its address is its ARN."""
    parameter = aws.ssm.Parameter(
        name,
        type="String",
        tier="Intelligent-Tiering",  # a document may outgrow the 4 KB of a standard parameter
        insecure_value=pulumi.Output.json_dumps(args["values"], sort_keys=True),  # no secret: previews show it
        tags=aws_tags(args.get("tags", {})),
        opts=child(settings),
    )
    return parameter.arn
