"""`Monitoring`: where alarms go, a dashboard of the parts, checks from outside, a budget."""

import pulumi

from stackwright_components.conventions import implementation, masked, type_token
from stackwright_components.monitoring.interface import CLOUDS, MonitoringArgs, MonitoringOutputs, Watched, settle
from stackwright_components.monitoring.needs import NEEDS, needed

__all__ = ["Monitoring", "MonitoringArgs", "Watched", "needed"]


class Monitoring(pulumi.ComponentResource):
    """One place where an environment's alarms go, a dashboard of its parts, checks from outside, a budget."""

    alarm_target: pulumi.Output[str]
    """Where alarms go: the ARN of an SNS topic, the id of an action group, or the names of notification channels."""
    dashboard_url: pulumi.Output[str]
    """Where people look."""
    dashboard_name: pulumi.Output[str]
    """The dashboard."""
    log_destination: pulumi.Output[str]
    """Where logs are: the audit trail's bucket (aws), the workspace (azure); empty where there is none."""

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("monitoring", args["cloud"], CLOUDS)
        settings = settle(args, NEEDS[args["cloud"]])
        super().__init__(type_token("Monitoring"), name, masked(args, "webhooks"), opts)
        built: MonitoringOutputs = cloud.build(self, name, settings)
        self.alarm_target = built["alarm_target"]
        self.dashboard_url = built["dashboard_url"]
        self.dashboard_name = built["dashboard_name"]
        self.log_destination = built["log_destination"]
        self.register_outputs(dict(built))
