"""What a resource makes bears its tags too: instances, their volumes, tasks, pods.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from stackwright_policies.controls import INVENTORY
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.reading import inherited, own, spelled, written
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, pods

_GROUP: Final = "aws:autoscaling/group:Group"
_GROUP_TAG: Final = "aws:autoscaling/tag:Tag"
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_INSTANCE: Final = "aws:ec2/instance:Instance"
_SERVICE: Final = "aws:ecs/service:Service"
_DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
_OF_ONE: Final = frozenset({"Name"})
"""What a resource is called is nobody else's name."""
_TOOLS: Final = ("helm.sh/", "app.kubernetes.io/managed-by")
"""Labels of objects that Helm made, which pods are not."""
_OWNER: Final = {"owner": "team-retail"}
_SPECIFICATIONS: Final = [{"resourceType": kind, "tags": _OWNER} for kind in ("instance", "volume")]

PASSES: Final = (
    Example(
        why="a group hands its tags on",
        type=_GROUP,
        inputs={"tags": [{"key": "owner", "value": "team-retail", "propagateAtLaunch": True}]},
    ),
    Example(
        why="its own name is left out",
        type=_GROUP,
        inputs={"tags": [{"key": "Name", "value": "group", "propagateAtLaunch": False}]},
    ),
    Example(why="a template", type=_TEMPLATE, inputs={"tags": _OWNER, "tagSpecifications": _SPECIFICATIONS}),
    Example(why="volumes", type=_INSTANCE, inputs={"tags": _OWNER, "volumeTags": _OWNER}),
    Example(
        why="volumes, one by one",
        type=_INSTANCE,
        inputs={
            "tags": _OWNER,
            "rootBlockDevice": {"tags": _OWNER},
            "ebsBlockDevices": [{"deviceName": "/dev/sdf", "tags": _OWNER}],
        },
    ),
    Example(
        why="a provider's default tags are on volumes too",
        type=_INSTANCE,
        inputs={"tags": {"Name": "shop"}},
        provider={"defaultTags": {"tags": _OWNER}},
    ),
    Example(why="tasks", type=_SERVICE, inputs={"propagateTags": "TASK_DEFINITION"}),
    Example(
        why="pods",
        type=_DEPLOYMENT,
        inputs={
            "metadata": {"labels": {**_OWNER, "helm.sh/chart": "shop-1"}},
            "spec": {"template": {"metadata": {"labels": {**_OWNER, "app": "shop"}}}},
        },
    ),
    Example(
        why="one that is not asked for",
        type=_DEPLOYMENT,
        inputs={"metadata": {"labels": {"part-of": "shop"}}, "spec": {"template": {"spec": {}}}},
        settings={"keys": ["owner"]},
    ),
)
VIOLATES: Final = (
    Example(
        why="a group keeps one to itself",
        type=_GROUP,
        inputs={"tags": [{"key": "owner", "value": UNKNOWN, "propagateAtLaunch": False}]},
    ),
    Example(
        why="a tag of a group by itself",
        type=_GROUP_TAG,
        inputs={
            "autoscalingGroupName": "shop",
            "tag": {"key": "owner", "value": "team-retail", "propagateAtLaunch": False},
        },
    ),
    Example(why="a template's own tags are its own", type=_TEMPLATE, inputs={"tags": _OWNER}),
    Example(
        why="volumes are forgotten",
        type=_TEMPLATE,
        inputs={"tags": _OWNER, "tagSpecifications": _SPECIFICATIONS[:1]},
    ),
    Example(
        why="instances bear another",
        type=_TEMPLATE,
        inputs={
            "tags": _OWNER,
            "tagSpecifications": [{"resourceType": "instance", "tags": {"a": "b"}}, _SPECIFICATIONS[1]],
        },
    ),
    Example(
        why="a provider's default tags are not on what a template starts",
        type=_TEMPLATE,
        inputs={},
        provider={"defaultTags": {"tags": _OWNER}},
    ),
    Example(why="an instance's volumes bear nothing", type=_INSTANCE, inputs={"tags": _OWNER}),
    Example(
        why="one of its volumes bears nothing",
        type=_INSTANCE,
        inputs={"tags": _OWNER, "rootBlockDevice": {"tags": _OWNER}, "ebsBlockDevices": [{"deviceName": "/dev/sdf"}]},
    ),
    Example(why="tasks bear nothing", type=_SERVICE, inputs={"desiredCount": 2}),
    Example(why="as said", type=_SERVICE, inputs={"propagateTags": "NONE"}),
    Example(
        why="pods bear nothing",
        type=_DEPLOYMENT,
        inputs={
            "metadata": {"labels": _OWNER},
            "spec": {"template": {"metadata": {"labels": {"app": "shop"}}}},
        },
    ),
    Example(
        why="what is asked for",
        type=_DEPLOYMENT,
        inputs={
            "metadata": {"labels": {"cost-center": "17", "part-of": "shop"}},
            "spec": {"template": {"metadata": {"labels": {"part-of": "shop"}}}},
        },
        settings={"keys": ["costCenter"]},
    ),
)
UNDECIDED: Final = (
    Example(
        why="a group's switch is not known",
        type=_GROUP,
        inputs={"tags": [{"key": "owner", "value": "team-retail", "propagateAtLaunch": UNKNOWN}]},
    ),
    Example(why="specifications", type=_TEMPLATE, inputs={"tags": _OWNER, "tagSpecifications": UNKNOWN}),
    Example(why="volumes", type=_INSTANCE, inputs={"tags": _OWNER, "volumeTags": UNKNOWN}),
    Example(why="tasks", type=_SERVICE, inputs={"propagateTags": UNKNOWN}),
    Example(why="pods", type=_DEPLOYMENT, inputs={"metadata": {"labels": _OWNER}, "spec": {"template": UNKNOWN}}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    yield from _CHECKS[resource.type](resource, settings)


def _group(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    return each(resource.properties.get("tags").items(), lambda tag: _propagated(tag, settings))


def _group_tag(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    yield from _propagated(resource.properties.get("tag"), settings)


def _propagated(tag: View, settings: Settings) -> Iterator[Verdict]:
    key = tag.get("key").text()
    if _concerned(key, settings) and not tag.get("propagateAtLaunch").flag():
        yield Failed(f"the instances of the group do not get {key}: {tag.path}.propagateAtLaunch is off")


def _launch_template(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    specifications = resource.properties.get("tagSpecifications")
    wanted = _wanted(written(resource), settings)
    return each(("instance", "volume"), lambda kind: _specified(specifications, kind, wanted))


def _specified(specifications: View, kind: str, wanted: Sequence[str]) -> Iterator[Verdict]:
    """There is one specification for a kind at most, says EC2."""
    found = next((it for it in specifications.items() if it.get("resourceType").text() == kind), None)
    if found is None or found.get("tags").empty:
        yield Failed(f"{kind}s that the template starts bear no tags: tagSpecifications has none for them")
    else:
        yield from _lacking(wanted, found.get("tags"), f"{kind}s")


def _instance(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    """AWS' provider gives its default tags to volumes by itself, since version 5.39."""
    defaults = {key for key, _ in inherited(resource)}
    wanted = [key for key in _wanted(own(resource), settings) if key not in defaults]
    everywhere = resource.properties.get("volumeTags")
    if not everywhere.empty:
        yield from _lacking(wanted, everywhere, "its volumes")
        return
    yield from _volume(resource.properties.get("rootBlockDevice"), wanted)
    yield from each(resource.properties.get("ebsBlockDevices").items(), lambda it: _volume(it, wanted))


def _volume(volume: View, wanted: Sequence[str]) -> Iterator[Verdict]:
    # A list in the SDK of some versions, of one
    for one in volume.items() or [volume]:
        yield from _lacking(wanted, one.get("tags"), f"the volume of {one.path}")


def _ecs_service(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    del settings  # all tags are handed on, or none
    volumes = resource.properties.get("volumeConfiguration", "managedEbsVolume", "tagSpecifications")
    yield from each([resource.properties], lambda it: _handed_on(it, "tasks"))
    yield from each(volumes.items(), lambda it: _handed_on(it, "volumes") if it.get("tags").empty else [])


def _handed_on(service: View, what: str) -> Iterator[Verdict]:
    if service.get("propagateTags").text("NONE").upper() in ("", "NONE"):
        yield Failed(f"{what} of the service bear no tags: propagateTags is off")


def _workload(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    labels = [entry for entry in written(resource) if not entry[0].startswith(_TOOLS)]
    wanted = _wanted(labels, settings, "kubernetes")
    return each(pods(resource), lambda pod: _labelled(pod, wanted))


def _labelled(pod: Pod, wanted: Sequence[str]) -> Iterator[Verdict]:
    if not pod.leaves(pod.template):
        yield from _lacking(wanted, pod.template.get("metadata", "labels"), "pods")


def _wanted(borne: Iterable[tuple[str, View]], settings: Settings, cloud: str = "aws") -> list[str]:
    return [key for key, _ in borne if _concerned(key, settings, cloud)]


def _concerned(key: str, settings: Settings, cloud: str = "aws") -> bool:
    keys = {spelled(it, cloud) for it in settings["keys"]}
    return spelled(key, cloud) in keys if keys else key not in _OF_ONE


def _lacking(wanted: Sequence[str], tags: View, what: str) -> Iterator[Verdict]:
    if not wanted:
        return
    borne = {key for key, _ in tags.entries()}
    if missing := [key for key in wanted if key not in borne]:
        yield Failed(f"{what} {'does' if what.startswith('the volume ') else 'do'} not get {', '.join(missing)}")


_CHECKS: Final[Mapping[str, Callable[[Resource, Settings], Iterator[Verdict]]]] = {
    _GROUP: _group,
    _GROUP_TAG: _group_tag,
    _TEMPLATE: _launch_template,
    _INSTANCE: _instance,
    _SERVICE: _ecs_service,
    **{token: _workload for token in PODS if not token.endswith((":Pod", ":PodPatch", ":PodList"))},
}

policy: Final = Policy(
    id="TAGS-04",
    title="What a resource starts bears its tags too",
    severity="medium",
    why="Instances, volumes, tasks and pods are what costs money; without the tags it is nobody's.",
    fix="Hand the tags on: propagateAtLaunch, tagSpecifications for instance and volume, volumeTags, propagateTags, "
    "the labels of the pod template.",
    types=tuple(_CHECKS),
    frameworks=INVENTORY,
    check=check,
    settings={
        "keys": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "default": [],
            "description": "Which of its tags a resource has to hand on, spelt as on AWS; none means all of them.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)
