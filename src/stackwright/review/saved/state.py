"""A state: a checkpoint of a file backend, or what `pulumi stack export` prints. It is whole by nature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackwright.engine.policy.standing import Withheld
from stackwright.engine.state import checkpoint, urns
from stackwright.review.saved.model import Saved


def saved(document: Mapping[str, Any], name: str, stack: str) -> Saved:
    """The resources of a state, other than those that are to be deleted. `stack`: how it is called if it does not say.

    Raises:
        StateError: it is not sound.
    """
    if isinstance(held := document.get("checkpoint"), Mapping):
        kept = {key: document[key] for key in ("version", "features") if key in document}
        document = {**kept, "deployment": held.get("latest")}  # pyright: ignore[reportUnknownMemberType]
    stored = checkpoint.parse_deployment(dict(document), name)
    resources = [it for it in checkpoint.load(stored, Withheld(), name).resources if not it.delete]
    root = next((it.urn for it in resources if it.type == urns.STACK_TYPE), "")
    return Saved(
        project=urns.project_of(root) if root else "",
        stack=urns.stack_of(root) if root else stack,
        resources=resources,
        stands=True,
    )
