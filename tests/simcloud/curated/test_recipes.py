import json
import re
from pathlib import Path

import pytest

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.curated import find
from stackwright.simcloud.curated.find import recipes
from stackwright.simcloud.curated.recipe import HOLES

HOLE = re.compile(r"\{([a-z]+)(?::([^{}]*))?\}")
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


def test_distilled_forms_name_types_outputs_and_inputs_of_the_installed_sdk():
    types, table = catalogue("aws"), json.loads((Path(find.__file__).parent / "data" / "aws.json").read_bytes())
    wrong = []
    for token, forms in table["types"].items():
        kind = types.resource(token)
        unknown = set(forms) - {"id"} - kind.outputs.keys() if kind else {"type"}
        for hole, argument in HOLE.findall(" ".join(forms.values())):
            unknown |= {hole} - set(HOLES)
            unknown |= {argument.partition("|")[0]} - kind.inputs.keys() if hole == "in" and kind else set()
        wrong += [f"{token}: {name}" for name in sorted(unknown)]
    assert wrong == []


def test_a_written_recipe_goes_before_distilled_forms():
    assert find.distilled("aws:vpclattice/targetGroup:TargetGroup").id == "tg-{hex:17}"
    assert find.recipe("aws:iot/thingType:ThingType").outputs == {
        "arn": "arn:{partition}:iot:{region}:{account}:thingtype/{in:name}"
    }
    assert all(find.recipe(token) is written for token, written in recipes("aws").items())
