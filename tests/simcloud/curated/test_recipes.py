import pytest

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.curated.find import recipes

PACKAGES = ("aws", "azure-native", "gcp", "kubernetes", "openstack", "random")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_recipe_names_a_type_and_outputs_of_the_installed_sdk(package):
    types = catalogue(package)
    wrong = []
    for token, recipe in recipes(package).items():
        kind = types.resource(token)
        if kind is None:
            wrong.append(f"{token} is not in {package} {types.version}")
            continue
        named = {*recipe.outputs, *recipe.planned, *recipe.absent}
        wrong += [f"{token} has no output {name}" for name in sorted(named - kind.outputs.keys())]
    assert wrong == []
