"""Passphrase secrets, as Pulumi writes them."""

from __future__ import annotations

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.engine.state.secrets import Derived, Passphrase, Vault, adopt, derived, passphrase
from stackwright.errors import SecretsError
from stackwright.wire.values import SECRET, SIGNATURE, Value, secret

PULUMIS = "v1:udadyQKkkvs=:v1:Xh64bBfMWnIXGZS0:RuPEI5tZWkRr+AQ723hHakgDiR4kqg=="
"""Written by the official CLI 3.260 with the passphrase `pw`."""


@pytest.fixture(scope="module")
def manager() -> Passphrase:
    return Passphrase("pw", PULUMIS)


def test_pulumis_own_values_can_be_read(manager: Passphrase) -> None:
    assert manager.decrypt("v1:uScj2aB+duWhDLLg:lTnu186oyEhmQcmP/YPupikantMXKWs=") == "hunter2"


def test_a_wrong_passphrase_is_noticed() -> None:
    with pytest.raises(SecretsError, match="incorrect passphrase"):
        Passphrase("other", PULUMIS)


@pytest.mark.parametrize("state", ["", "v1:abc", "v2:AAAA:v1:a:b"])
def test_a_malformed_state_is_refused(state: str) -> None:
    with pytest.raises(SecretsError, match="malformed"):
        Passphrase("pw", state)


@pytest.mark.parametrize("value", ["", "v1:a", "v2:AAAA:BBBB", "v1:AAAA:BBBB", "v1:????:!!!!"])
def test_a_value_that_is_none_is_refused(manager: Passphrase, value: str) -> None:
    with pytest.raises(SecretsError, match="cannot be decrypted"):
        manager.decrypt(value)


def test_new_stacks_of_one_passphrase_share_a_derivation() -> None:
    one, two = Passphrase.new("pw"), Passphrase.new("pw")

    assert one.state == two.state
    assert one.state.startswith("v1:")
    assert two.decrypt(one.encrypt("x")) == "x"


def test_a_key_is_derived_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    derive, asked = hashlib.pbkdf2_hmac, Counter[bytes]()

    def counting(name: str, phrase: bytes, salt: bytes, rounds: int, dklen: int) -> bytes:
        asked[phrase] += 1
        return derive(name, phrase, salt, rounds, dklen)

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", counting)
    with ThreadPoolExecutor(4) as pool:
        states = {each.state for each in pool.map(Passphrase.new, ["once"] * 4)}

    assert len(states) == 1
    assert asked[b"once"] == 1


def test_a_key_that_another_process_derived_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = derived("pw")
    monkeypatch.setattr(hashlib, "pbkdf2_hmac", lambda *_args, **_named: pytest.fail("derived again"))
    adopt("told", elsewhere)

    assert Passphrase.new("told").state == elsewhere.state
    assert Passphrase("told", elsewhere.state).decrypt(Passphrase.new("pw").encrypt("x")) == "x"


def test_a_key_of_another_salt_is_not_taken_over() -> None:
    with pytest.raises(SecretsError, match="does not belong"):
        adopt("other", Derived(PULUMIS, derived("pw").key))


def test_the_passphrase_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(" from file\n")

    assert passphrase({"PULUMI_CONFIG_PASSPHRASE": ""}) == ""
    assert passphrase({"PULUMI_CONFIG_PASSPHRASE_FILE": str(file)}) == "from file"
    with pytest.raises(SecretsError, match="cannot read"):
        passphrase({"PULUMI_CONFIG_PASSPHRASE_FILE": str(tmp_path / "none")})
    with pytest.raises(SecretsError, match="need a passphrase"):
        passphrase({})


LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES: st.SearchStrategy[Value] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3) | inner.map(secret)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_what_is_sealed_can_be_opened(value: Value) -> None:
    vault = Vault(Passphrase("pw", PULUMIS))
    sealed = vault.seal("urn", value)

    assert Vault(vault.manager).open("urn", sealed) == value
    assert vault.seal("urn", value) == sealed


def test_sealing_is_stable_across_a_round_trip(manager: Passphrase) -> None:
    sealed = Vault(manager).seal("urn", {"b": secret({"y": 1, "x": [2.5, "<&>"]}), "a": 1})
    reader = Vault(manager)

    opened = reader.open("urn", sealed)

    assert reader.seal("urn", opened) == sealed


def test_infinite_numbers_survive() -> None:
    vault = Vault(None)
    sealed = vault.seal("urn", [float("inf"), float("-inf")])

    assert vault.open("urn", sealed) == [float("inf"), float("-inf")]


def test_plaintext_secrets_are_taken_as_they_are() -> None:
    assert Vault(None).open("urn", {SIGNATURE: SECRET, "plaintext": '{"a":1}'}) == secret({"a": 1})


def test_without_a_manager_a_secret_is_an_error() -> None:
    with pytest.raises(SecretsError, match="no secrets provider"):
        Vault(None).seal("urn", secret(1))
