"""What is kept of closed sets is of inputs that the SDKs have, and knows all that the SDKs name."""

import pytest

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.refusing import closed


@pytest.mark.parametrize(("cloud", "package"), [("aws", "aws"), ("azure", "azure-native"), ("google", "gcp")])
def test_every_set_is_of_an_input_of_the_sdk_and_has_all_that_the_sdk_lists(cloud, package):
    types = catalogue(package)
    for token, sets in closed.sets(cloud).items():
        for path, members in sets.items():
            properties, steps = types.resource(token).inputs, path.replace("[]", "").split(".")
            for step in steps[:-1]:
                shape = properties[step].shape
                properties = types.object((shape.item or shape).ref).properties
            item = properties[steps[-1]]
            shapes = (item.shape, *item.shape.options)
            listed = next((each.members for each in shapes if each.members), ())
            assert set(listed) <= set(members), f"{token} {path}"
            assert cloud == "aws" or item.usual in (None, *members), f"{token} {path}"
