"""What is watched on GCP. What to do about it: docs/components/hybrid-link.md, Runbook."""

import pulumi
from pulumi_gcp import compute, monitoring

from stackwright_components.conventions import child
from stackwright_components.gcp_alarms import channels
from stackwright_components.hybrid_link.tunnels import Site
from stackwright_components.labels import gcp_labels


def watch(site: Site, tunnels: list[compute.VPNTunnel]) -> None:
    """An alert for each tunnel that should stand: it is not established, or nothing is heard of it, for five minutes.

    https://cloud.google.com/monitoring/api/metrics_gcp_t_z#gcp-vpn
    """
    target = site.settings.alarm_targets.get("gcp")
    for tunnel, made in zip(site.tunnels, tunnels, strict=True):
        if not tunnel.carries:
            continue
        series = pulumi.Output.concat(
            'metric.type="vpn.googleapis.com/tunnel_established" AND resource.type="vpn_gateway" AND '
            'metric.labels.tunnel_name="',
            made.name,
            '"',
        )
        monitoring.AlertPolicy(
            f"{site.name}-tunnel-{tunnel.number}",
            display_name=f"Tunnel {tunnel.number} of the link {site.name} is down",
            combiner="OR",
            severity="ERROR",
            conditions=[
                monitoring.AlertPolicyConditionArgs(
                    display_name="not established",
                    condition_threshold=monitoring.AlertPolicyConditionConditionThresholdArgs(
                        filter=series,
                        comparison="COMPARISON_LT",
                        threshold_value=1,
                        duration="300s",
                        aggregations=[
                            monitoring.AlertPolicyConditionConditionThresholdAggregationArgs(
                                alignment_period="60s", per_series_aligner="ALIGN_MAX"
                            )
                        ],
                    ),
                ),
                monitoring.AlertPolicyConditionArgs(
                    display_name="not heard of",
                    condition_absent=monitoring.AlertPolicyConditionConditionAbsentArgs(
                        filter=series,
                        duration="300s",
                        aggregations=[
                            monitoring.AlertPolicyConditionConditionAbsentAggregationArgs(
                                alignment_period="60s", per_series_aligner="ALIGN_MAX"
                            )
                        ],
                    ),
                ),
            ],
            documentation=monitoring.AlertPolicyDocumentationArgs(
                content=pulumi.Output.concat("Runbook: ", site.settings.runbook), mime_type="text/markdown"
            ),
            notification_channels=channels(target) if target is not None else [],
            user_labels=gcp_labels(site.settings.tags),
            opts=child(site.link),
        )
