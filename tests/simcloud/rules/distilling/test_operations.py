"""What is read of the service models of AWS: from a service of a few lines."""

import pytest

from stackwright.simcloud.rules.distilling.operations import read, resources

TEXT, WHOLE = {"shape": "Text"}, {"shape": "Whole"}


def _model(created, updated, **update):
    shapes = {
        "Text": {"type": "string"},
        "Whole": {"type": "structure", "members": {"size": TEXT}},
        "CreateShopRequest": {"type": "structure", "members": created},
        "UpdateShopRequest": {"type": "structure", "members": updated, **update},
    }
    operations = {name: {"input": {"shape": f"{name}Request"}} for name in ("CreateShop", "UpdateShop")}
    return {"operations": {**operations, "CreateTill": {}}, "shapes": shapes}


@pytest.mark.parametrize(
    ("created", "updated", "update", "said"),
    [
        pytest.param(
            {"vpc": TEXT, "hours": TEXT}, {"hours": TEXT}, {}, {"vpc": "replace", "hours": "update"}, id="gone"
        ),
        pytest.param({"name": TEXT}, {"name": TEXT}, {"required": ["name"]}, {"name": "replace"}, id="which one"),
        pytest.param(
            {"name": TEXT},
            {"shopId": TEXT, "name": TEXT},
            {"required": ["shopId", "name"]},
            {"name": "update"},
            id="an id says which one",
        ),
        pytest.param(
            {"mallId": TEXT, "name": TEXT},
            {"mallId": {**TEXT, "location": "uri"}, "name": TEXT},
            {"required": ["mallId", "name"]},
            {"mallId": "replace", "name": "update"},
            id="so does the path",
        ),
        pytest.param(
            {"name": TEXT}, {"name": TEXT, "newName": TEXT}, {"required": ["name"]}, {"name": "update"}, id="new"
        ),
        pytest.param({"size": TEXT}, {"shopUpdate": WHOLE}, {}, {"size": "update"}, id="wrapped"),
        pytest.param(
            {"layout": WHOLE, "description": TEXT},
            {},
            {},
            {"layout": "unknown", "description": "unknown"},
            id="elsewhere",
        ),
        pytest.param({"tags": TEXT, "clientToken": TEXT}, {}, {}, {}, id="no part of it"),
    ],
)
def test_what_an_update_takes_changes_in_place(created, updated, update, said):
    assert dict(read(_model(created, updated, **update))) == {"shop": {(name,): it for name, it in said.items()}}


def test_an_update_by_patches_says_nothing():
    assert not list(read(_model({"name": TEXT}, {"patchOperations": TEXT})))


def test_a_folder_of_service_models(tmp_path):
    import json

    folder = tmp_path / "acme-shops" / "2031-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(_model({"vpc": TEXT}, {})))
    assert dict(resources(tmp_path)) == {"acmeshops_shop": {("vpc",): "replace"}}
