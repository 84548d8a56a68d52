"""The recorded answers are those of a real API server, asked again where one is on PATH; `ACCEPT=1` records anew."""

import os

import pytest

from tests.simcloud.apiserver import defaults
from tests.simcloud.apiserver.answers import plain, record, recorded
from tests.simcloud.apiserver.asking import Asker
from tests.simcloud.apiserver.cases import SETS, load
from tests.simcloud.apiserver.server import running

pytestmark = [pytest.mark.apiserver, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def asker(tmp_path_factory):
    with running(tmp_path_factory.mktemp("apiserver")) as api:
        yield Asker(api)


@pytest.fixture(scope="module")
def answers(asker):
    return {which: [(case, asker.ask(case)) for case in load(which)] for which in SETS}


@pytest.mark.parametrize("which", SETS)
def test_a_real_server_says_what_was_recorded(asker, answers, which):
    said = {case.name: answer for case, answer in answers[which]}
    if os.environ.get("ACCEPT"):
        record(which, asker.version(), said)
    server, known = recorded(which)
    assert asker.version() == server
    assert {name: plain(answer) for name, answer in said.items()} == {
        name: plain(answer) for name, answer in known.items()
    }


def test_a_real_server_fills_in_what_was_recorded(asker, answers):
    added = defaults.covering(it for which in SETS for it in answers[which])
    if os.environ.get("ACCEPT"):
        defaults.record(asker.version(), added)
    assert defaults.recorded() == (asker.version(), added)
