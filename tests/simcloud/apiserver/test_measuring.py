"""How right the simulated cluster is, by what a real API server said: better is welcome, worse goes not unnoticed."""

import os

import pytest

from tests.simcloud.apiserver import truth
from tests.simcloud.apiserver.answers import recorded
from tests.simcloud.apiserver.asking import Answer
from tests.simcloud.apiserver.cases import SETS, edited, load
from tests.simcloud.apiserver.defaults import filled
from tests.simcloud.apiserver.measuring import filled_line, main, measure, table
from tests.simcloud.apiserver.simulating import Verdict, simulate

AT_LEAST = {"cases": (1.0, 0.97, 0.98), "heldout": (1.0, 0.94, 0.9)}
"""Precision, recall, the share of refusals in the server's own words. A false refusal breaks somebody's rehearsal."""


@pytest.fixture(scope="module")
def measured():
    return {which: measure(which, simulate(load(which))) for which in SETS}


@pytest.mark.parametrize("which", SETS)
def test_the_simulated_cluster_is_as_right_as_it_was(measured, which):
    found = measured[which]
    precision, recall, worded = AT_LEAST[which]
    assert found.wrong == ()
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.worded >= worded


def test_the_documentation_shows_the_figures_of_today(measured, repository):
    page = (repository / "docs/concepts/refusals.md").read_text()
    fields = filled()
    assert "\n".join([*table(list(measured.items())), filled_line(fields)]) in page
    assert len(fields.shown) / len(fields.recorded) >= 0.98
    assert len(fields.made_up) <= 1  # of a container, what its namespace limits it to


def test_right_wrong_missed_and_other_words_are_counted(monkeypatch):
    refused = Answer(422, "Invalid", 'Pod "a" is invalid: a')
    answers = {"a": refused, "b": Answer(200), "c": refused, "d": Answer(200), "e": refused, "f": refused}
    monkeypatch.setattr("tests.simcloud.apiserver.measuring.recorded", lambda _which: ("v1", answers))
    verdicts = {"a": Verdict(refused.message), "b": Verdict("no"), "c": Verdict(), "d": Verdict(), "e": Verdict("no")}
    found = measure("cases", {**verdicts, "f": Verdict(replaced=True)})
    assert (found.right, found.wrong, found.missed) == (("a", "e", "f"), ("b",), ("c",))
    assert (found.taken, found.otherwise) == (("d",), ("e",))
    assert (found.precision, found.recall) == (3 / 4, 3 / 4)


def test_a_case_is_its_object_edited():
    assert edited({"a": [{"b": 1}], "c": 2}, {"a[0].b": 3, "c": None, "d.e": 4}) == {"a": [{"b": 3}], "d": {"e": 4}}


def test_every_case_has_an_answer_and_every_answer_a_case():
    for which in SETS:
        assert list(recorded(which)[1]) == [case.name for case in load(which)]


def test_the_truth_about_replacements_is_what_the_server_said():
    if os.environ.get("ACCEPT"):
        truth.FILE.write_text(truth.text())
    assert truth.FILE.read_text() == truth.text()


def test_the_command_prints_a_line_for_each_set(capsys):
    main(["heldout", "--list"])
    head, line, fields, *rest = capsys.readouterr().out.splitlines()
    assert head.split() == ["set", "cases", "refused", "precision", "recall", "worded", "server"]
    assert line.startswith("heldout ")
    assert "kube-apiserver v1." in line
    assert fields.startswith("filled in: ")
    assert any(item.startswith("only the server refuses ") for item in rest)
