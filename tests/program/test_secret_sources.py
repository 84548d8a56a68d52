from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import ServiceError
from stackwright.program.secret_sources import REHEARSAL, placeholder, read_secret
from stackwright.service.model import SecretSource
from tests.program.support import SHOP, Deploy

CONFIG = {"shop:db-password": "from-config", "token": "plain"}


def _read(kind: str, name: str, folder: Path) -> str:
    return read_secret(SecretSource(kind, name), "password", folder, CONFIG.get, {}, "shop/dev/db")  # type: ignore[arg-type]


def test_an_environment_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "hunter2 ")
    assert _read("env", "DB_PASSWORD", tmp_path) == "hunter2 "


def test_a_file_loses_one_newline_at_its_end(tmp_path: Path) -> None:
    (tmp_path / "password").write_bytes(b"hunter2\n\r\n")
    assert _read("file", "password", tmp_path) == "hunter2\n"
    assert _read("file", str(tmp_path / "password"), Path("/nowhere")) == "hunter2\n"


def test_the_stacks_configuration(run_stack: Deploy, service: Path) -> None:
    (service / "service.yaml").write_text(SHOP.replace("{env: DB_PASSWORD}", "{config: db-password}"))
    deployed = run_stack("dev.database", config={"shop:db-password": "from the configuration"})
    assert deployed.outputs["password"]["value"] == "from the configuration"


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("env", "NOT_SET", "the environment variable NOT_SET is not set"),
        ("file", "nowhere", "cannot be read (No such file or directory)"),
        ("config", "nothing", "pulumi config set --secret nothing"),
    ],
)
def test_a_source_that_is_not_there(
    kind: str, name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(REHEARSAL, raising=False)
    with pytest.raises(ServiceError) as caught:
        _read(kind, name, tmp_path)
    assert words in str(caught.value)
    monkeypatch.setenv(REHEARSAL, "1")
    assert _read(kind, name, tmp_path) == _read(kind, name, tmp_path)


def test_a_rehearsal_takes_the_source_that_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REHEARSAL, "1")
    monkeypatch.setenv("DB_PASSWORD", "hunter2")
    assert _read("env", "DB_PASSWORD", tmp_path) == "hunter2"


def test_an_empty_secret_is_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "")
    assert _read("env", "DB_PASSWORD", tmp_path) == ""


@given(st.text(), st.integers(0, 200), st.integers(0, 200))
def test_a_placeholder_has_the_length_that_is_wanted(seed: str, one: int, other: int) -> None:
    shortest, longest = sorted((one, other))
    text = placeholder(seed, {"minLength": shortest, "maxLength": longest})
    assert shortest <= len(text) <= longest
    assert text == placeholder(seed, {"minLength": shortest, "maxLength": longest})


def test_placeholders_differ() -> None:
    assert placeholder("shop/dev/a/password", {}) != placeholder("shop/dev/b/password", {})
