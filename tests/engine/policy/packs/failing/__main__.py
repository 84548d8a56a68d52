"""A pack whose policy raises, and quotes what it saw."""

from pulumi_policy import PolicyPack, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy


def fail(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type == "toy:index:Thing":
        raise KeyError(args.props["note"])


PolicyPack(name="failing", policies=[ResourceValidationPolicy(name="fail", description="Raises.", validate=fail)])
