"""A monitoring's arguments and outputs: the same on every cloud."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict
from urllib.parse import urlsplit

import pulumi

from stackwright_components.conventions import ArgumentError, Cloud, integer

CLOUDS: Final[tuple[Cloud, ...]] = ("aws", "azure", "gcp")
RUNBOOK: Final = "docs/components/monitoring.md#runbook"

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,30}")
"""A part's or check's name becomes a part of names in the cloud."""

BUDGET_TAGS: Final = ("service", "environment")
BUDGET_ALERTS: Final = ((80, False), (100, False), (100, True))
"""Percent of the budget, spent or (true) forecast, at which people are told."""

MOST_CHECKS: Final = 20
"""An event pattern of EventBridge has 2048 characters, and names every check's alarm."""


class Watched(TypedDict):
    """A part that the dashboard shows."""

    blueprint: str
    """What it is made from: `web-service`, `worker`, `database`, `queue` or `object-storage`."""
    cloud: str
    """Where it runs. On another cloud than the monitoring's, its `url` is checked from outside."""
    outputs: dict[str, pulumi.Input[str]]
    """What it puts out, as far as its metrics are found by that; `needed` says which."""


class MonitoringArgs(TypedDict):
    """Where alarms go, what is watched, and what it may cost."""

    cloud: str
    """`aws`, `azure` or `gcp`."""
    location: NotRequired[str]
    """The region (aws, gcp) or location (azure) of the environment. Required on aws and azure."""
    alarm_target: NotRequired[pulumi.Input[str]]
    """An alarm target that exists, such as another monitoring's; one is made, if not given."""
    emails: NotRequired[list[str]]
    """Who gets alarms by e-mail. On AWS each address must confirm the first message."""
    webhooks: NotRequired[dict[str, pulumi.Input[str]]]
    """HTTPS URLs that alarms are posted to, by a name. Whoever knows such a URL can post: it is a secret."""
    watch: NotRequired[dict[str, Watched]]
    """The parts to watch, by a name that people know them by."""
    checks: NotRequired[dict[str, pulumi.Input[str]]]
    """URLs that are asked for from several regions of the world, by a name. Each must be reachable from there."""
    monthly_budget: NotRequired[pulumi.Input[float]]
    """What the service may cost in a month, in the currency of the account's bills. Without it there is no budget."""
    billing_account: NotRequired[pulumi.Input[str]]
    """The billing account whose budget it is (gcp): `012345-567890-ABCDEF`. A budget needs it there."""
    audit_trail: NotRequired[bool]
    """Whether all calls that change something in the account (aws) or subscription (azure) are recorded. Off by
    default: it is settled once for an account, not by each service. GCP records them always."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """How long the audit trail and the checks' telemetry are kept; 90 days, if not given."""
    runbook_url: NotRequired[pulumi.Input[str]]
    """What an alarm tells people to read."""
    tags: NotRequired[dict[str, str]]
    """What every resource carries. `service` and `environment` also say what the budget is for."""


class MonitoringOutputs(TypedDict):
    """What every cloud's implementation gives back; see the attributes of `Monitoring`."""

    alarm_target: pulumi.Output[str]
    dashboard_url: pulumi.Output[str]
    dashboard_name: pulumi.Output[str]
    log_destination: pulumi.Output[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A watched part. `outputs` are those that its metrics are found by."""

    blueprint: str
    outputs: Mapping[str, pulumi.Output[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`MonitoringArgs`, checked, with defaults: parts of this cloud in `parts`, URLs of all others in `checks`."""

    location: str
    alarm_target: pulumi.Input[str] | None
    emails: Sequence[str]
    webhooks: Mapping[str, pulumi.Output[str]]
    parts: Mapping[str, Part]
    checks: Mapping[str, pulumi.Output[str]]
    monthly_budget: pulumi.Output[float] | None
    billing_account: pulumi.Input[str] | None
    audit_trail: bool
    log_retention_days: pulumi.Input[int]
    runbook: pulumi.Input[str]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """A URL, taken apart. `port` is the scheme's own where the URL names none."""

    tls: bool
    host: str
    port: int
    path: str


def address(url: str) -> Address:
    """Take apart what is checked.

    Raises:
        ArgumentError: it is no HTTP URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ArgumentError("checks", f"{url!r} is no http:// or https:// URL")
    tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(tls, parts.hostname, parts.port or (443 if tls else 80), path)


def settle(args: MonitoringArgs, needed: Mapping[str, Sequence[str]]) -> Settings:
    """Check the arguments and fill in the defaults. `needed` says, by blueprint, what this cloud's metrics take.

    Raises:
        ArgumentError: naming the argument; nothing has been registered yet.
    """
    cloud, location, target = args["cloud"], args.get("location", ""), args.get("alarm_target")
    if cloud != "gcp" and not location:
        raise ArgumentError("location", f"is needed on {cloud}: where the environment is")
    emails, webhooks = args.get("emails", []), args.get("webhooks", {})
    if target is not None and (emails or webhooks):
        raise ArgumentError(
            "alarm_target", "who gets its alarms is settled where it is made: leave emails and webhooks out"
        )
    if twice := sorted({address for address in emails if emails.count(address) > 1}):
        raise ArgumentError("emails", f"{', '.join(twice)} is given twice")
    if cloud == "gcp" and "monthly_budget" in args and "billing_account" not in args:
        raise ArgumentError("billing_account", "whose budget is it? On GCP a budget belongs to a billing account")
    if cloud == "gcp" and args.get("audit_trail"):
        raise ArgumentError("audit_trail", "GCP records every change by itself, and keeps it for 400 days")
    names = [*args.get("watch", {}), *args.get("checks", {}), *webhooks]
    if wrong := [name for name in names if not _NAME.fullmatch(name)]:
        raise ArgumentError("watch", f"{', '.join(wrong)}: a name has up to 31 letters, digits and hyphens")
    parts, checks = _sort_out(args, needed)
    budget = args.get("monthly_budget")
    return Settings(
        location=location,
        alarm_target=target,
        emails=tuple(emails),
        webhooks={name: pulumi.Output.secret(url) for name, url in webhooks.items()},
        parts=parts,
        checks=checks,
        monthly_budget=None if budget is None else pulumi.Output.from_input(budget),
        billing_account=args.get("billing_account"),
        audit_trail=args.get("audit_trail", False),
        log_retention_days=integer(args.get("log_retention_days", 90)),
        runbook=args.get("runbook_url", RUNBOOK),
        tags=args.get("tags", {}),
    )


def _sort_out(
    args: MonitoringArgs, needed: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Part], dict[str, pulumi.Output[str]]]:
    """What is found by its metrics: parts of this cloud. And what is asked for from outside: URLs, parts of others."""
    parts: dict[str, Part] = {}
    checks = {name: pulumi.Output.from_input(url) for name, url in args.get("checks", {}).items()}
    for name, watched in args.get("watch", {}).items():
        blueprint, outputs = watched["blueprint"], watched["outputs"]
        if watched["cloud"] != args["cloud"]:
            if "url" not in outputs:
                reason = f"a {blueprint} on {watched['cloud']} has no URL; watch it with a monitoring on its own cloud"
                raise ArgumentError("watch", f"{name}: {reason}")
            if name in checks:
                raise ArgumentError("checks", f"{name} is checked already: watch has it, on another cloud")
            checks[name] = pulumi.Output.from_input(outputs["url"])
            continue
        if blueprint not in needed:
            raise ArgumentError("watch", f"{name}: a {blueprint} on {args['cloud']} puts out nothing to watch")
        if missing := [output for output in needed[blueprint] if output not in outputs]:
            raise ArgumentError("watch", f"{name}: without {', '.join(missing)} its metrics cannot be found")
        found = {output: pulumi.Output.from_input(outputs[output]) for output in needed[blueprint]}
        parts[name] = Part(blueprint=blueprint, outputs=found)
    if len(checks) > MOST_CHECKS:
        raise ArgumentError("checks", f"{len(checks)} are more than the {MOST_CHECKS} that one monitoring has")
    return dict(sorted(parts.items())), dict(sorted(checks.items()))
