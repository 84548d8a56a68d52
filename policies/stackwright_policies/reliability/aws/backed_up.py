"""A backup plan selects every database and file system. Looks at the whole stack: a selection is a resource of its own.

AWS keeps a database's own snapshots with the database, in the same account and under the same rights; a plan keeps
copies in a vault, which nobody empties by mistake. One stack does not show the plans of the others: see `tags`.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Final

from stackwright_policies.controls import BACKUP
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import of_each, references, says
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.reading import read
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of

SELECTION: Final = "aws:backup/selection:Selection"
POLICY: Final = "aws:efs/backupPolicy:BackupPolicy"
FILES: Final = "aws:efs/fileSystem:FileSystem"
TABLE: Final = "aws:dynamodb/table:Table"
CLUSTER: Final = "aws:rds/cluster:Cluster"
_ARNS: Final[Mapping[str, tuple[str, str, str]]] = {
    TABLE: ("dynamodb", "table/", "name"),
    "aws:rds/instance:Instance": ("rds", "db:", "identifier"),
    CLUSTER: ("rds", "cluster:", "clusterIdentifier"),
    "aws:docdb/cluster:Cluster": ("rds", "cluster:", "clusterIdentifier"),
    "aws:neptune/cluster:Cluster": ("rds", "cluster:", "clusterIdentifier"),
    FILES: ("elasticfilesystem", "file-system/", "id"),
}
"""What ARNs look like, for patterns in selections: service, kind, and the property that ends them."""
_OPERATORS: Final = {"stringEquals": True, "stringLikes": True, "stringNotEquals": False, "stringNotLikes": False}
_TAG: Final = "aws:ResourceTag/"


def _selection(why: str, dependencies: Mapping[str, Sequence[str]] | None = None, **inputs: Any) -> Example:  # noqa: ANN401
    return Example(
        why=why,
        type=SELECTION,
        name="selection",
        inputs={"planId": UNKNOWN, "iamRoleArn": UNKNOWN} | inputs,
        dependencies=dependencies or {},
    )


def _by_tag(value: str) -> dict[str, Any]:
    return {"selectionTags": [{"type": "STRINGEQUALS", "key": "backup", "value": value}]}


PASSES: Final = (
    Example(
        why="a selection names it",
        type=TABLE,
        inputs={"name": "orders"},
        others=[_selection("this one", {"resources": ["example"]}, resources=[UNKNOWN])],
    ),
    Example(why="all is selected", type=CLUSTER, inputs={}, others=[_selection("all", resources=["*"])]),
    Example(
        why="all of its kind",
        type=TABLE,
        inputs={"name": "orders"},
        others=[_selection("tables", resources=["arn:aws:dynamodb:*:*:table/*"])],
    ),
    Example(
        why="by a tag",
        type="aws:rds/instance:Instance",
        inputs={"tags": {"backup": "daily"}},
        others=[_selection("that tag", **_by_tag("daily"))],
    ),
    Example(
        why="by a condition",
        type=FILES,
        inputs={"tags": {"backup": "daily"}},
        others=[
            _selection(
                "that tag",
                resources=["*"],
                conditions=[{"stringEquals": [{"key": "aws:ResourceTag/backup", "value": "daily"}]}],
            )
        ],
    ),
    Example(
        why="EFS selects it itself",
        type=FILES,
        inputs={},
        others=[
            Example(
                why="on",
                type=POLICY,
                name="policy",
                inputs={"fileSystemId": UNKNOWN, "backupPolicy": {"status": "ENABLED"}},
                dependencies={"fileSystemId": ["example"]},
            )
        ],
    ),
    Example(
        why="a plan of another stack selects it by a tag",
        type=TABLE,
        inputs={"tags": {"service": "shop"}},
        settings={"tags": ["service"]},
    ),
    Example(
        why="a replica is another one's data", type="aws:rds/instance:Instance", inputs={"replicateSourceDb": "orders"}
    ),
)
VIOLATES: Final = (
    Example(why="nothing selects it", type=TABLE, inputs={"name": "orders"}),
    Example(why="its own backups are no plan", type=CLUSTER, inputs={"backupRetentionPeriod": 7}),
    Example(
        why="another kind is selected",
        type=FILES,
        inputs={},
        others=[_selection("tables", resources=["arn:aws:dynamodb:*:*:table/*"])],
    ),
    Example(
        why="another tag",
        type=TABLE,
        inputs={"tags": {"backup": "none"}},
        others=[_selection("that tag", **_by_tag("daily"))],
    ),
    Example(
        why="EFS does not select it",
        type=FILES,
        inputs={},
        others=[
            Example(
                why="off",
                type=POLICY,
                name="policy",
                inputs={"fileSystemId": UNKNOWN, "backupPolicy": {"status": "DISABLED"}},
                dependencies={"fileSystemId": ["example"]},
            )
        ],
    ),
)
UNDECIDED: Final = (
    Example(
        why="what is selected is not known",
        type=TABLE,
        inputs={"name": "orders"},
        others=[_selection("some", resources=UNKNOWN)],
    ),
    Example(
        why="its tags are not known",
        type=TABLE,
        inputs={"tags": UNKNOWN},
        others=[_selection("that tag", **_by_tag("daily"))],
    ),
)


def check_stack(resources: Sequence[Resource], settings: Settings) -> Iterator[Verdict]:
    selections = [one for one in resources if one.type == SELECTION]
    policies = references(resources, (POLICY,), "fileSystemId")

    def judge(one: Resource) -> Iterator[Verdict]:
        if not any_of(
            lambda: one.type == FILES and policies.any_to(one, "id", where=_is_on),
            lambda: says(one, "replicateSourceDb"),
            lambda: any_in(selections, lambda it: _selects(it, one)),
            lambda: any(key in read(one) for key in settings["tags"]),
        ):
            yield Failed(f"no backup plan of its stack selects {one.name}")

    return of_each(resources, _ARNS, judge)


def _is_on(policy: Resource) -> bool:
    return policy.properties.get("backupPolicy", "status").text().upper() == "ENABLED"


def _selects(selection: Resource, one: Resource) -> bool:
    """By one of its tags, or by its ARN if all conditions hold.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
    """
    said = selection.properties
    return any_of(
        lambda: any_in(said.get("selectionTags").items(), lambda tag: _tagged(one, tag)),
        lambda: all_of(
            lambda: _named(selection, one),
            lambda: not any_in(said.get("conditions").items(), lambda it: _excludes(it, one)),
        ),
    )


def _named(selection: Resource, one: Resource) -> bool:
    if one.urn in selection.depends.get("resources", ()):
        return True
    return any_in(selection.properties.get("resources").items(), lambda it: _means(it.text(), one))


def _means(pattern: str, one: Resource) -> bool:
    """Whether a pattern of ARNs means a resource: its service, kind and, if it asks for that, name."""
    if pattern == "*":
        return True
    service, kind, name = _ARNS[one.type]
    _, _, of_service, *rest = *pattern.split(":", 5), "", "", ""
    if not fnmatchcase(service, of_service):
        return False
    wanted = next((part for part in rest[2:3] if part), "*")
    if fnmatchcase(kind, wanted):
        return True
    return _literal(wanted).startswith(kind) and fnmatchcase(kind + one.properties.get(name).text(), wanted)


def _literal(pattern: str) -> str:
    """What stands before the first wildcard."""
    return pattern.partition("*")[0].partition("?")[0]


def _excludes(condition: View, one: Resource) -> bool:
    return any_of(
        *(
            (lambda key=key, holds=holds: any_in(condition.get(key).items(), lambda it: _tagged(one, it) != holds))
            for key, holds in _OPERATORS.items()
        )
    )


def _tagged(one: Resource, wanted: View) -> bool:
    """Whether a resource bears a tag with a value, in which `*` stands for anything."""
    tag = read(one).get(wanted.get("key").text().removeprefix(_TAG))
    return tag is not None and fnmatchcase(tag.text(), wanted.get("value").text())


policy: Final = Policy(
    id="REL-AWS-04",
    title="A backup plan selects every database and file system",
    severity="medium",
    why="A database's own snapshots are in its account and go by the same rights as it: one mistake takes both.",
    fix="Add an aws:backup:Selection with its ARN or a tag that it bears; name the tag in `tags` if it is elsewhere.",
    frameworks=(*BACKUP, *checkov("CKV2_AWS_8", "CKV2_AWS_18")),
    types=tuple(_ARNS),
    check_stack=check_stack,
    settings={
        "tags": {
            "type": "array",
            "items": {"type": "string"},
            "default": [],
            "description": "Tags by which plans of other stacks select: what bears one is taken to be selected.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
