"""The pods inside Kubernetes' workloads, wherever each kind keeps its template, and their containers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stackwright_policies.kubernetes_api import is_patch, kind_of, objects, types
from stackwright_policies.model import Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown, Verdict, each

_TEMPLATE: Final = ("spec", "template")
_WHERE: Final = {
    "Pod": (),
    "PodTemplate": ("template",),
    "ReplicationController": _TEMPLATE,
    "Deployment": _TEMPLATE,
    "ReplicaSet": _TEMPLATE,
    "StatefulSet": _TEMPLATE,
    "DaemonSet": _TEMPLATE,
    "Job": _TEMPLATE,
    "CronJob": ("spec", "jobTemplate", *_TEMPLATE),
}
"""Where a kind keeps the metadata and the specification of its pods."""

PODS: Final = types(*_WHERE)
"""The types that run containers."""
EVERY_CONTAINER: Final = ("containers", "initContainers", "ephemeralContainers")


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod, or the template of pods. `partial`: a patch wrote it, and what it does not say may be there."""

    template: View
    partial: bool

    @property
    def spec(self) -> View:
        """Its `PodSpec`.

        Raises:
            NotKnown: the template is not known.
        """
        return self.template.get("spec")

    def leaves(self, found: View) -> bool:
        """Whether it says nothing of a value, and leaves it as somebody else set it."""
        return self.partial and found.absent

    def on_windows(self) -> bool:
        """Whether it says that it runs on Windows, where what is Linux's alone must not be set.

        Raises:
            NotKnown
        """
        return self.spec.get("os", "name").text() == "windows"


def pods(resource: Resource) -> list[Pod]:
    """The pods of a resource of one of `PODS`: one, or one for each item of a list.

    Raises:
        NotKnown: which items, or what is around the template, is not known.
    """
    where, partial = _WHERE[kind_of(resource.type)], is_patch(resource)
    return [Pod(one.get(*where), partial) for one in objects(resource)]


def judging_pods(
    judge: Callable[[Pod, Settings], Iterable[Verdict]],
) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that judges every pod of a resource."""

    def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
        return each(pods(resource), lambda pod: judge(pod, settings))

    return check


def judging_containers(
    judge: Callable[[View, Pod, Settings], Iterable[Verdict]], lists: Sequence[str] = EVERY_CONTAINER
) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that judges every container of the pods of a resource; a list that is not known hides no other."""
    return judging_pods(lambda pod, settings: each_container(pod, lambda it: judge(it, pod, settings), lists))


def each_container(
    pod: Pod, judge: Callable[[View], Iterable[Verdict]], lists: Sequence[str] = EVERY_CONTAINER
) -> Iterator[Verdict]:
    """The verdicts on the containers of a pod."""
    return each([pod.spec.get(key) for key in lists], lambda found: each(found.items(), judge))


def called(container: View) -> str:
    """A container's place, and its name if that is known."""
    try:
        name = container.get("name").text()
    except NotKnown:
        name = ""
    return f"{container.path} ({name})" if name else container.path


def effective(key: str, container: View, pod: Pod) -> View:
    """What holds for a container of its security context: its own word, else its pod's.

    Raises:
        NotKnown
    """
    own = container.get("securityContext", key)
    return pod.spec.get("securityContext", key) if own.absent else own
