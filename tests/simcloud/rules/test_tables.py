import pytest

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules import aws, gcp, kubernetes, openstack
from stackwright.simcloud.rules.find import rules_of

TABLES = {
    "aws": aws.TABLE,
    "gcp": gcp.TABLE,
    "kubernetes": kubernetes.TABLE,
    "openstack": openstack.TABLE,
}


@pytest.mark.parametrize("package", TABLES)
def test_every_rule_names_a_type_and_an_input_of_the_installed_sdk(package):
    types = catalogue(package)
    wrong = []
    for token, listed in TABLES[package].items():
        kind = types.resource(token)
        if kind is None:
            wrong.append(f"{token} is not in {package} {types.version}")
            continue
        wrong += [f"{token} has no input {path}" for path in listed.split() if paths.top(path) not in kind.inputs]
    assert wrong == []


@pytest.mark.parametrize("package", TABLES)
def test_every_rule_says_where_it_comes_from(package):
    for token in TABLES[package]:
        assert all(rule.source for rule in rules_of(token)), token
