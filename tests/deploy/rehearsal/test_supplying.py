"""What other stacks put out, said on the command line of a rehearsal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal.supplying import supplied, supply
from stackwright.engine.protocol import Stack
from stackwright.engine.state.access import States
from stackwright.engine.state.store import StackId
from stackwright.errors import StackwrightError, StateError, UsageError

NETWORK = StackId("network", "prod")


@pytest.fixture
def like(tmp_path: Path) -> Stack:
    return Stack(
        name="dev",
        project="web",
        directory=tmp_path,
        backend=(tmp_path / "state").as_uri(),
        environment={"PULUMI_CONFIG_PASSPHRASE": "correct horse"},
    )


def test_values_are_json_or_text_and_add_up() -> None:
    words = ["acme/network/prod:vpc=vpc-1", "acme/network/prod:zones=[1, 2]", "acme/network/prod:url=http://a=b"]
    assert supplied(words, "web") == {NETWORK: {"vpc": "vpc-1", "zones": [1, 2], "url": "http://a=b"}}


def test_a_short_name_is_a_stack_of_the_same_project() -> None:
    assert supplied(["prod:a=1"], "web") == {StackId("web", "prod"): {"a": 1}}


def test_outputs_and_exported_states_are_read_from_files(tmp_path: Path) -> None:
    printed, exported = tmp_path / "printed.json", tmp_path / "exported.json"
    printed.write_text(json.dumps({"vpc": "vpc-1"}))
    root = {"type": "pulumi:pulumi:Stack", "outputs": {"vpc": "vpc-2"}}
    exported.write_text(json.dumps({"version": 3, "deployment": {"resources": [{"type": "a:b:C"}, root]}}))

    assert supplied([f"acme/network/prod={printed}"], "web") == {NETWORK: {"vpc": "vpc-1"}}
    assert supplied([f"acme/network/prod={exported}"], "web") == {NETWORK: {"vpc": "vpc-2"}}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("acme/network/prod", "says nothing"),
        ("acme/network/prod:=1", "says nothing"),
        ("a/b/c/d:key=1", "'a/b/c/d' is no stack"),
        ("acme/network/prod=nowhere.json", "nowhere.json cannot be read"),
    ],
)
def test_what_makes_no_sense_is_said(word: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        supplied([word], "web")


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    for text, said in (("nonsense", "is not JSON"), ("[1]", "holds no outputs")):
        (tmp_path / "file.json").write_text(text)
        with pytest.raises(UsageError, match=said):
            supplied([f"prod={tmp_path}/file.json"], "web")


def test_secrets_of_another_key_are_refused(tmp_path: Path) -> None:
    hidden = {"token": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x"}}
    root = {"type": "pulumi:pulumi:Stack", "outputs": hidden}
    (tmp_path / "file.json").write_text(json.dumps({"version": 3, "deployment": {"resources": [root]}}))

    with pytest.raises(StateError, match="holds secrets under a key of its own: token") as error:
        supplied([f"prod={tmp_path}/file.json"], "web")
    assert isinstance(error.value, StackwrightError)
    assert "--show-secrets" in str(error.value)


def test_they_are_outputs_of_stacks_in_the_same_backend(like: Stack) -> None:
    from dataclasses import replace

    supply(like, {NETWORK: {"vpc": "vpc-1"}})
    network = replace(like, project="network", name="prod")

    assert States().outputs(network) == {"vpc": "vpc-1"}
    supply(like, {NETWORK: {"vpc": "vpc-2"}})
    assert States().outputs(network) == {"vpc": "vpc-2"}


def test_a_stack_that_stands_is_left_alone(like: Stack) -> None:
    from dataclasses import replace

    network = replace(like, project="network", name="prod")
    urn = "urn:pulumi:prod::network::a:b:C::thing"
    States().import_(
        network, {"version": 3, "deployment": {"resources": [{"urn": urn, "custom": False, "type": "a:b:C"}]}}
    )

    with pytest.raises(UsageError, match="network/prod stands in this rehearsal"):
        supply(like, {NETWORK: {"vpc": "vpc-1"}})
