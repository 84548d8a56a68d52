"""A pack as Pulumi documents it, made with the package pulumi-policy, about things of the package `toy`."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)


def not_large(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type == "toy:index:Thing" and args.props.get("size", 0) > args.get_config()["largest"]:
        report(f"it is larger than {args.get_config()['largest']:g}")


def no_shouting(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type == "toy:index:Thing" and args.props.get("note", "").isupper():
        report(f"do not shout: {args.props['note']}")


def lower(args: ResourceValidationArgs) -> dict | None:
    if args.resource_type == "toy:index:Thing" and args.props.get("note", "").isupper():
        return {**{key: args.props[key] for key in args.props}, "note": args.props["note"].lower()}
    return None


def region(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type == "toy:index:Thing" and args.provider and args.provider.props.get("region") == "moon":
        report(f"{args.name} is on the moon, of stack {args.stack_tags.get('planet', 'none')}")


def not_many(args: StackValidationArgs, report: ReportViolation) -> None:
    things = [resource for resource in args.resources if resource.resource_type == "toy:index:Thing"]
    if len(things) > 3:
        report(f"{len(things)} things are too many")
    for thing in things:
        if thing.props.get("address") == "10.0.0.9":
            report("a bad address", thing.urn)


PolicyPack(
    name="toys",
    enforcement_level=EnforcementLevel.MANDATORY,
    policies=[
        ResourceValidationPolicy(
            name="not-large",
            description="Things are small.",
            severity=Severity.HIGH,
            validate=not_large,
            config_schema=PolicyConfigSchema(properties={"largest": {"type": "integer", "default": 10}}),
        ),
        ResourceValidationPolicy(
            name="no-shouting", description="Notes are quiet.", validate=no_shouting, remediate=lower
        ),
        ResourceValidationPolicy(
            name="region",
            description="Things are on earth.",
            enforcement_level=EnforcementLevel.ADVISORY,
            validate=region,
        ),
        StackValidationPolicy(name="not-many", description="Few things.", validate=not_many),
    ],
)
