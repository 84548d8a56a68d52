"""A pack that never answers when it sees a thing."""

import time

from pulumi_policy import PolicyPack, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy


def hang(args: ResourceValidationArgs, report: ReportViolation) -> None:
    if args.resource_type == "toy:index:Thing":
        time.sleep(60)


PolicyPack(name="hanging", policies=[ResourceValidationPolicy(name="hang", description="Waits.", validate=hang)])
