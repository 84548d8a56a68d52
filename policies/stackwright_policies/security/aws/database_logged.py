"""RDS databases send their logs to CloudWatch."""

from typing import Final

from stackwright_policies.aws.databases import CLUSTER, INSTANCE
from stackwright_policies.controls import LOGGING
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("enabledCloudwatchLogsExports").items(),
        what="enabledCloudwatchLogsExports is empty",
    ),
)
PASSES: Final = (
    Example(why="PostgreSQL", type=INSTANCE, inputs={"enabledCloudwatchLogsExports": ["postgresql", "upgrade"]}),
    Example(
        why="a cluster", type=CLUSTER, inputs={"engine": "aurora-mysql", "enabledCloudwatchLogsExports": [UNKNOWN]}
    ),
)
VIOLATES: Final = (
    Example(why="none by default", type=INSTANCE, inputs={"engine": "postgres", "kmsKeyId": UNKNOWN}),
    Example(why="none, in so many words", type=CLUSTER, inputs={"enabledCloudwatchLogsExports": []}),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"enabledCloudwatchLogsExports": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-RDS-05",
    title="RDS databases send their logs to CloudWatch",
    severity="medium",
    why="On the database's own disk they are gone after days, and whoever breaks in can read what is known of it.",
    fix='Set enabledCloudwatchLogsExports, such as to ["postgresql", "upgrade"].',
    frameworks=(*LOGGING, *checkov("CKV_AWS_129", "CKV_AWS_324")),
    types=(INSTANCE, CLUSTER),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
