"""What the rules about idle addresses and disks share, whatever the cloud."""

from typing import Final

from stackwright_policies.model import Example

WHY: Final = "They cost the same whether anybody uses them or not, and nobody dares to delete what may be somebody's."
FIX: Final = "Attach it, or delete it; of a disk that may be needed once more, keep a snapshot."


def user(kind: str, key: str, value: object, *dependencies: str) -> Example:
    """A resource of type `kind` whose property `key` is `value`, taken from the resources named `dependencies`."""
    return Example(
        why="uses it",
        type=kind,
        name="user",
        inputs={key: value},
        dependencies={key: dependencies} if dependencies else {},
    )
