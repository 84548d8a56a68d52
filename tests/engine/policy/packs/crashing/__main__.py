"""A pack that dies when it sees a thing."""

import os
import sys

from pulumi_policy import PolicyPack, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy


def crash(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type == "toy:index:Thing":
        print(f"I cannot bear {args.props.get('secret', 'it')}", file=sys.stderr, flush=True)
        os._exit(7)


PolicyPack(name="crashing", policies=[ResourceValidationPolicy(name="crash", description="Dies.", validate=crash)])
