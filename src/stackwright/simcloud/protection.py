"""What a cloud, or its provider, protects from being deleted, and how it is lifted from what is simulated.

It stands apart from what else is refused, since whoever lifts it needs nothing of the clouds but their database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stackwright.simcloud.sealing import KeySealer
from stackwright.simcloud.store import Store
from stackwright.wire.values import revealed


@dataclass(frozen=True, slots=True)
class Protection:
    """The input that protects, the value with which it does, what is said of whoever deletes then, and whether it is
    protected where nobody says so.
    """

    words: str
    input: str = "deletionProtection"
    value: object = True
    default: bool = False


_AWS_BALANCER: Final = Protection(
    "OperationNotPermitted: Load balancer '{id}' cannot be deleted because deletion protection is enabled",
    "enableDeletionProtection",
)
AWS: Final[Mapping[str, Protection]] = {
    "aws:rds/instance:Instance": Protection(
        "InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try"
        " again."
    ),
    "aws:rds/cluster:Cluster": Protection(
        "InvalidParameterCombination: Cannot delete protected Cluster, please disable deletion protection and try"
        " again."
    ),
    "aws:lb/loadBalancer:LoadBalancer": _AWS_BALANCER,
    "aws:alb/loadBalancer:LoadBalancer": _AWS_BALANCER,
    "aws:dynamodb/table:Table": Protection(
        "ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable"
        " deletion protection first.",
        "deletionProtectionEnabled",
    ),
    "aws:cognito/userPool:UserPool": Protection(
        "InvalidParameterException: The user pool cannot be deleted because deletion protection is activated. Deletion"
        " protection must be inactivated first.",
        value="ACTIVE",
    ),
    "aws:ec2/instance:Instance": Protection(
        "OperationNotPermitted: The instance '{id}' may not be terminated. Modify its 'disableApiTermination' instance"
        " attribute and try again.",
        "disableApiTermination",
    ),
}


def _google(words: str) -> Protection:
    return Protection(words, default=True)


_SET_FALSE: Final = "without setting deletion_protection=false and running `pulumi up`"
GOOGLE: Final[Mapping[str, Protection]] = {
    "gcp:container/cluster:Cluster": _google(
        "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster"
        " deletion."
    ),
    "gcp:sql/databaseInstance:DatabaseInstance": _google(
        "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed."
    ),
    "gcp:cloudrunv2/service:Service": _google(f"cannot destroy service {_SET_FALSE}"),
    "gcp:cloudrunv2/job:Job": _google(f"cannot destroy job {_SET_FALSE}"),
    "gcp:bigquery/table:Table": _google(f"cannot destroy table {{id}} {_SET_FALSE}"),
    "gcp:bigtable/instance:Instance": _google(f"cannot destroy instance {_SET_FALSE}"),
    "gcp:spanner/database:Database": _google(f"cannot destroy database {_SET_FALSE}"),
    "gcp:compute/instance:Instance": Protection(
        "Cannot delete instance {id}: instance Deletion Protection is enabled. Set deletion_protection to false for"
        " this resource and run `pulumi up` before destroying."
    ),
}
_ALL: Final = {**AWS, **GOOGLE}


def protection_of(token: str, inputs: Mapping[str, object]) -> Protection | None:
    """What keeps a resource of these inputs, without secret marks, from being deleted."""
    found = _ALL.get(token)
    if found is None:
        return None
    said = inputs.get(found.input)
    return found if (found.default if said is None else said == found.value) else None


def lift(store: Store, urns: Collection[str] | None = None) -> list[str]:
    """Take protection away from all that stands, or from what these URNs made; gives the URNs of what had some."""
    found = [
        item.urn
        for item in store.resources()
        if (urns is None or item.urn in urns) and protection_of(item.type, revealed(item.inputs))
    ]
    store.lift(found)
    return found


def lift_in(database: str | Path, key: bytes | str, urns: Collection[str]) -> list[str]:
    """The same in the database of a world.

    Raises:
        SecretsError: the key is not the world's.
    """
    with closing(Store(database, KeySealer(key))) as store:
        return lift(store, urns)
