"""Demands are judged, and put right, apart from each other."""

from __future__ import annotations

from stackwright_policies.demands import Demand, judging, mended, mending
from stackwright_policies.model import UNKNOWN, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Undecided

DEMANDS = (
    Demand(refuses=lambda it: not it.get("encrypted").flag(), what="it is not encrypted", mend={"encrypted": True}),
    Demand(refuses=lambda it: it.get("web", "port").number() == 80, what="it speaks HTTP", mend={"web.port": 443}),
)


def judged(inputs: dict[str, object], token: str = "a:b:C") -> list[object]:
    resource = Resource(type=token, urn="urn", name="it", properties=View(inputs))
    return list(judging(DEMANDS)(resource, {}))


def test_what_is_unknown_of_one_hides_no_other() -> None:
    assert judged({"encrypted": UNKNOWN, "web": {"port": 80}}) == [Undecided("encrypted"), Failed("it speaks HTTP")]
    assert judged({"web": UNKNOWN}) == [Failed("it is not encrypted"), Undecided("web")]
    assert judged({"encrypted": "true"}) == []


def test_only_what_is_wrong_is_put_right() -> None:
    kept = {"web": {"port": 8443, "host": "a"}}
    assert mended(kept, DEMANDS) == {**kept, "encrypted": True}
    assert mended({"web": {"port": 80, "host": "a"}}, DEMANDS) == {
        "web": {"port": 443, "host": "a"},
        "encrypted": True,
    }
    assert mended({"encrypted": UNKNOWN, "web": UNKNOWN}, DEMANDS) == {"encrypted": UNKNOWN, "web": UNKNOWN}


def test_what_is_secret_stays_so() -> None:
    assert mended({"encrypted": True, "web": secret({"port": 80, "key": "k"})}, DEMANDS) == {
        "encrypted": True,
        "web": secret({"port": 443, "key": "k"}),
    }


def test_a_demand_may_be_made_on_some_types_only() -> None:
    demands = [Demand(refuses=lambda _: True, what="wrong", mend={"x": 1}, types=("a:b:D",))]
    check, remedy = judging(demands), mending(demands)
    other, meant = (Resource(type=token, urn="u", name="n", properties=View({})) for token in ("a:b:C", "a:b:D"))
    assert (list(check(other, {})), remedy(other, {}, {})) == ([], {})
    assert (list(check(meant, {})), remedy(meant, {}, {})) == ([Failed("wrong")], {"x": 1})
