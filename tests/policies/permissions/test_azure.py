"""Managed identities of Azure, their roles, and where these lead."""

from __future__ import annotations

import pytest
from stackwright_policies.azure.escalation import BECOMING, ENTERINGS, RAISINGS
from stackwright_policies.azure.roles import CONTRIBUTOR, OWNER, ROLES, USER_ACCESS_ADMINISTRATOR
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource

from tests.policies.permissions.support import found, identity, resource, told, ways

SUBSCRIPTION = "/subscriptions/00000000-1111-2222-3333-444444444444"
GROUP = f"{SUBSCRIPTION}/resourceGroups/shop"
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/shop"
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
EVERYTHING = "every right on resource group shop"


def managed(name: str) -> Resource:
    path = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}"
    token = "azure-native:managedidentity:UserAssignedIdentity"
    return resource(token, name, id=path, name=name, principalId=f"principal-{name}")


def assigned(who: str, role: str, scope: str = GROUP, **more: object) -> Resource:
    definition = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}"
    given = {"principalId": f"principal-{who}", "roleDefinitionId": definition, "scope": scope} | more
    return resource("azure-native:authorization:RoleAssignment", f"{who}-{role[:8]}", **given)


def defined(*actions: str, but: tuple[str, ...] = ()) -> Resource:
    path = f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/mine"
    permissions = [{"actions": list(actions), "notActions": list(but)}]
    token = "azure-native:authorization:RoleDefinition"
    return resource(token, "mine", id=path, roleName="Mine", permissions=permissions)


def test_what_an_identity_has_where_and_what_runs_as_it() -> None:
    vault = resource("azure-native:keyvault:Vault", "vault", id=VAULT, name="shop")
    web = managed("web")
    app = resource(
        "azure-native:app:ContainerApp",
        "app",
        id=f"{GROUP}/providers/Microsoft.App/containerApps/app",
        identity={"type": "UserAssigned", "userAssignedIdentities": {web.properties.get("id").text(): {}}},
    )
    said = told(web, vault, app, assigned("web", SECRETS_USER, VAULT))
    one = identity(said, "web")
    assert one["runs"] == ["ContainerApp app"]
    assert [(it["role"], it["on"]) for it in one["may"]] == [("Key Vault Secrets User", ["Vault vault"])]
    assert said["findings"] == []


def test_a_system_assigned_identity_is_that_of_its_resource() -> None:
    app = resource(
        "azure-native:web:WebApp",
        "app",
        id=f"{GROUP}/providers/Microsoft.Web/sites/app",
        identity={"type": "SystemAssigned, UserAssigned", "principalId": "principal-app"},
    )
    said = told(app, assigned("app", SECRETS_USER, VAULT))
    assert (identity(said, "app")["kind"], len(identity(said, "app")["may"])) == ("system-assigned identity", 1)


def test_what_is_not_known_is_told_as_unknown() -> None:
    web = managed("web")
    late = resource(
        "azure-native:authorization:RoleAssignment",
        "late",
        {"principalId": [web]},
        principalId=UNKNOWN,
        roleDefinitionId=UNKNOWN,
        scope=UNKNOWN,
    )
    [grant] = identity(told(web, late), "web")["may"]
    assert (grant["role"], grant["on"]) == ("unknown", ["unknown"])
    whose = assigned("x", SECRETS_USER, principalId=UNKNOWN)
    assert len(identity(told(whose), "unknown")["may"]) == 1


@pytest.mark.parametrize(
    ("role", "scope", "expected"),
    [
        (OWNER, SUBSCRIPTION, ["critical web: Owner: * on the whole subscription"]),
        (OWNER, GROUP, ["high web: Owner: * on resource group shop"]),
        (SECRETS_USER, SUBSCRIPTION, []),
        ("de139f84-1756-47ae-9be6-808fbbe84772", GROUP, []),
        (
            "4d97b98b-1d4f-4787-a291-c67834d212e7",
            GROUP,
            ["medium web: Network Contributor: Microsoft.Network/* on resource group shop"],
        ),
    ],
)
def test_wildcards(role: str, scope: str, expected: list[str]) -> None:
    assert found(told(managed("web"), assigned("web", role, scope)), "wildcard") == expected


def test_contributors_may_everything_but_give_rights_away() -> None:
    said = told(managed("web"), assigned("web", CONTRIBUTOR))
    assert "Microsoft.Authorization/*/Write" in identity(said, "web")["may"][0]["but"]
    assert EVERYTHING not in ways(said, "web")


@pytest.mark.parametrize("way", RAISINGS, ids=lambda way: way.action)
def test_each_right_that_gives_every_right(way: object) -> None:
    said = told(managed("web"), defined(way.action), assigned("web", "mine"))
    assert ways(said, "web") == {EVERYTHING: f"{way.words} (Mine)"}
    without = told(managed("web"), defined("*", but=(way.action,)), assigned("web", "mine"))
    assert way.words not in str(ways(without, "web"))


def test_who_gives_access_gets_everything_at_that_scope() -> None:
    said = told(managed("web"), assigned("web", USER_ACCESS_ADMINISTRATOR))
    assert found(said, "escalation") == ["critical web: gets at every right on resource group shop"]
    limited = told(managed("web"), assigned("web", USER_ACCESS_ADMINISTRATOR, condition="only readers"))
    assert found(limited, "escalation") == ["high web: gets at every right on resource group shop?"]


@pytest.mark.parametrize("way", BECOMING, ids=lambda way: way.action)
def test_each_right_on_an_identity_with_which_one_becomes_it(way: object) -> None:
    me, other = managed("me"), managed("other")
    said = told(me, other, defined(way.action), assigned("me", "mine"))
    assert ways(said, "me") == {"other": f"{way.words} (Mine)"}
    assert found(said, "escalation") == ["high me: becomes managed identity other"]
    elsewhere = assigned("me", "mine", f"{SUBSCRIPTION}/resourceGroups/shop-2")
    assert ways(told(me, other, defined(way.action), elsewhere), "me") == {}


@pytest.mark.parametrize("way", ENTERINGS, ids=lambda way: way.action)
def test_each_right_on_what_runs_as_an_identity(way: object) -> None:
    place = resource(
        f"azure-native:any:{way.type}",
        "place",
        id=f"{GROUP}/providers/Microsoft.Any/things/place",
        identity={"type": "SystemAssigned", "principalId": "principal-place"},
    )
    said = told(managed("me"), place, defined(way.action), assigned("me", "mine"))
    assert ways(said, "me") == {"place": f"{way.words} {way.type} place (Mine)"}


def test_a_contributor_becomes_the_identities_in_its_scope_and_what_they_may() -> None:
    me, other = managed("me"), managed("other")
    said = told(me, other, assigned("me", CONTRIBUTOR), assigned("other", OWNER, SUBSCRIPTION))
    assert "critical me: gets at every right on the whole subscription" in found(said, "escalation")


def test_tokens_that_make_somebody_an_identity() -> None:
    account = resource("kubernetes:core/v1:ServiceAccount", "jobs", metadata={"name": "jobs", "namespace": "shop"})
    credential = resource(
        "azure-native:managedidentity:FederatedIdentityCredential",
        "c",
        resourceName="web",
        issuer="https://oidc.example",
        subject="system:serviceaccount:shop:jobs",
        audiences=["api://AzureADTokenExchange"],
    )
    said = told(account, managed("web"), credential)
    assert [it["who"] for it in identity(said, "web")["trusts"]] == [
        "tokens of oidc.example for system:serviceaccount:shop:jobs"
    ]
    assert ways(said, "jobs") == {"web": "is let in by its tokens"}
    assert said["findings"] == []


def test_the_ids_of_roles_are_ids() -> None:
    assert all(len(it) == len(OWNER) and it == it.lower() for it in ROLES)
