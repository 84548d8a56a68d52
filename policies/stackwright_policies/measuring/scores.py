"""Precision and recall, from what was expected and what a policy answered.

A violation that is not found, or that the policy cannot decide, is a miss; a violation that is found where none is
certain is a false alarm. What is neither, such as an unknown that was taken for a pass, moves no figure and is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stackwright_policies.asking import Answer, asked
from stackwright_policies.measuring.labelled import Case, Labels
from stackwright_policies.model import Policy


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, and what the policy answered."""

    case: Case
    answer: Answer

    @property
    def right(self) -> bool:
        return self.answer == self.case.expect


@dataclass(frozen=True, slots=True)
class Score:
    """`found` violations, `missed` ones, and `alarms` where there is none."""

    found: int
    missed: int
    alarms: int

    @property
    def precision(self) -> float:
        """How much of what is reported is a violation; 1 if nothing is reported."""
        return _share(self.found, self.found + self.alarms)

    @property
    def recall(self) -> float:
        """How many of the violations are reported; 1 if there is none."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        return _share(2 * self.found, 2 * self.found + self.alarms + self.missed)

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.missed + other.missed, self.alarms + other.alarms)


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule and all that was judged of it."""

    rule: str
    judged: Sequence[Judged]

    @property
    def score(self) -> Score:
        violations = [one.answer for one in self.judged if one.case.expect == "fail"]
        return Score(
            found=violations.count("fail"),
            missed=len(violations) - violations.count("fail"),
            alarms=sum(one.answer == "fail" for one in self.judged if one.case.expect != "fail"),
        )

    @property
    def misjudged(self) -> list[Judged]:
        return [one for one in self.judged if not one.right]


def measure(labels: Labels, policy: Policy) -> Measured:
    """Judge every labelled case of a policy as an engine would have it judged."""
    return Measured(labels.rule, [Judged(case, asked(policy, case.example)) for case in labels.cases])


def total(measured: Iterable[Measured]) -> Score:
    """All cases together: a rule with many weighs more."""
    return sum((one.score for one in measured), Score(0, 0, 0))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
