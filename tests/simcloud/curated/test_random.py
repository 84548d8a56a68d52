import base64
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.simcloud.curated.random import TYPES
from stackwright.simcloud.curated.recipe import make, make_id
from stackwright.simcloud.identity import identity
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject


def drawn(kind: str, seed: str = "s", **inputs):
    token = f"random:index/random{kind}:Random{kind}"
    it = Subject(
        package="random", token=token, name="x", inputs=inputs, identity=identity("random", {}), seed=Seed(seed)
    )
    recipe = TYPES[token]
    return {**make(recipe.outputs, it), "id": make_id(recipe, it)}


@given(
    length=st.integers(12, 40),
    least=st.tuples(*[st.integers(0, 3)] * 4),
    seed=st.text(max_size=8),
    special=st.sampled_from(["", "_%"]),
)
def test_a_password_has_its_length_and_the_least_of_every_kind(length, least, seed, special):
    lower, upper, numeric, odd = least
    text = drawn(
        "Password",
        seed,
        length=length,
        minLower=lower,
        minUpper=upper,
        minNumeric=numeric,
        minSpecial=odd,
        overrideSpecial=special,
    )["result"]
    assert len(text) == length
    assert sum(letter.islower() for letter in text) >= lower
    assert sum(letter.isupper() for letter in text) >= upper
    assert sum(letter.isdigit() for letter in text) >= numeric
    allowed = special or "!@#$%&*()-_=+[]{}<>:?"
    assert sum(letter in allowed for letter in text) >= odd
    assert all(letter.isalnum() or letter in allowed for letter in text)


def test_kinds_that_are_switched_off_do_not_appear():
    text = drawn("String", length=200, special=False, upper=False, numeric=False)["result"]
    assert text.isalpha()
    assert text.islower()


def test_another_seed_gives_another_password():
    assert drawn("Password", "a", length=20)["result"] != drawn("Password", "b", length=20)["result"]


def test_an_id_in_all_its_forms():
    made = drawn("Id", byteLength=8, prefix="shop-")
    data = base64.urlsafe_b64decode(made["id"] + "=")
    assert len(data) == 8
    assert made["hex"] == f"shop-{data.hex()}"
    assert made["dec"] == f"shop-{int.from_bytes(data, 'big')}"
    assert made["b64Std"] == f"shop-{base64.b64encode(data).decode()}"


@given(low=st.integers(-100, 100), span=st.integers(0, 50), seed=st.text(max_size=4))
def test_an_integer_lies_in_its_range(low, span, seed):
    made = drawn("Integer", seed, min=low, max=low + span)
    assert low <= made["result"] <= low + span
    assert made["id"] == str(made["result"])


@given(items=st.lists(st.text(max_size=3), min_size=1, max_size=6), count=st.integers(0, 15), seed=st.text(max_size=4))
def test_a_shuffle_draws_from_its_inputs_and_repeats_only_when_it_must(items, count, seed):
    results = drawn("Shuffle", seed, inputs=items, resultCount=count)["results"]
    assert len(results) == count
    for start in range(0, count - len(items) + 1, len(items)):
        assert sorted(results[start : start + len(items)]) == sorted(items)


@pytest.mark.parametrize(("kind", "version"), [("Uuid", 4), ("Uuid4", 4), ("Uuid7", 7)])
def test_uuids_are_uuids(kind, version):
    assert uuid.UUID(drawn(kind)["result"]).version == version


def test_a_pet_has_as_many_words_as_asked_for():
    assert len(drawn("Pet")["id"].split("-")) == 2
    assert len(drawn("Pet", length=4, separator="_", prefix="my")["id"].split("_")) == 5
