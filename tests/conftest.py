"""What all tests share: markers for programs on PATH, the repository, an environment without the developer's things."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from stackwright.simcloud.catalogue.cache import default_folder

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")  # what is tested is what is computed; how fast a busy machine is says nothing of it

_CACHE = default_folder()
_KEPT = ("PATH", "LANG", "LC_ALL", "TERM", "TMPDIR", "VIRTUAL_ENV", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Let workers (`-n 2`) keep to whole stretches of the suite: what a module or the session shares is made once."""
    if config.getoption("numprocesses", None) and config.getoption("dist", "no") == "no":
        config.option.dist = "worksteal"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    named = os.environ.get("STACKWRIGHT_PULUMI", "pulumi")
    _skip_without(items, "cli", "the official Pulumi CLI", (named,))
    _skip_without(items, "apiserver", "a real API server", ("etcd", "kube-apiserver"))


def _skip_without(items: list[pytest.Item], marker: str, what: str, programs: tuple[str, ...]) -> None:
    missing = [program for program in programs if not shutil.which(program)]
    if not missing:
        return
    skip = pytest.mark.skip(reason=f"needs {what}, and {' and '.join(missing)} is not on PATH")
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Mapping[str, str]:
    """Only what a process needs, no cloud's credentials, HOME and PULUMI_HOME of their own; returns what is left."""
    for name in set(os.environ) - set(_KEPT):
        monkeypatch.delenv(name)
    for name, value in offline(tmp_path).items():
        monkeypatch.setenv(name, value)
    return dict(os.environ)


def offline(folder: Path) -> dict[str, str]:
    """What the official CLI needs to work without a network and without anything of the user's."""
    return {
        "HOME": str(folder / "home"),
        "PULUMI_HOME": str(folder / "pulumi-home"),
        "PULUMI_PYTHON_CMD": sys.executable,
        "STACKWRIGHT_CACHE": str(_CACHE),  # what is read of the SDKs is the same for every test
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_CONFIG_PASSPHRASE": "correct horse battery staple",
    }
