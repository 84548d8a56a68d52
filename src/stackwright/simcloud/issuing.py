"""Which resource an id means: one that a simulated cloud has issued, or what stood before it."""

from __future__ import annotations

from stackwright.errors import CloudError
from stackwright.simcloud import urns
from stackwright.simcloud.refusing.imports import UNKNOWN
from stackwright.simcloud.store import Resource, Store
from stackwright.wire.values import Properties, revealed


def issued(
    store: Store, package: str, realm: str, urn: str, id: str, outputs: Properties, *, imported: bool | None = None
) -> Resource:
    """What was issued `id`. One that never was is an error, so that no state is ever emptied by mistake.

    A resource that was renamed in Pulumi (an alias) is found by its id. Where several share the id, such as a password
    and its replacement, the realm and the `outputs` that Pulumi remembers decide. What was gone before its id was
    issued again, such as a bucket of the same name, is nobody's any more. `imported`: nothing but the id is known; true
    where it may be unknown here, which only the embedded engine makes use of.

    Raises:
        CloudError: it never was.
    """
    kind = urns.parse(urn).type
    found = store.issued(package, id, kind, urn)
    if not found:
        words = f"{kind} {id!r} was never issued by this simulated cloud"
        if imported is None:
            hint = "it belongs to another world, or to a real account; rehearse it in a world of its own"
            raise CloudError(words, hint=hint)
        how = "; only the embedded engine takes it to be there" if imported else f" (--allow {UNKNOWN.name})"
        raise CloudError(f"{words}: {UNKNOWN.hint}{how}")
    known = revealed(outputs)
    here = [item for item in found if item.realm == realm] or found
    again = max((item.created for item in here if item.deleted is None), default=0.0)
    meant = [item for item in here if item.deleted is None or item.deleted > again]
    same = [item for item in meant if revealed(item.outputs) == known]
    return (same or meant)[0]
