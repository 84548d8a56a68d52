"""Running a program's files: where it runs, what it sees, what its failures look like, what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.engine.protocol import ConfigValue
from stackwright.errors import EngineError, SecretsError, ServiceError
from stackwright.wire.values import MASK, secret
from tests.engine.embedded.support import Bench


def project(folder: Path, code: str, *, yaml: str = "name: demo\nruntime: python\n", **files: str) -> Bench:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(yaml)
    for name, text in {"__main__": code, **files}.items():
        (folder / f"{name}.py").write_text(text)
    return Bench(directory=folder, backend=f"file://{folder}/state")


def test_a_program_runs_in_its_folder_with_its_own_modules(tmp_path: Path) -> None:
    bench = project(
        tmp_path,
        "import os, sys, pulumi, helper\n"
        "pulumi.export('cwd', os.getcwd())\n"
        "pulumi.export('first', sys.path[0])\n"
        "pulumi.export('helper', helper.NAME)\n"
        "pulumi.export('main', __name__)\n"
        "pulumi.export('where', [pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization()])\n"
        "pulumi.export('root', pulumi.get_root_directory())\n",
        helper="NAME = 'one'\n",
    )

    outcome = bench.up()

    assert outcome.error is None
    assert outcome.outputs == {
        "cwd": str(tmp_path),
        "first": str(tmp_path),
        "helper": "one",
        "main": "__main__",
        "where": ["demo", "dev", "organization"],
        "root": str(tmp_path),
    }


def test_the_next_program_finds_none_of_it(tmp_path: Path) -> None:
    code = "import pulumi, helper\npulumi.export('helper', helper.NAME)\n"
    one = project(tmp_path / "one", code, helper="NAME = 'one'\n")
    two = project(tmp_path / "two", code, helper="NAME = 'two'\n")
    before = _process()

    assert one.up().outputs == {"helper": "one"}
    assert two.up().outputs == {"helper": "two"}

    assert "helper" not in sys.modules
    assert _process() == before


def _process() -> list[object]:
    """What of this process a program must leave as it was."""
    collector = gc.get_threshold(), gc.get_freeze_count()
    return [Path.cwd(), list(sys.path), dict(os.environ), sys.argv, sys.modules["__main__"], *collector]


def test_an_edited_module_is_read_again(tmp_path: Path) -> None:
    code = "import pulumi, helper\npulumi.export('helper', helper.NAME)\n"
    bench = project(tmp_path, code, helper="NAME = 'old'\n")
    bench.up()

    project(tmp_path, code, helper="NAME = 'newer'\n")

    assert bench.up().outputs == {"helper": "newer"}


def test_main_may_be_another_folder_or_file(tmp_path: Path) -> None:
    yaml = "name: demo\nruntime: {name: python}\nmain: src\n"
    bench = project(tmp_path, "", yaml=yaml)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "__main__.py").write_text("import os, pulumi\npulumi.export('cwd', os.getcwd())\n")

    assert bench.up().outputs == {"cwd": str(tmp_path / "src")}

    (tmp_path / "Pulumi.yaml").write_text("name: demo\nruntime: python\nmain: program.py\n")
    (tmp_path / "program.py").write_text("import pulumi\npulumi.export('file', True)\n")
    assert bench.up().outputs == {"file": True}


def test_what_a_program_prints_becomes_messages(tmp_path: Path) -> None:
    bench = project(
        tmp_path,
        "import sys, pulumi\nprint('one\\ntwo', end='')\nprint('oops', file=sys.stderr)\n"
        "pulumi.log.warn('careful')\npulumi.log.debug('noise')\n",
    )
    bench.up()

    assert bench.said("info") == ["one", "two"]
    assert bench.said("info#err") == ["oops"]
    assert bench.said("warning") == ["careful"]
    assert bench.said("debug") == []


def test_how_a_program_logs_is_nothing_to_the_next_run(tmp_path: Path) -> None:
    configuring = "{'version': 1, 'root': {'level': 'ERROR'}}"
    bench = project(
        tmp_path,
        "import logging, logging.config\n"
        "logging.basicConfig(level=logging.INFO, force=True)\nlogging.getLogger('mine').info('hello')\n"
        f"logging.config.dictConfig({configuring})\n",
    )
    before = list(logging.root.handlers), logging.root.level
    for _ in range(2):
        bench.up()
        assert bench.said("info#err") == ["INFO:mine:hello"]
    assert (logging.root.handlers, logging.root.level) == before


def test_an_exception_is_told_with_the_authors_frames_alone(tmp_path: Path) -> None:
    bench = project(
        tmp_path,
        "import helper\nhelper.build()\n",
        helper="import json\ndef build():\n    json.loads('{')\n",
    )

    outcome = bench.up()

    assert outcome.result == "failed"
    lines = (outcome.error or "").splitlines()
    assert lines[0].startswith("Program failed at helper.py:3: json.decoder.JSONDecodeError: Expecting")
    assert lines[1] == "Traceback (most recent call last):"
    files = [line.split('"')[1] for line in lines if line.startswith('  File "')]
    assert files[:2] == [str(tmp_path / "__main__.py"), str(tmp_path / "helper.py")]
    assert not any("runpy" in file or "stackwright" in file or "/pulumi/" in file for file in files)
    assert lines[-1].startswith("json.decoder.JSONDecodeError")


def test_an_exception_inside_apply_points_at_the_authors_line(tmp_path: Path) -> None:
    bench = project(
        tmp_path,
        "import pulumi\ndef fail(value):\n    raise ValueError(f'bad {value}')\n"
        "pulumi.export('x', pulumi.Output.from_input(1).apply(fail))\n",
    )

    outcome = bench.up()

    assert outcome.result == "failed"
    assert '__main__.py", line 3, in fail' in (outcome.error or "")
    assert "ValueError: bad 1" in (outcome.error or "")


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    outcome = project(tmp_path, "import pulumi\nif\n").up()

    assert f'File "{tmp_path / "__main__.py"}", line 2' in (outcome.error or "")
    assert "SyntaxError" in (outcome.error or "")


def test_a_run_error_is_its_message_alone(tmp_path: Path) -> None:
    outcome = project(tmp_path, "import pulumi\nraise pulumi.RunError('the region is missing')\n").up()

    assert outcome.error == "the region is missing"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("0", None),
        ("", None),
        ("3", "an unhandled error occurred: program exited with non-zero exit code: 3"),
        ("'no luck'", "an unhandled error occurred: program exited with non-zero exit code: 1\nno luck"),
    ],
)
def test_sys_exit(tmp_path: Path, code: str, error: str | None) -> None:
    outcome = project(tmp_path, f"import sys\nsys.exit({code})\n").up()

    assert outcome.result == ("failed" if error else "succeeded")
    assert outcome.error == error


def test_a_missing_program_says_so(tmp_path: Path) -> None:
    bench = project(tmp_path, "")
    (tmp_path / "__main__.py").unlink()

    with pytest.raises(EngineError, match=r"unable to find main python program `__main__\.py`"):
        bench.up()
    assert bench.destroy().result == "succeeded"


def test_other_languages_are_left_to_the_official_engine(tmp_path: Path) -> None:
    bench = project(tmp_path, "", yaml="name: demo\nruntime: nodejs\n")

    with pytest.raises(EngineError, match="runs Python programs only"):
        bench.up()


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no Pulumi\.yaml"):
        Bench(directory=tmp_path, backend=f"file://{tmp_path}").up()


def test_broken_yaml_names_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"Pulumi\.yaml:3:\d+: is not YAML"):
        project(tmp_path, "", yaml="name: demo\nruntime: [\n").up()


def test_a_program_sees_no_passphrase_and_in_a_rehearsal_nothing_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    code = "import os, pulumi\npulumi.export('env', sorted(os.environ))\n"
    bench = project(tmp_path, code)
    bench.stack = replace(
        bench.stack, environment={**bench.stack.environment, "HOME": "/nowhere"}, inherit_environment=False
    )

    assert bench.up().outputs == {"env": ["HOME"]}
    assert os.environ["AWS_SECRET_ACCESS_KEY"] == "real"


def test_without_a_passphrase_nothing_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    bench = project(tmp_path, "raise SystemExit(9)\n")
    bench.stack = replace(bench.stack, environment={})

    with pytest.raises(SecretsError, match="need a passphrase"):
        bench.up()
    assert bench.events == []


def test_a_wrong_passphrase_is_found_before_anything_is_registered(tmp_path: Path) -> None:
    bench = project(tmp_path, "import pulumi\npulumi.export('s', pulumi.Output.secret(1))\n")
    bench.up()
    bench.stack = replace(bench.stack, environment={"PULUMI_CONFIG_PASSPHRASE": "wrong"})

    for method in (bench.up, bench.preview, bench.destroy):
        with pytest.raises(SecretsError, match="incorrect passphrase"):
            method()
        assert bench.events == []


# Configuration


def test_given_configuration_is_the_whole_of_it(tmp_path: Path) -> None:
    code = (
        "import pulumi\nconfig = pulumi.Config()\n"
        "pulumi.export('size', config.require_int('size'))\n"
        "pulumi.export('tags', config.require_object('tags'))\n"
        "pulumi.export('key', config.require_secret('key'))\n"
        "pulumi.export('region', pulumi.Config('aws').get('region'))\n"
    )
    bench = project(tmp_path, code)
    bench.stack = replace(
        bench.stack,
        config={
            "demo:size": ConfigValue("3"),
            "demo:tags": ConfigValue('{"a":[1,true]}', json=True),
            "demo:key": ConfigValue("hush", secret=True),
            "aws:region": ConfigValue("eu-west-1"),
        },
    )

    assert bench.up().outputs == {"size": 3, "tags": {"a": [1, True]}, "key": secret("hush"), "region": "eu-west-1"}
    assert bench.events[0].config["demo:key"] == MASK  # type: ignore[union-attr]
    assert "hush" not in "".join(path.read_text() for path in (tmp_path / "state").rglob("*.json"))


def test_a_value_that_the_project_demands_must_be_there(tmp_path: Path) -> None:
    yaml = "name: demo\nruntime: python\nconfig:\n  size: {type: integer}\n  zone: {default: a}\n  aws:region: x\n"
    bench = project(tmp_path, "import pulumi\npulumi.export('zone', pulumi.Config().require('zone'))\n", yaml=yaml)

    with pytest.raises(EngineError, match="demo:size"):
        bench.up()
    bench.stack = replace(bench.stack, config={"demo:size": ConfigValue("1")})
    assert bench.up().outputs == {"zone": "a"}


def test_a_running_loop_of_the_caller_is_left_alone() -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        Bench(lambda: None).up()
        assert asyncio.get_event_loop() is loop
    finally:
        asyncio.set_event_loop(None)
        loop.close()


@pytest.mark.parametrize("read", ["requests.get(url)", "urllib.request.urlopen(url)"])
def test_what_a_program_cannot_read_from_the_network_is_said_in_one_line(tmp_path: Path, read: str) -> None:
    """As `kubernetes.yaml.ConfigFile` reads a manifest."""
    pytest.importorskip("requests", reason="requests is not installed")
    bench = project(tmp_path, "import requests, urllib.request\nurl = 'http://127.0.0.1:1/app.yaml'\n" + read + "\n")

    error = bench.up().error or ""

    assert error.startswith("Program failed at __main__.py:3: it reads ")
    assert "and cannot: " in error
    assert "Connection refused" in error
    assert "\n" not in error
