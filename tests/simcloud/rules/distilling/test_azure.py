"""What is read of Azure's sources, each from a few lines of them."""

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.distilling import azure_cli, azure_models, azure_native
from stackwright.simcloud.rules.distilling.distil import Facts, facts

PATH = "/subscriptions/{}/resourcegroups/{}/providers/microsoft.acme/shops/{}"
MODELS = """
class Resource(_Model):
    id: Optional[str] = rest_field(visibility=["read"])
    name: Optional[str] = rest_field(visibility=["read"])
    type: Optional[str] = rest_field(visibility=["read"])


class Shop(Resource):
    location: str = rest_field(visibility=["read", "create"])
    properties: Optional["_models.ShopProperties"] = rest_field(
        visibility=["read", "create", "update", "delete", "query"]
    )


class ShopProperties(_Model):
    open_since: Optional[str] = rest_field(name="openSince", visibility=["read"])
    doors: Optional[list["_models.Door"]] = rest_field(visibility=["read", "create", "update", "delete", "query"])


class Door(_Model):
    width: Optional[int] = rest_field(visibility=["read", "create"])
    colour: Optional[str] = rest_field()
    behind: Optional["_models.Door"] = rest_field()
"""


def test_the_api_version_nearest_below_the_sdks_is_taken():
    plain, newer, older = (
        "azure-native:acme:Shop",
        "azure-native:acme/v20240101:Shop",
        "azure-native:acme/v20220101:Shop",
    )
    assert azure_native.nearest([plain, newer, older], "20230601") == older
    assert azure_native.nearest([plain, newer, older], "20250101") == newer
    assert azure_native.nearest([plain, newer, older], "20200101") == older
    assert azure_native.nearest([plain], "20250101") == plain


def test_modules_are_those_of_the_aliases_too():
    found = azure_native.modules(catalogue("azure-native"), "azure-native:privatedns:PrivateZone")
    assert {"privatedns", "network"} <= set(found)


def test_the_providers_own_list_is_of_inputs_that_the_sdk_has():
    types = catalogue("azure-native")
    for token, said in azure_native.own():
        wanted = {steps[0] for steps in said}
        assert facts(types, token, said).known == wanted, token


def test_models_of_the_python_sdk():
    models = azure_models.read(MODELS)
    assert models["Shop"]["location"].verdict == "replace"
    assert not models["ShopProperties"]["open_since"].settable
    assert azure_models.said_of(models) == {
        "shop": {
            ("location",): "replace",
            ("doors",): "update",
            ("doors", "width"): "replace",
            ("doors", "colour"): "update",
            ("doors", "behind"): "update",
            ("doors", "*"): "update",
        }
    }


def _command(name, *operations):
    return {"name": name, "operations": list(operations)}


def _put(schema):
    params = [{"name": name} for name in ("subscriptionId", "resourceGroupName", "shopName")]
    path = PATH.replace("{}", "{x}")
    body = {"json": {"schema": schema} if schema else {"ref": "$Instance"}}
    return {"http": {"path": path, "request": {"method": "put", "path": {"params": params}, "body": body}}}


def _object(name, *props, **more):
    return {"type": "object", "name": name, "props": list(props), **more}


def _text(name, **more):
    return {"type": "string", "name": name, **more}


def test_what_an_update_of_the_command_line_no_longer_takes():
    door = _object("door", _text("width"), _text("lock"))
    inside = _object("properties", _text("size"), _text("state", readOnly=True), door, clientFlatten=True)
    later = _object("properties", _object("door", _text("lock")), clientFlatten=True)
    update = {"instanceUpdate": {"json": {"schema": _object("body", later)}}}
    model = {
        "commandGroups": [
            {"commands": [_command("create", _put(_object("body", inside, _text("location"))))]},
            {"commands": [_command("update", update, _put(None))]},
        ]
    }
    assert azure_cli.read(PATH, model) == {
        ("resourceGroupName",): "replace",
        ("shopName",): "replace",
        ("location",): "replace",
        ("size",): "replace",
        ("door", "width"): "replace",
        ("door", "lock"): "update",
        ("door", "*"): "update",
    }


def test_an_update_by_patch_says_nothing():
    patch = _put(_object("body", _text("tags")))
    patch["http"]["request"]["method"] = "patch"
    create = _command("create", _put(_object("body", _text("location"))))
    assert azure_cli.read(PATH, {"commandGroups": [{"commands": [create, _command("update", patch)]}]}) == {}


def test_a_block_in_which_everything_replaces_does_not_replace_when_it_comes():
    said = azure_native.one_by_one({("network", "cidr"): "replace", ("network",): "update", ("size",): "replace"})
    kind = catalogue("azure-native")
    own = {("vnetConfiguration", "internal"): "replace"}
    assert said[("network", "*")] == "update"
    environment = facts(kind, "azure-native:app:ManagedEnvironment", azure_native.one_by_one(own))
    assert environment == Facts(("vnetConfiguration.internal",), frozenset({"vnetConfiguration"}))
