"""Which outputs of a resource become secrets."""

from __future__ import annotations

from stackwright.engine.embedded.report import Reporter
from stackwright.engine.state.resource import Resource
from stackwright.wire.values import Properties, is_secret, secret


def hide(resource: Resource, reporter: Reporter, *, twin: Resource | None = None) -> None:
    """Mark outputs secret that the program asked for, and those whose input of the same name is.

    `twin` is the other side of a step that changes nothing: it has the same outputs, so they are hidden there, too.
    """
    changed: Properties = {}
    for key in resource.additional_secret_outputs:
        if key == "id":
            reporter.say("warning", "The 'id' property cannot be made secret. See pulumi/pulumi#2717.", resource.urn)
        elif key in resource.outputs and not is_secret(resource.outputs[key]):
            changed[key] = secret(resource.outputs[key])
    for key, value in resource.outputs.items():
        if key in resource.inputs and is_secret(resource.inputs[key]) and not is_secret(value):
            changed[key] = secret(value)
    if changed:
        resource.change(outputs={**resource.outputs, **changed})
        if twin is not None:
            twin.change(outputs=resource.outputs)
