"""The types that grant roles are those of the installed SDK."""

from __future__ import annotations

import json

from stackwright_policies.gcp.derive import derive
from stackwright_policies.gcp.iam import DATA
from stackwright_policies.sdk import version

from stackwright.simcloud.catalogue.sdk import catalogue


def test_what_is_kept_is_what_the_sdk_says() -> None:
    stored = json.loads(DATA.read_text("utf-8"))
    assert stored["version"] == version("gcp"), "run python -m stackwright_policies.gcp.derive"
    assert stored["types"] == derive()


def test_no_form_is_overlooked() -> None:
    """Against the other reader of the SDK: whatever has a role and members, or a policy as text, grants."""
    known = {token for tokens in derive().values() for token in tokens}
    for token in catalogue("gcp").tokens():
        name = token.rpartition(":")[2].lower()
        assert (token in known) == name.endswith(("iammember", "iambinding", "iampolicy")), token
