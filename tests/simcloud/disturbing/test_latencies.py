import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import UsageError
from stackwright.simcloud.disturbing.model import Asked, as_json, fault_of, latency_of
from stackwright.simcloud.disturbing.switchboard import meet
from stackwright.simcloud.faults import Calls, Fault, Latency
from tests.simcloud.made import urn_of

TOPIC = "aws:sns/topic:Topic"


def asked(name: str, method: str = "create") -> Asked:
    return Asked(method=method, package="aws", type=TOPIC, urn=urn_of(TOPIC, name))


def test_a_call_takes_its_time(host) -> None:
    host.latencies.add(Latency(on=Calls(method="create"), low=0.1, high=0.1))
    provider = host.connect("aws")
    began = time.perf_counter()
    provider.create(urn_of(TOPIC, "a"), {}, preview=True)
    provider.check(urn_of(TOPIC, "a"), {}, {}, seed=b"")
    assert time.perf_counter() - began < 0.1
    provider.create(urn_of(TOPIC, "a"), {"name": "a"})
    assert time.perf_counter() - began >= 0.1


def test_whoever_cancels_waits_no_longer(host) -> None:
    host.latencies.add(Latency(low=60, high=60))
    provider = host.connect("aws")
    threading.Timer(0.05, provider.cancel).start()
    began = time.perf_counter()
    provider.create(urn_of(TOPIC, "a"), {"name": "a"})
    assert time.perf_counter() - began < 5
    assert len(host.resources()) == 1


def test_of_several_the_last_counts_and_none_when_cleared(host) -> None:
    host.latencies.add(Latency(low=5, high=5))
    host.latencies.add(Latency(on=Calls(urn="slow-*"), low=7, high=7))
    assert meet(host._store, asked("slow-one")).seconds == 7
    assert meet(host._store, asked("other")).seconds == 5
    assert len(host.latencies.clear()) == 2
    assert meet(host._store, asked("slow-one")).seconds == 0


def test_faults_and_latencies_are_apart(host) -> None:
    host.faults.add(Fault())
    host.latencies.add(Latency(low=1, high=1))
    assert (len(host.faults.all()), len(host.latencies.all())) == (1, 1)
    host.faults.clear()
    assert len(host.latencies.all()) == 1


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (2, 1)])
def test_times_that_cannot_be_are_refused(host, low, high) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        host.latencies.add(Latency(low=low, high=high))


@given(st.text(max_size=20), st.floats(0, 10), st.floats(0, 10))
def test_a_urn_takes_the_same_time_in_every_run_and_within_the_range(name, one, other) -> None:
    latency = Latency(low=min(one, other), high=max(one, other))
    first = latency.seconds(asked(name))
    assert latency.low <= first <= latency.high or first == pytest.approx(latency.high)
    assert latency_of(as_json(latency)).seconds(asked(name)) == first


def test_different_urns_take_different_times() -> None:
    latency = Latency(low=0, high=1)
    assert len({latency.seconds(asked(str(number))) for number in range(50)}) > 40


@given(
    st.builds(
        Fault,
        on=st.builds(Calls, urn=st.text(max_size=9), zone=st.text(max_size=9)),
        nth=st.integers(1, 9),
        times=st.none() | st.integers(1, 9),
        message=st.text(max_size=9),
    )
)
def test_faults_survive_the_database(fault) -> None:
    assert fault_of(as_json(fault)) == fault


@given(st.integers(1, 9), st.none() | st.integers(1, 9))
def test_a_fault_happens_as_often_as_it_says(nth, times) -> None:
    fault = Fault(nth=nth, times=times)
    due = [seen for seen in range(1, 30) if fault.due(seen)]
    assert due[0] == nth
    assert len(due) == (times if times is not None else 30 - nth)
