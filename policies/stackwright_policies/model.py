"""What a policy is, and what an example of one is: data, apart from the function that judges."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["advisory", "mandatory", "remediate", "disabled"]
PackName = Literal["cost", "network-exposure", "reliability", "security", "tagging"]
Json: TypeAlias = Mapping[str, Any]
Settings: TypeAlias = Mapping[str, Any]

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What Pulumi puts in place of a value that a preview cannot know (`UnknownStringValue`, sdk/go/common/resource)."""


@dataclass(frozen=True, slots=True)
class Framework:
    """One control of one version of a catalogue of controls: the same control has other ids in other versions."""

    name: str
    version: str
    control: str

    def __str__(self) -> str:
        return f"{self.name} {self.version} {self.control}"


def cis(
    cloud: Literal["AWS", "Azure", "GCP", "GKE", "Kubernetes"], version: str, *controls: str
) -> tuple[Framework, ...]:
    """Controls of a CIS benchmark, such as `cis("AWS", "5.0", "5.3", "5.4")`."""
    return tuple(Framework(f"CIS {cloud}", version, control) for control in controls)


def nist(*controls: str) -> tuple[Framework, ...]:
    """Controls of NIST SP 800-53, such as `nist("AC-3", "SC-7(4)")`."""
    return tuple(Framework("NIST 800-53", "r5", control) for control in controls)


def pci(*requirements: str) -> tuple[Framework, ...]:
    """Requirements of PCI DSS, such as `pci("1.3.1")`."""
    return tuple(Framework("PCI DSS", "4.0", requirement) for requirement in requirements)


def iso27001(*controls: str) -> tuple[Framework, ...]:
    """Controls of annex A of ISO/IEC 27001, such as `iso27001("A.8.20")`."""
    return tuple(Framework("ISO 27001", "2022", control) for control in controls)


def soc2(*criteria: str) -> tuple[Framework, ...]:
    """Trust services criteria (of 2017, with the points of focus of 2022), such as `soc2("CC6.6")`."""
    return tuple(Framework("SOC 2", "2017", criterion) for criterion in criteria)


def hipaa(*paragraphs: str) -> tuple[Framework, ...]:
    """Paragraphs of the HIPAA Security Rule, 45 CFR part 164 as of 2013, such as `hipaa("164.312(a)(1)")`."""
    return tuple(Framework("HIPAA", "2013", paragraph) for paragraph in paragraphs)


def pod_security(profile: Literal["Baseline", "Restricted"], *controls: str) -> tuple[Framework, ...]:
    """Controls of a profile of the Pod Security Standards, such as `pod_security("Baseline", "HostPath Volumes")`.

    They change with Kubernetes: https://kubernetes.io/docs/concepts/security/pod-security-standards/
    """
    return tuple(Framework(f"Pod Security Standards {profile}", "1.32", control) for control in controls)


def nsa(*sections: str) -> tuple[Framework, ...]:
    """Sections of the Kubernetes Hardening Guidance of NSA and CISA (August 2022)."""
    return tuple(Framework("NSA/CISA Kubernetes Hardening", "1.2", section) for section in sections)


def checkov(*checks: str) -> tuple[Framework, ...]:
    """The checks of Checkov that look for the same, for whoever moves from it."""
    return tuple(Framework("Checkov", "3", check) for check in checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A resource as a program registers it, in Pulumi's wire form; `UNKNOWN` and `secret(…)` stand for what they are.

    `settings` configure the policy, `provider` are the inputs of the resource's provider. For a stack policy,
    `others` are the other resources of its stack and `dependencies` the properties through which this one depends on
    one of them, by the name of the other: `{"bucket": ["logs"]}`.
    """

    why: str
    type: str
    inputs: Json = field(default_factory=dict[str, Any])
    name: str = "example"
    settings: Settings = field(default_factory=dict[str, Any])
    provider: Json = field(default_factory=dict[str, Any])
    others: Sequence[Example] = ()
    dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


def secret(value: object) -> dict[str, Any]:
    """`value` as a Pulumi secret (`SecretSig`, sdk/go/common/resource/sig)."""
    return {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One rule.

    `check` judges a resource of one of `types` by its inputs; `check_stack` all resources of a stack by their outputs,
    once everything else went well. `remedy` returns the inputs put right, for whoever sets the level `remediate`;
    what cannot be put right safely it returns as it is.
    `settings` is the JSON Schema of what can be configured, by property, each with a default.
    `heeds_secrecy`: the rule asks whether a value is a Pulumi secret; others judge a secret as what it holds.
    `also_in` names packs that it is in besides the one of its folder.

    `passes`, `violates` and `undecided` (an unknown stands in the way) are its documentation and its test.
    """

    id: str
    title: str
    severity: Severity
    why: str
    fix: str
    types: Collection[str]
    frameworks: Sequence[Framework] = ()
    level: Level | None = None
    """What a violation comes to where nothing is configured. Default: `mandatory` for what is high or critical, else
    `advisory`, so that adopting a pack stops nobody for what can wait."""
    also_in: Collection[PackName] = ()
    heeds_secrecy: bool = False
    check: Callable[[Resource, Settings], Iterable[Verdict]] | None = None
    check_stack: Callable[[Sequence[Resource], Settings], Iterable[Verdict]] | None = None
    remedy: Callable[[Json, Settings], Json] | None = None
    remedy_of: Callable[[Resource, Json, Settings], Json] | None = None
    """A remedy that has to know whose inputs they are: the type, the provider."""
    home: str = field(default="", init=False, compare=False)
    """The pack of its folder; `packs` knows it."""
    settings: Mapping[str, Json] = field(default_factory=dict[str, Json])
    passes: Sequence[Example]
    violates: Sequence[Example]
    undecided: Sequence[Example] = ()

    def __post_init__(self) -> None:
        """A control that several themes share counts once."""
        object.__setattr__(self, "frameworks", tuple(dict.fromkeys(self.frameworks)))

    @property
    def themes(self) -> Sequence[str]:
        """The packs that it belongs to, whichever pack serves it."""
        return tuple(filter(None, (self.home, *self.also_in)))

    @property
    def enforced(self) -> Level:
        """The level where nothing is configured."""
        return self.level or ("mandatory" if self.severity in ("critical", "high") else "advisory")

    @property
    def remedies(self) -> bool:
        """Whether it puts anything right."""
        return self.remedy is not None or self.remedy_of is not None

    def remedied(self, resource: Resource, inputs: Json, settings: Settings) -> Json:
        """The inputs of a resource put right, as far as that is safe."""
        if self.remedy_of is not None:
            inputs = self.remedy_of(resource, inputs, settings)
        return inputs if self.remedy is None else self.remedy(inputs, settings)

    def defaults(self) -> dict[str, Any]:
        return {name: schema["default"] for name, schema in self.settings.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Policies that are switched on together. Its version is in its PulumiPolicy.yaml."""

    name: str
    title: str
    description: str
    policies: Sequence[Policy]
