"""How each cloud words an error, as its provider passes it on.

Sources: AWS, `smithy-go` `GenericAPIError.Error` and the page "Common error types"; Azure, the `code` and `message`
of a Resource Manager error (as `refusals`); Google, `google.golang.org/api/googleapi` `Error.Error`; Kubernetes,
`k8s.io/apimachinery` `NewGenericServerResponse`; OpenStack, gophercloud `ErrUnexpectedResponseCode`.
"""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.disturbing.model import Asked, Fault

_DOING: Mapping[str, str] = {
    "create": "creating",
    "read": "reading",
    "update": "updating",
    "delete": "deleting",
    "check": "checking",
    "diff": "comparing",
    "invoke": "calling",
    "configure": "configuring",
}
_USUAL: Mapping[str, tuple[str, str]] = {
    "aws": (
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
    ),
    "azure-native": ("InternalServerError", "The server encountered an internal error. Please retry the request."),
    "gcp": ("503", "The service is currently unavailable."),
    "kubernetes": ("ServiceUnavailable", "the server is currently unable to handle the request"),
    "openstack": ("503", "Service Unavailable"),
}
"""The code and message of a fault that names none."""


def refusal(asked: Asked, fault: Fault, id: str = "") -> str:
    """What the cloud says when it refuses; at the end, which fault it is, so that nobody looks for a real one."""
    code, message = _USUAL.get(asked.package, ("Unavailable", "the service is unavailable"))
    if fault.code:
        code, message = fault.code, "the request was refused"
    message = fault.message or message
    kind = asked.type.rpartition(":")[2]
    doing = _DOING[asked.method]
    match asked.package:
        case "aws":
            service = asked.type.split(":")[1].split("/")[0].upper() if kind else ""
            what = " ".join(word for word in (doing, service, kind, f"({id})" if id else "") if word)
            text = f"{what}: api error {code}: {message}"
        case "azure-native":
            text = f'Code="{code}" Message="{message}"'
        case "gcp":
            text = f"googleapi: Error {code}: {message}"
        case "kubernetes":
            text = f"{doing} {kind} {id}".strip() + f": {message} ({code})"
        case "openstack":
            text = (
                f"{doing} {kind} {id}".strip()
                + f": Expected HTTP response code [200 201 202], but got {code}: {message}"
            )
        case _:
            text = f"{doing} {kind} {id}".strip() + f": {code}: {message}"
    return f"{text} {_which(fault)}"


def unready(asked: Asked, fault: Fault, id: str) -> str:
    """Why a resource did not become ready."""
    kind = asked.type.rpartition(":")[2]
    return f"{fault.message or f'{kind} {id} did not become ready in time'} {_which(fault)}"


def unanswered(asked: Asked, fault: Fault) -> str:
    """What is seen of a connection that broke."""
    kind = asked.type.rpartition(":")[2]
    what = fault.message or f"{_DOING[asked.method]} {kind}: connection reset by peer"
    return f"{what}; whether it was done is not known {_which(fault)}"


def _which(fault: Fault) -> str:
    return f"(fault {fault.number} of the simulated clouds)"
