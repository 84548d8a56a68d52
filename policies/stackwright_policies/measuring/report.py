"""The figures in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stackwright_policies.measuring.scores import Judged, Measured, Score, total


def lines(measured: Sequence[Measured], without_code: Sequence[str]) -> Iterator[str]:
    """A line per rule, the whole, every misjudged case, and the rules that nobody has written yet."""
    width = max([len(one.rule) for one in measured] + [len("mean of rules")])
    yield f"{'rule':{width}}  cases  found  missed  alarms  precision  recall     F1"
    for one in measured:
        score = one.score
        counts = f"{len(one.judged):5}  {score.found:5}  {score.missed:6}  {score.alarms:6}"
        yield f"{one.rule:{width}}  {counts}  {_figures(score)}"
    whole, cases = total(measured), sum(len(one.judged) for one in measured)
    counts = f"{cases:5}  {whole.found:5}  {whole.missed:6}  {whole.alarms:6}"
    yield f"{'all cases':{width}}  {counts}  {_figures(whole)}"
    precision, recall, f1 = _means(measured)
    yield f"{'mean of rules':{width}}  {'':29}  {precision:9.3f}  {recall:6.3f}  {f1:5.3f}"
    for one in measured:
        for judged in one.misjudged:
            yield f"{judged.case.where}: {one.rule}, {judged.case.example.why}: {_fault(judged)}"
    if without_code:
        yield f"no code yet, not counted: {', '.join(without_code)}"


def data(measured: Sequence[Measured], without_code: Sequence[str]) -> dict[str, Any]:
    """The same as JSON."""
    precision, recall, f1 = _means(measured)
    return {
        "rules": {one.rule: {"cases": len(one.judged), **_score(one.score)} for one in measured},
        "all": _score(total(measured)),
        "mean": {"precision": precision, "recall": recall, "f1": f1},
        "misjudged": [
            {
                "rule": one.rule,
                "why": judged.case.example.why,
                "where": judged.case.where,
                "expected": judged.case.expect,
                "answer": judged.answer,
            }
            for one in measured
            for judged in one.misjudged
        ],
        "without_code": list(without_code),
    }


def _means(measured: Sequence[Measured]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the average rule: all weigh the same."""
    scores = [one.score for one in measured]
    count = len(scores) or 1
    return (
        sum(score.precision for score in scores) / count,
        sum(score.recall for score in scores) / count,
        sum(score.f1 for score in scores) / count,
    )


def _fault(judged: Judged) -> str:
    match judged.case.expect, judged.answer:
        case _, "broken":
            return f"the policy itself failed (expected {judged.case.expect})"
        case "fail", answer:
            return f"missed (said {answer})"
        case expect, "fail":
            return f"false alarm (expected {expect})"
        case "unknown", _:
            return "passed, though it cannot be known"
        case _:
            return "undecided, though it is known to pass"


def _figures(score: Score) -> str:
    return f"{score.precision:9.3f}  {score.recall:6.3f}  {score.f1:5.3f}"


def _score(score: Score) -> dict[str, int | float]:
    return {
        "found": score.found,
        "missed": score.missed,
        "alarms": score.alarms,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
    }
