"""Results of Athena's queries are encrypted."""

from typing import Final

from stackwright_policies.controls import AT_REST
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

WORKGROUP: Final = "aws:athena/workgroup:Workgroup"
DATABASE: Final = "aws:athena/database:Database"


def _configured(workgroup: View, *place: str) -> View:
    return workgroup.get("configuration", *place)


def _is_kept_by_athena(workgroup: View) -> bool:
    """Results that Athena keeps itself are encrypted: managed-results.html in Athena's user guide."""
    return _configured(workgroup, "managedQueryResultsConfiguration", "enabled").flag()


_DEMANDS: Final = (
    Demand(
        types=(WORKGROUP,),
        refuses=lambda it: all_of(
            lambda: (
                not _configured(it, "resultConfiguration", "encryptionConfiguration", "encryptionOption").text().strip()
            ),
            lambda: not _is_kept_by_athena(it),
        ),
        what="configuration.resultConfiguration.encryptionConfiguration is not set",
    ),
    Demand(
        types=(WORKGROUP,),
        # https://docs.aws.amazon.com/athena/latest/ug/workgroups-minimum-encryption.html
        refuses=lambda it: all_of(
            lambda: not _configured(it, "enforceWorkgroupConfiguration").flag(True),
            lambda: not _configured(it, "enableMinimumEncryptionConfiguration").flag(),
            lambda: not _is_kept_by_athena(it),
        ),
        what="configuration.enforceWorkgroupConfiguration is off: whoever asks may do without encryption",
    ),
    Demand(
        types=(DATABASE,),
        refuses=lambda it: not it.get("encryptionConfiguration", "encryptionOption").text().strip(),
        what="encryptionConfiguration is not set",
    ),
)


def _workgroup(encryption: object, **more: object) -> dict[str, object]:
    result = {"outputLocation": "s3://results/", "encryptionConfiguration": encryption}
    return {"configuration": {"resultConfiguration": result, **more}}


_SSE: Final = {"encryptionOption": "SSE_S3"}
PASSES: Final = (
    Example(
        why="with a key",
        type=WORKGROUP,
        inputs=_workgroup({"encryptionOption": "SSE_KMS", "kmsKeyArn": UNKNOWN}),
    ),
    Example(
        why="Athena keeps and encrypts them",
        type=WORKGROUP,
        inputs={"configuration": {"managedQueryResultsConfiguration": {"enabled": True}}},
    ),
    Example(
        why="as well as that, at least",
        type=WORKGROUP,
        inputs=_workgroup(_SSE, enforceWorkgroupConfiguration=False, enableMinimumEncryptionConfiguration=True),
    ),
    Example(why="a database", type=DATABASE, inputs={"bucket": UNKNOWN, "encryptionConfiguration": _SSE}),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=WORKGROUP, inputs={"name": "shop"}),
    Example(why="of where, and not of how", type=WORKGROUP, inputs=_workgroup(None)),
    Example(
        why="whoever asks may do without",
        type=WORKGROUP,
        inputs=_workgroup(_SSE, enforceWorkgroupConfiguration=False),
    ),
    Example(why="a database", type=DATABASE, inputs={"bucket": UNKNOWN}),
)
UNDECIDED: Final = (
    Example(why="how is not known", type=WORKGROUP, inputs=_workgroup({"encryptionOption": UNKNOWN})),
    Example(why="nor anything of it", type=WORKGROUP, inputs={"configuration": UNKNOWN}),
)

policy: Final = Policy(
    id="AWS-ATH-01",
    title="Results of queries are encrypted",
    severity="medium",
    why="The results of queries are copies of the data, in another bucket, for as long as nobody thinks of them.",
    fix="Set resultConfiguration.encryptionConfiguration, and leave enforceWorkgroupConfiguration on.",
    frameworks=(*AT_REST, *checkov("CKV_AWS_77", "CKV_AWS_82", "CKV_AWS_159")),
    types=(WORKGROUP, DATABASE),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
