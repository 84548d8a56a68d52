"""`Pulumi.yaml` and `Pulumi.<stack>.yaml`: what they say, and that they are parsed once."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from stackwright.engine.embedded import project
from stackwright.engine.protocol import ConfigValue
from stackwright.errors import EngineError, ServiceError


def written(folder: Path, text: str) -> Path:
    (folder / "Pulumi.yaml").write_text(text)
    return folder


def test_a_project_is_its_name_runtime_program_and_defaults(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    loaded = project.load(written(tmp_path, "{name: shop, runtime: {name: python}, main: app, config: {size: 3}}"))

    assert (loaded.name, loaded.runtime, loaded.main) == ("shop", "python", tmp_path / "app")
    assert project.given(loaded, {}).values == {"shop:size": ("3", False)}


def test_on_and_no_are_text(tmp_path: Path) -> None:
    loaded = project.load(written(tmp_path, "{name: shop, runtime: python, config: {on: yes, at: no, real: true}}"))

    assert project.given(loaded, {}).values == {
        "shop:at": ("no", False),
        "shop:on": ("yes", False),
        "shop:real": ("true", False),
    }


def test_a_structured_value_is_the_text_that_the_cli_makes_of_it(tmp_path: Path) -> None:
    """Recorded from it, v3.260: sorted, compact, in the way of Go's `json.Marshal`."""
    (tmp_path / "Pulumi.yaml").write_text("{name: demo, runtime: python}")
    said = '{"b": {"z": 1, "a": [1.0, 2.5, 1000.0, 12345678901, true, null]}, "a": "<ü&>", "C": "q\\""}'
    (tmp_path / "Pulumi.dev.yaml").write_text(f"config: {{demo:obj: {said}}}")
    found = project.load(tmp_path)
    text = '{"C":"q\\"","a":"\\u003cü\\u0026\\u003e","b":{"a":[1,2.5,1000,12345678901,true,null],"z":1}}'

    for config in (
        project.given(found, {"demo:obj": ConfigValue(said, json=True)}),
        project.stored(found, "dev", lambda value: value),
    ):
        assert config.values == {"demo:obj": (text, False)}
        assert config.structured == {"demo:obj"}


def test_a_file_that_did_not_change_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "{name: shop, runtime: python}")
    project.load(tmp_path)
    monkeypatch.setattr(yaml, "load", lambda *_: pytest.fail("it was parsed again"))

    assert project.load(tmp_path).name == "shop"


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    project.load(written(tmp_path, "{name: shop, runtime: python}"))

    assert project.load(written(tmp_path, "{name: another, runtime: python}")).name == "another"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [", "is not YAML"),
        ("- name", "must be a mapping"),
        ("", "needs `name` and `runtime`"),
        ("{name: shop, runtime: python, main: nowhere}", "nowhere does not exist"),
    ],
)
def test_what_is_wrong_with_a_project_is_said_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises((EngineError, ServiceError), match=message) as raised:
        project.load(written(tmp_path, text))

    assert "Pulumi.yaml" in str(raised.value)
