"""What makes pods that end. Source: `pkg/apis/batch/validation/validation.go`."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stackwright.simcloud.apiserver import forms, metadata, schedules
from stackwright.simcloud.apiserver.field import Field, in_order
from stackwright.simcloud.apiserver.pods import check_template

_COUNTS: Final = (
    "parallelism completions activeDeadlineSeconds backoffLimit ttlSecondsAfterFinished backoffLimitPerIndex"
    " maxFailedIndexes"
)
_ACTIONS: Final = ("Count", "FailIndex", "FailJob", "Ignore")
_LONGEST_LABEL: Final = 63
LONGEST_CRON_NAME: Final = 52
"""Jobs are called so, and a dash and ten digits; their pods have that name as a label."""


def check_job(found: Field) -> None:
    spec = found.at("spec")
    name = found.at("metadata", "name")
    if not spec.at("manualSelector").true:
        if len(name.text) > _LONGEST_LABEL:
            spec.at("template").named("spec.template.labels").fits(forms.label_value, value=name.text)
        if not spec.at("selector").empty:
            spec.at("selector").invalid("`selector` not auto-generated")
    _check_spec(spec)
    if spec.at("manualSelector").true:
        selector, labels = spec.at("selector"), spec.at("template", "metadata", "labels")
        if not selector.there:
            selector.required()
        elif metadata.selector(selector) and not metadata.matches(selector, labels.value):
            labels.invalid("`selector` does not match template `labels`", in_order(labels.value))


def _check_spec(spec: Field) -> None:
    for count in _COUNTS.split():
        spec.at(count).not_negative()
    mode = spec.at("completionMode")
    mode.one_of(("NonIndexed", "Indexed"))
    if mode.text == "Indexed" and not spec.at("completions").there and spec.at("parallelism").there:
        spec.at("completions").required("when completion mode is Indexed")
    if mode.text in {"", "NonIndexed"}:
        for name in ("backoffLimitPerIndex", "maxFailedIndexes"):
            if spec.at(name).there:
                spec.at(name).invalid("requires indexed completion mode")
        if spec.at("successPolicy").there:
            spec.at("successPolicy").invalid("requires indexed completion mode")
    _check_template(spec)


def _check_template(spec: Field) -> None:
    policy = spec.at("podFailurePolicy")
    for rule in policy.at("rules").each():
        _check_rule(rule, spec)
    replacing = spec.at("podReplacementPolicy")
    replacing.one_of(("Failed",) if policy.there else ("Failed", "TerminatingOrFailed"))
    check_template(spec.at("template"))
    restart = spec.at("template", "spec", "restartPolicy")
    if restart.text in {"", "Always"}:
        restart.required('valid values: "OnFailure", "Never"')
    elif restart.text not in {"OnFailure", "Never"}:
        restart.unsupported(("OnFailure", "Never"))
    elif policy.there and restart.text != "Never":
        restart.invalid('only "Never" is supported when podFailurePolicy is specified')


def _check_rule(rule: Field, spec: Field) -> None:
    action, codes = rule.at("action"), rule.at("onExitCodes")
    if action.empty:
        action.required(f"valid values: {' '.join(_ACTIONS)}")
    elif action.text == "FailIndex" and not spec.at("backoffLimitPerIndex").there:
        action.invalid("requires the backoffLimitPerIndex to be set")
    else:
        action.one_of(_ACTIONS)
    if codes.there:
        codes.at("operator").one_of(("In", "NotIn"))
        if codes.at("values").empty:
            codes.at("values").invalid("at least one value is required")
        for value in codes.at("values").each():
            if codes.at("operator").text == "In" and value.number == 0:
                value.invalid("must not be 0 for the In operator")
    conditions = not rule.at("onPodConditions").empty
    if codes.there == conditions:
        both = "both OnExitCodes and OnPodConditions is not supported"
        rule.invalid(f"specifying {both if conditions else 'one of OnExitCodes and OnPodConditions is required'}")


def check_cron_job(found: Field) -> None:
    name, spec = found.at("metadata", "name"), found.at("spec")
    if len(name.text) > LONGEST_CRON_NAME:
        name.invalid(f"must be no more than {LONGEST_CRON_NAME} characters")
    schedule, zone = spec.at("schedule"), spec.at("timeZone")
    if schedule.empty:
        schedule.required()
    elif wrong := schedules.wrong(schedule.text):
        schedule.invalid(wrong)
    if "TZ" in schedule.text:
        schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    if zone.there:
        _check_zone(zone)
    spec.at("startingDeadlineSeconds").not_negative()
    spec.at("concurrencyPolicy").one_of(("Allow", "Forbid", "Replace"))
    spec.at("successfulJobsHistoryLimit").not_negative()
    spec.at("failedJobsHistoryLimit").not_negative()
    inner = spec.at("jobTemplate", "spec")
    if spec.at("jobTemplate", "spec", "manualSelector").true:
        inner.at("manualSelector").unsupported(("nil", "false"))
    _check_spec(inner)


def _check_zone(zone: Field) -> None:
    if zone.empty:
        zone.invalid("timeZone must be nil or non-empty string")
        return
    if zone.text.lower() == "local":
        zone.invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
        return
    try:
        ZoneInfo(zone.text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if ZONES:
            zone.invalid(f"unknown time zone {zone.text}")


def _known() -> bool:
    """Whether this machine has a list of time zones at all; without one nothing is known to be wrong."""
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return False
    return True


ZONES: Final = _known()
