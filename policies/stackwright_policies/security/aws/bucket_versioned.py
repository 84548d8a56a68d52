"""Every S3 bucket keeps earlier versions. Judges what is said at once, and what is left out by the whole stack."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.aws.buckets import BUCKET_V2, BUCKETS, NAMES, VERSIONINGS
from stackwright_policies.controls import BACKUP
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.references import References, of_each, references
from stackwright_policies.resource import Resource, View, changed
from stackwright_policies.verdicts import Failed, Verdict, any_in, settled


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
        status = resource.properties.get("versioningConfiguration", "status")
        if not _is_enabled(status):
            yield Failed(f"{status.path} is {status.text('not set')}")
        return
    inline = _inline(resource)
    if inline and not any_in(inline, View.flag):
        yield Failed(f"{inline[0].path} is off")


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    beside = references(resources, VERSIONINGS, "bucket")
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, beside))


def _judge(bucket: Resource, beside: References) -> Iterator[Verdict]:
    """A bucket that says nothing itself. A versioning of its own that is not enabled is found where it stands."""
    if not _inline(bucket) and not beside.any_to(bucket, *NAMES):
        yield Failed(f"no versioning of its stack is for the bucket {bucket.name}")


def _inline(bucket: Resource) -> list[View]:
    """What a bucket says of itself.

    Raises:
        NotKnown
    """
    if bucket.type != BUCKET_V2:
        enabled = bucket.properties.get("versioning", "enabled")
        return [] if enabled.absent else [enabled]
    return [one.get("enabled") for one in bucket.properties.get("versionings").items()]


def _is_enabled(status: View) -> bool:
    return status.text().lower() == "enabled"


def remedy(inputs: Json, _settings: Settings) -> Json:
    for place, on in ((["versioningConfiguration", "status"], "Enabled"), (["versioning", "enabled"], True)):
        said = View(inputs).get(place[0])
        if not said.absent and any(
            isinstance(it, Failed) for it in settled(lambda said=said, key=place[1]: _off(said.get(key)))
        ):
            inputs = changed(inputs, place, on)
    return inputs


def _off(said: View) -> Iterator[Verdict]:
    if not said.absent and not _is_enabled(said) and not said.flag():
        yield Failed("off")


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
