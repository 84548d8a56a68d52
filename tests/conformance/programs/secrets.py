"""Secrets in configuration, inputs, outputs and references; a stack that reads another one."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()

if pulumi.get_stack() == "upstream":
    store = aws.ssm.Parameter("store", name="/shop/key", type="SecureString", value=config.require_secret("key"))
    pulumi.export("plain", "10.1.0.0/16")
    pulumi.export("nested", {"user": "shop", "password": config.require_secret("key")})
    pulumi.export("list", [1, pulumi.Output.secret("two"), None])
    pulumi.export("all", pulumi.Output.secret({"a": {"b": store.arn}}))
else:
    upstream = pulumi.StackReference(f"organization/{pulumi.get_project()}/upstream")
    network = aws.ec2.Vpc(
        "network",
        cidr_block=upstream.require_output("plain"),
        tags={"password": upstream.require_output("nested").apply(lambda nested: nested["password"])},
    )
    pulumi.export("network", network.id)
    pulumi.export("tags", network.tags)
    pulumi.export("missing", upstream.get_output("missing"))
