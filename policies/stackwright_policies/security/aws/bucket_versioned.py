"""Every S3 bucket keeps earlier versions. Judges what is said at once, and what is left out by the whole stack."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.aws.buckets import BUCKET_V2, BUCKETS, NAMES, VERSIONINGS
from stackwright_policies.controls import BACKUP
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.references import References, of_each, references, said
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.verdicts import Failed, Verdict, any_in, any_of


def _status(status: object) -> dict[str, Any]:
    return {"bucket": UNKNOWN, "versioningConfiguration": {"status": status}}


_BESIDE: Final = Example(
    why="its own", type=VERSIONINGS[0], name="beside", inputs=_status("Enabled"), dependencies={"bucket": ["example"]}
)


PASSES: Final = (
    Example(why="a resource of its own", type=VERSIONINGS[0], inputs=_status("Enabled")),
    Example(why="inline", type=BUCKETS[0], inputs={"versioning": {"enabled": True}}),
    Example(why="as older programs write it", type=BUCKET_V2, inputs={"versionings": [{"enabled": "true"}]}),
    Example(why="beside the bucket", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_BESIDE]),
)
VIOLATES: Final = (
    Example(why="suspended", type=VERSIONINGS[1], inputs=_status("Suspended")),
    Example(why="switched off", type=BUCKETS[0], inputs={"versioning": {"enabled": False}}),
    Example(why="nothing is said anywhere", type=BUCKETS[1], inputs={"bucket": "logs"}),
)
UNDECIDED: Final = (
    Example(why="not known", type=VERSIONINGS[0], inputs=_status(UNKNOWN)),
    Example(why="nor inline", type=BUCKETS[0], inputs={"versioning": {"enabled": UNKNOWN}}),
    Example(
        why="a versioning for a bucket that is not known",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[Example(why="whose", type=VERSIONINGS[0], name="other", inputs=_status("Enabled"))],
    ),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type in VERSIONINGS:
        status = _status_of(resource.properties)
        if not _is_enabled(status):
            yield Failed(f"{status.path} is {status.text('not set')}")


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    beside = references(resources, VERSIONINGS, "bucket")
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, beside))


def _judge(bucket: Resource, beside: References) -> Iterator[Verdict]:
    """A versioning of its own that is not enabled is found where it stands."""
    if not any_of(lambda: _has_it_inline(bucket), lambda: beside.any_to(bucket, *NAMES)):
        yield Failed(f"the bucket {bucket.name} has no versioning, and none of its stack is for it")


def _has_it_inline(bucket: Resource) -> bool:
    """One or the other spelling, by the version of the SDK and by the type."""
    places = ("versioning", "versionings")
    return any_in(places, lambda place: any_in(said(bucket, place).items(), lambda it: it.get("enabled").flag()))


def _status_of(properties: View) -> View:
    return properties.get("versioningConfiguration", "status")


def _is_enabled(status: View) -> bool:
    return status.text().lower() == "enabled"


def remedy(inputs: Json, _settings: Settings) -> Json:
    """A bucket without any is left: another stack may hold its versioning."""
    if View(inputs).get("versioningConfiguration").absent or _is_enabled(_status_of(View(inputs))):
        return inputs
    return changed(inputs, ["versioningConfiguration", "status"], "Enabled")


policy: Final = Policy(
    id="AWS-S3-06",
    title="Every S3 bucket keeps earlier versions",
    severity="medium",
    why="What is overwritten or deleted, by mistake or for ransom, cannot be brought back.",
    fix='Add an aws:s3:BucketVersioning with status "Enabled", and a lifecycle rule that ends old versions.',
    frameworks=(*BACKUP, *checkov("CKV_AWS_21")),
    types=(*BUCKETS, *VERSIONINGS),
    check=check,
    check_stack=check_stack,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
