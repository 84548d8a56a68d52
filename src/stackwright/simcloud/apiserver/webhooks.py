"""Webhooks and policies of admission. Source: `pkg/apis/admissionregistration/validation/validation.go`. Expressions
are not compiled here.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.field import Field

_OPERATIONS: Final = ("*", "CONNECT", "CREATE", "DELETE", "UPDATE")
_FAILURES: Final = ("Fail", "Ignore")
_LONGEST_SECONDS: Final = 30
_SEGMENTS: Final = 3


def check_webhooks(found: Field) -> None:
    names: set[str] = set()
    for webhook in found.at("webhooks").each():
        _check_webhook(webhook)
        name = webhook.at("name")
        if name.text in names:
            name.duplicate()
        if name.text:
            names.add(name.text)


def _check_webhook(webhook: Field) -> None:
    name, versions = webhook.at("name"), webhook.at("admissionReviewVersions")
    if name.empty:
        name.required()
    else:
        wrong = forms.subdomain(name.text)
        name.fits(forms.subdomain)
        if not wrong and len(name.text.split(".")) < _SEGMENTS:
            name.invalid("should be a domain with at least three segments separated by dots")
    for rule in webhook.at("rules").each():
        _check_rule(rule)
    webhook.at("failurePolicy").one_of(_FAILURES)
    webhook.at("matchPolicy").one_of(("Equivalent", "Exact"))
    effects = webhook.at("sideEffects")
    if effects.empty:
        effects.required("must specify one of None, NoneOnDryRun")
    else:
        effects.one_of(("None", "NoneOnDryRun"))
    if versions.empty:
        versions.required("must specify one of v1, v1beta1")
    elif not {"v1", "v1beta1"} & set(versions.texts):
        versions.invalid("must include at least one of v1, v1beta1")
    seconds = webhook.at("timeoutSeconds")
    if seconds.number is not None and not 1 <= seconds.number <= _LONGEST_SECONDS:
        seconds.invalid(f"the timeout value must be between 1 and {_LONGEST_SECONDS} seconds")
    for selector in ("namespaceSelector", "objectSelector"):
        if webhook.at(selector).there:
            metadata.selector(webhook.at(selector))
    check_client(webhook.at("clientConfig"))
    webhook.at("reinvocationPolicy").one_of(("IfNeeded", "Never"))


def _check_rule(rule: Field) -> None:
    operations = rule.at("operations")
    if operations.empty:
        operations.required()
    for operation in operations.each():
        if operation.text not in _OPERATIONS:
            operation.unsupported(_OPERATIONS)
    if "*" in operations.texts and len(operations.texts) > 1:
        operations.invalid("if '*' is present, must not specify other operations")
    for name in ("apiGroups", "apiVersions", "resources"):
        if rule.at(name).empty:
            rule.at(name).required()
        elif "*" in rule.at(name).texts and len(rule.at(name).texts) > 1 and name != "resources":
            rule.at(name).invalid(f"if '*' is present, must not specify other {_PLURALS[name]}")
    rule.at("scope").one_of(("*", "Cluster", "Namespaced"))


_PLURALS: Final = {"apiGroups": "API groups", "apiVersions": "API versions"}


def check_client(client: Field) -> None:
    """Where a webhook is. What the server says of a service's name and namespace, it says of the other."""
    url, service = client.at("url"), client.at("service")
    if url.there == service.there:
        client.required("exactly one of url or service is required")
    elif url.there:
        _check_url(url)
    else:
        if service.at("name").empty:
            service.at("namespace").required()
        if service.at("namespace").empty:
            service.at("name").required()
        port, path = service.at("port"), service.at("path")
        if port.number is not None and not 1 <= port.number <= 65535:
            port.invalid("port is not valid: must be between 1 and 65535, inclusive")
        if not path.empty and not path.text.startswith("/"):
            path.invalid("must start with a '/'")


def _check_url(url: Field) -> None:
    parts = urlsplit(url.text)
    if parts.scheme != "https":
        url.invalid("'https' is the only allowed URL scheme; desired format: https://host[/path]", parts.scheme)
    if not parts.netloc:
        url.invalid("host must be specified; desired format: https://host[/path]", "")
    if parts.username:
        url.invalid("user information is not permitted in the URL", "")
    if parts.fragment:
        url.invalid("fragments are not permitted in the URL", parts.fragment)
    if parts.query:
        url.invalid("query parameters are not permitted in the URL", parts.query)


def check_admission_policy(found: Field) -> None:
    spec = found.at("spec")
    if not spec.at("matchConstraints").there:
        spec.at("matchConstraints").required()
    elif spec.at("matchConstraints", "resourceRules").empty:
        spec.at("matchConstraints", "resourceRules").required()
    for rule in spec.at("matchConstraints", "resourceRules").each():
        _check_rule(rule)
    spec.at("failurePolicy").one_of(_FAILURES)
    if spec.at("validations").empty and spec.at("auditAnnotations").empty:
        for name in ("validations", "auditAnnotations"):
            spec.at(name).required("validations or auditAnnotations must contain at least one item")
    for each in spec.at("validations").each():
        if not each.at("expression").text.strip():
            each.at("expression").required("expression is not specified")
        each.at("reason").one_of(("Forbidden", "Invalid", "RequestEntityTooLarge"))
