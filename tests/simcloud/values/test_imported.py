"""Ids are like the example that the documentation gives."""

import re

import pytest

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.identity import identity
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.imported import imported_id
from stackwright.simcloud.values.subject import Subject

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
GROUP = "/subscriptions/1234/resourceGroups/shop"
GIVEN = {
    "name": "web",
    "zoneId": "z1",
    "groupObjectId": "11111111-2222-4333-8444-555555555555",
    "resourceGroupName": "shop",
    "virtualNetworkName": "vnet",
}
EXAMPLES = [
    ("100823", r"\d{6}"),
    ("1", r"\d{6}"),
    ('"12345"', r"\d{6}"),
    ("245bcfd0-7f31-4ce6-a2bc-475a116cca97", UUID),
    ("023e105f4ecef8ad9ca31a8372d0c353", r"[0-9a-f]{32}"),
    ("6117ac2fe2a3d04ed27a987v", r"[0-9a-f]{24}"),
    ("env-abc123/lkc-abc123", r"lkc-[a-z0-9]{6}"),
    ('"cgr_XXXXXXXXXXXXXXXX"', r"cgr_[a-z0-9]{16}"),
    ("PLBP09X", r"P[A-Z0-9]{6}"),
    ("AaiyAPdpYdesoKnqjj8HJqRn4T5titww", r"[A-Za-z0-9]{32}"),
    ("1234567,7654321", r"\d{7}"),
    ("'<zone_id>'", "z1"),
    ("<account_id>/<script_name>", "web"),
    ('"$VOLUME_ID"', ""),
    ("my-repository", "web"),
    ("example.com,12345678", r"\d{8}"),
    ("example.com_1234", ""),
    ("10000000-0000-0000-0000-000000000000/10", r"\d{6}"),
    ("", ""),
    ("/applications/00000000-0000-0000-0000-000000000000", f"/applications/{UUID}"),
    (
        "00000000-0000-0000-0000-000000000000/member/11111111-1111-1111-1111-111111111111",
        f"{GIVEN['groupObjectId']}/member/{UUID}",
    ),
    (
        "/subscriptions/0/resourceGroups/group1/providers/Microsoft.Network/virtualNetworks/net1/subnets/subnet1",
        r"/subscriptions/0{8}-\S+/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/vnet/subnets/web",
    ),
]


def subject(**inputs):
    return Subject(
        package="azure", token="acme:index/thing:Thing", name="web", inputs=inputs, identity=identity("azure", {}),
        seed=Seed("one"),
    )  # fmt: skip


@pytest.mark.parametrize(("example", "form"), EXAMPLES)
def test_an_id_has_the_form_of_the_example(example, form):
    made = imported_id(subject(**GIVEN), ResourceType("acme:index/thing:Thing", {}, {}, example=example))
    assert re.fullmatch(form, made), made
    assert not made or made not in example, "the example itself is nobody's id"


def test_a_path_is_below_the_parent_whose_id_is_given():
    example = "/subscriptions/0/resourceGroups/group1/providers/Microsoft.Sql/servers/server1/databases/one"
    server = f"{GROUP}/providers/Microsoft.Sql/servers/main"
    kind = ResourceType("acme:index/thing:Thing", {}, {}, example=example)
    assert imported_id(subject(name="web", serverId=server, other=f"{GROUP}/providers/x/y/z"), kind) == (
        f"{server}/databases/web"
    )
