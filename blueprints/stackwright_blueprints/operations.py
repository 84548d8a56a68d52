"""Inputs about operation that mean the same in every blueprint: a name, a schema and a sentence, said once."""

from __future__ import annotations

from typing import Final

from stackwright_blueprints.model import Field

_GROUP: Final = "Watch"

RUNBOOK_URL: Final = Field("What an alarm tells people to read.", format="uri", group=_GROUP)

ALARM_TARGET: Final = Field(
    "Where alarms go: the ARN of an SNS topic, or the id of an action group. Default: one is made.", group=_GROUP
)

LOG_RETENTION_DAYS: Final = Field("How long logs are kept.", default=90, enum=[30, 60, 90, 120, 180, 365], group=_GROUP)
"""What both CloudWatch Logs and Log Analytics accept."""
