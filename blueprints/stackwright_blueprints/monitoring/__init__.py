"""The blueprint `monitoring`: where alarms go, a dashboard, checks from outside, a budget."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output
from stackwright_blueprints.operations import RUNBOOK_URL

__all__ = ["MonitoringInputs", "MonitoringOutputs", "WatchedPart", "blueprint"]

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_HTTPS = "^https://"
_HTTP = "^https?://"


class WatchedPart(TypedDict):
    """A part of any of the blueprints that can be watched; what else it puts out is taken as it is."""

    cloud: NotRequired[Annotated[str, Field("Where it runs.")]]
    blueprint: NotRequired[Annotated[str, Field("What it is made from.")]]
    url: NotRequired[Annotated[Output[str], Field("Where it answers.")]]


class MonitoringInputs(TypedDict):
    """What a service says of its monitoring. All of it has a default."""

    emails: NotRequired[
        Annotated[
            list[Annotated[str, Field("An address.", format="email", pattern=_EMAIL)]],
            Field(
                "Who gets alarms by e-mail. On AWS each address must confirm the first message.",
                examples=[["oncall@acme.example"]],
                group="Alarms",
            ),
        ]
    ]
    webhooks: NotRequired[
        Annotated[
            Input[dict[str, Annotated[Input[str], Field("The URL.", pattern=_HTTPS, secret=True)]]],
            Field(
                "HTTPS URLs that alarms are posted to, by a name. Whoever knows one can post: it is a secret.",
                examples=[{"pager": {"secret": {"env": "PAGER_URL"}}}],
                group="Alarms",
            ),
        ]
    ]
    alarm_target: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Where its own alarms go, if not to a target of its own: another monitoring's `alarm_target`. Parts "
                "that send their alarms to a monitoring cannot be watched by the same one: each would wait for the "
                "other.",
                group="Alarms",
            ),
        ]
    ]
    watch: NotRequired[
        Annotated[
            Input[
                dict[
                    str,
                    Annotated[
                        WatchedPart,
                        Field(
                            "A whole part, such as `${web}`.",
                            part=("web-service", "worker", "database", "queue", "object-storage"),
                        ),
                    ],
                ]
            ],
            Field(
                "The parts to watch, by the name that people know them by. One on another cloud is watched by its URL, "
                "which must be reachable from the internet.",
                examples=[{"shop": "${web}", "orders": "${database}"}],
                group="Watch",
            ),
        ]
    ]
    checks: NotRequired[
        Annotated[
            Input[dict[str, Annotated[Input[str], Field("The URL, reachable from the internet.", pattern=_HTTP)]]],
            Field(
                "URLs that are asked for from several regions of the world, by a name.",
                examples=[{"shop": "https://shop.acme.example/health"}],
                group="Watch",
            ),
        ]
    ]
    monthly_budget: NotRequired[
        Annotated[
            Input[float],
            Field(
                "What the service may cost in a month, in the currency of the account's bills (AWS: US dollars). "
                "People are told at 80 %, at 100 %, and when the forecast says so.",
                minimum=1,
                group="Cost",
            ),
        ]
    ]
    billing_account: NotRequired[
        Annotated[
            Input[str],
            Field(
                "GCP: the billing account whose budget it is.",
                pattern="^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$",
                examples=["012345-567890-ABCDEF"],
                group="Cost",
            ),
        ]
    ]
    audit_trail: NotRequired[
        Annotated[
            bool,
            Field(
                "AWS and Azure: whether all changes in the account or subscription are recorded. It is settled once "
                "for an account, so that it is off unless asked for. GCP records them always.",
                default=False,
                group="Logs",
            ),
        ]
    ]
    log_retention_days: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How long the audit trail and what the checks measure are kept.",
                default=90,
                minimum=30,
                maximum=730,
                group="Logs",
            ),
        ]
    ]
    runbook_url: NotRequired[Annotated[Input[str], replace(RUNBOOK_URL, group="Alarms")]]


class MonitoringOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    alarm_target: Annotated[
        Output[str],
        Field(
            "Where alarms go, for the `alarm_target` of other parts on this cloud: the ARN of an SNS topic (AWS), the "
            "id of an action group (Azure), the names of notification channels with commas between (GCP)."
        ),
    ]
    dashboard_name: Annotated[Output[str], Field("The dashboard.")]
    dashboard_url: Annotated[Output[str], Field("Where people look.")]
    log_destination: Annotated[
        Output[str],
        Field("The audit trail's bucket (AWS), the workspace of checks and audit trail (Azure); empty without them."),
    ]


blueprint = Blueprint(
    name="monitoring",
    version="1.0.0",
    title="Monitoring",
    description=(
        "One place where an environment's alarms go, a dashboard of its parts that follows them as they come and go, "
        "checks from several regions of the world, and a budget."
    ),
    owner="platform",
    inputs=MonitoringInputs,
    outputs=MonitoringOutputs,
    clouds={"aws": ["aws", "random"], "azure": ["azure-native"], "gcp": ["gcp"]},
    build="stackwright_blueprints.monitoring.build:build",
    upgrade_notes={"1.0.0": "The first version."},
)
