"""What a limited run carries over although the program does not ask for it any more, or asks for it otherwise."""

import pulumi
import pulumi_aws as aws
from pulumi.resource import DependencyResource

config = pulumi.Config()
variant = config.require_int("variant")
Options = pulumi.ResourceOptions
v = str(variant)


def role(name: str, opts: Options | None = None, **more: str) -> aws.iam.Role:
    return aws.iam.Role(name, name=name, assume_role_policy="{}", opts=opts, **more)


def named(name: str) -> DependencyResource:
    return DependencyResource(f"urn:pulumi:dev::conformance::aws:iam/role:Role::{name}")


lone = role("lone", Options(aliases=[pulumi.Alias(name="single")]) if variant > 1 else None, description=v)
if variant == 1:
    afar = aws.Provider("afar", region="eu-central-1")
    base = role("base", Options(provider=afar))
    middle = role("middle", Options(depends_on=[base]))
    again = role("again", Options(depends_on=[base, middle]))
    single = role("single", Options(provider=afar, deleted_with=base))
    behind = role("behind", Options(depends_on=[single]))
    moved = role("moved", Options(depends_on=[middle], provider=afar))
if variant > 1:
    behind = role("behind", Options(depends_on=[lone]), description=v)
    if config.get_bool("moved"):
        role("moved", Options(depends_on=[behind]))
if config.get_bool("fresh"):
    role("fresh", Options(depends_on=[named("again"), named("base"), named("single")]))
if config.get_bool("triggered"):
    missing = role(f"missing-{v}")
    role("triggered", Options(replacement_trigger=missing.arn, depends_on=[behind]))
