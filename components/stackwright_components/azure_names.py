"""Names and ids that Azure spells in its own way."""


def account_name(name: str, role: str) -> str:
    """A logical name from which Azure's autonaming makes a legal storage account's name.

    That has 3 to 24 lower-case letters and digits, of which autonaming adds eight.
    """
    return f"{''.join(letter for letter in name.lower() if letter.isalnum())[: 16 - len(role)]}{role}"


def segment(resource_id: str, kind: str) -> str:
    """`shop-rg` for `resourceGroups` in `/subscriptions/…/resourceGroups/shop-rg/…`; ids compare without case."""
    segments = resource_id.split("/")
    return segments[[text.lower() for text in segments].index(kind.lower()) + 1]


def role_definition(scope: str, role: str) -> str:
    """The full id of a built-in role in the subscription that `scope` (`/subscriptions/<id>/…`) is in."""
    return f"{'/'.join(scope.split('/')[:3])}/providers/Microsoft.Authorization/roleDefinitions/{role}"
