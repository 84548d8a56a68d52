"""Transforms of resources, of all below a component, of the whole stack, and of functions."""

import pulumi
import pulumi_aws as aws

Options = pulumi.ResourceOptions
Args, Result = pulumi.ResourceTransformArgs, pulumi.ResourceTransformResult
changed = pulumi.Config().get("variant") == "2"


def tagged(key: str, value: str):
    def transform(args: Args) -> Result | None:
        if args.type_ in {"aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"}:
            tags = {**(args.props.get("tags") or {}), key: value}
            order = (tags.get("order") or "") + key[0]
            return Result(props={**args.props, "tags": {**tags, "order": order}}, opts=args.opts)
        return None

    return transform


async def later(args: Args) -> Result:
    return Result(props=args.props, opts=Options.merge(args.opts, Options(ignore_changes=["description"])))


def firmly(args: Args) -> Result | None:
    if args.name != "role":
        return None
    opts = Options.merge(args.opts, Options(protect=False, depends_on=[network], additional_secret_outputs=["arn"]))
    return Result(props={**args.props, "tags": {"network": network.id}}, opts=opts)


def elsewhere(args: pulumi.InvokeTransformArgs) -> pulumi.InvokeTransformResult | None:
    if args.token == "aws:index/getRegion:getRegion":
        return pulumi.InvokeTransformResult(args={**args.args, "region": "eu-central-1"}, opts=args.opts)
    return None


class Site(pulumi.ComponentResource):
    def __init__(self, opts: Options) -> None:
        super().__init__("conformance:index:Site", "site", {}, opts)
        own = Options(parent=self, transforms=[tagged("own", "2" if changed else "1")])
        self.network = aws.ec2.Vpc("network", cidr_block="10.0.0.0/16", opts=own)
        self.subnet = aws.ec2.Subnet(
            "subnet", vpc_id=self.network.id, cidr_block="10.0.1.0/24", opts=Options(parent=self)
        )
        self.register_outputs({})


pulumi.runtime.register_stack_transform(tagged("stack", "yes"))
pulumi.runtime.register_stack_transform(firmly)
pulumi.runtime.register_invoke_transform(elsewhere)
network = aws.ec2.Vpc("apart", cidr_block="10.1.0.0/16")
site = Site(Options(transforms=[tagged("component", "yes")]))
role = aws.iam.Role(
    "role",
    name="role",
    description="b" if changed else "a",
    assume_role_policy="{}",
    opts=Options(transforms=[later]),
)
pulumi.export("region", aws.get_region_output().region)
pulumi.export("tags", site.subnet.tags)
