"""Each kind of fault, through the embedded engine and at a provider."""

import threading

import pytest

from stackwright.errors import CloudError, UsageError
from stackwright.simcloud import open_host
from stackwright.simcloud.faults import Calls, Fault
from stackwright.wire.results import AnswerLost, InitFailed
from tests.simcloud.made import KEY, urn_of
from tests.simcloud.rehearsed import Rehearsed

TOPIC = "aws:sns/topic:Topic"
CREATE = Calls(method="create", type=TOPIC)


def add(rehearsed: Rehearsed, *faults: Fault) -> None:
    with rehearsed.clouds() as host:
        for fault in faults:
            host.faults.add(fault)


def test_the_second_create_fails_and_the_next_up_converges(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    add(bench, Fault(on=CREATE, nth=2, code="Throttled", message="Rate exceeded"))

    outcome = bench.up()

    assert outcome.result == "failed"
    refused = "creating SNS Topic: api error Throttled: Rate exceeded (fault 1 of the simulated clouds)"
    assert (outcome.error or "").startswith(refused)
    assert bench.done() == {"first"}
    assert bench.held() == ["first"]
    assert bench.pending() == []
    outcome = bench.up()
    assert (outcome.result, outcome.changes) == ("succeeded", {"same": 2, "create": 2})
    assert sorted(bench.held()) == ["first", "second", "third"]
    assert bench.up().changes == {"same": 4}
    with bench.clouds() as host:
        (fault,) = host.faults.all()
    assert (fault.seen, fault.hits, fault.over) == (4, 1, True)


def test_what_is_made_but_not_ready_is_kept_and_updated_next_time(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    add(bench, Fault(on=Calls(method="create", urn="first"), kind="not-ready", message="still starting"))

    assert bench.up().result == "failed"

    first = bench.resources()["first"]
    assert first["initErrors"] == ["still starting (fault 1 of the simulated clouds)"]
    assert first["outputs"]["tags"] == {"team": "retail"}
    with bench.clouds() as host:
        assert host.drift.find("first").id == first["id"]
    assert bench.up().changes == {"same": 1, "update": 1, "create": 2}
    assert "initErrors" not in bench.resources()["first"]
    assert bench.up().changes == {"same": 4}


def test_an_update_that_does_not_become_ready_is_repeated(tmp_path) -> None:
    def changed() -> None:
        import pulumi_aws as aws

        aws.sns.Topic("first", tags={"team": "pay"})

    bench = Rehearsed(tmp_path)
    bench.up()
    add(bench, Fault(on=Calls(method="update", urn="first"), kind="not-ready"))

    assert bench.up(changed).result == "failed"
    assert bench.resources()["first"]["initErrors"]
    outcome = bench.up(changed)
    assert (outcome.result, outcome.changes["update"]) == ("succeeded", 1)
    assert bench.up(changed).changes == {"same": 2}


def test_a_provider_that_does_not_say_what_would_change_leaves_that_to_the_engine(tmp_path) -> None:
    def changed() -> None:
        import pulumi_aws as aws

        aws.sns.Topic("first", tags={"team": "pay"})

    bench = Rehearsed(tmp_path)
    bench.up()
    add(bench, Fault(on=Calls(method="diff"), kind="undecided", times=None))

    assert bench.up().changes == {"same": 4}
    assert bench.up(changed).changes == {"same": 1, "update": 1, "delete": 2}
    assert bench.resources()["first"]["outputs"]["tags"] == {"team": "pay"}


def test_an_answer_that_is_lost_leaves_a_resource_that_its_urn_finds(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    add(bench, Fault(on=Calls(method="create", urn="first"), kind="no-answer"))

    outcome = bench.up()

    assert outcome.result == "failed"
    assert "connection reset by peer; whether it was done is not known" in str(outcome.error)
    assert bench.done() == set()
    assert bench.held() == ["first"]
    with bench.clouds() as host:
        (orphan,) = host.find_by_urn(host.resources()[0].urn)
    assert orphan.inputs["tags"] == {"team": "retail"}


def test_a_deletion_whose_answer_is_lost_is_a_deletion_all_the_same(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    bench.up()
    add(bench, Fault(on=Calls(method="delete", urn="third"), kind="no-answer"))
    assert bench.destroy().result == "failed"
    assert "third" in bench.done()
    assert bench.destroy().result == "succeeded"
    assert (bench.held(), bench.resources()) == ([], {})


def test_a_read_that_fails_stops_a_refresh_and_one_that_is_not_ready_shows(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    bench.up()
    add(bench, Fault(on=Calls(method="read", urn="second")))
    assert bench.refresh().result == "failed"
    add(bench, Fault(on=Calls(method="read", urn="second"), kind="not-ready", message="down"))
    assert bench.refresh().result == "succeeded"
    assert bench.resources()["second"]["initErrors"] == ["down (fault 2 of the simulated clouds)"]
    assert bench.up().changes == {"same": 3, "update": 1}


def test_previews_meet_no_fault_of_create(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    add(bench, Fault(on=CREATE, times=None), Fault(times=None))
    assert bench.preview().result == "succeeded"
    with bench.clouds() as host:
        assert [fault.seen for fault in host.faults.all()] == [0, 0]


@pytest.mark.parametrize(
    ("on", "fails"),
    [
        (Calls(method="check", urn="a"), "check"),
        (Calls(method="configure", package="aws"), "configure"),
        (Calls(method="invoke", type="aws:index/getRegion:getRegion"), "invoke"),
        (Calls(type=TOPIC), "create"),
        (Calls(type="aws:sns/*", urn="*::a"), "create"),
        (Calls(package="a*"), "invoke"),
        (Calls(type="aws:sqs/*"), ""),
        (Calls(urn="b"), ""),
        (Calls(package="gcp"), ""),
    ],
)
def test_which_calls_are_meant(host, on, fails) -> None:
    host.faults.add(Fault(on=on, times=None))
    provider = host.connect("aws")
    urn = urn_of(TOPIC, "a")
    calls = {
        "configure": lambda: provider.configure({}),
        "check": lambda: provider.check(urn, {}, {}, seed=b""),
        "invoke": lambda: provider.invoke("aws:index/getRegion:getRegion", {}),
        "create": lambda: provider.create(urn, {"name": "a"}),
    }
    failed = []
    for name, call in calls.items():
        try:
            call()
        except CloudError:
            failed.append(name)
    assert failed[:1] == ([fails] if fails else [])


def test_every_cloud_words_its_errors_its_own_way(host) -> None:
    tokens = {
        "aws": ("aws:sns/topic:Topic", "api error InternalFailure: The request processing has failed"),
        "azure-native": ("azure-native:search:Service", 'Code="InternalServerError" Message="The server'),
        "gcp": ("gcp:redis/instance:Instance", "googleapi: Error 503: The service"),
        "kubernetes": ("kubernetes:core/v1:Service", "the server is currently unable to handle the request"),
        "openstack": ("openstack:dns/zone:Zone", "but got 503: Service Unavailable"),
        "random": ("random:index/randomPet:RandomPet", "Unavailable"),
    }
    host.faults.add(Fault(times=None))
    for package, (token, words) in tokens.items():
        with pytest.raises(CloudError) as raised:
            host.connect(package).create(urn_of(token, "a"), {})
        assert words in raised.value.message


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault(on=Calls(type="aws:sns/topik:Topic")), "aws has no type aws:sns/topik:Topic"),
        (Fault(on=Calls(type="aws:snss/*")), "aws has no type"),
        (Fault(on=Calls(type="topic")), "is no resource type"),
        (Fault(on=Calls(type="docker:index/image:Image")), "no SDK of a package 'docker'"),
        (Fault(on=Calls(type=TOPIC, package="gcp")), "is not of package gcp"),
        (Fault(on=Calls(method="delete"), kind="not-ready"), "cannot befall delete"),
        (Fault(on=Calls(method="update"), kind="undecided"), "cannot befall update"),
        (Fault(kind="crash", code="409"), "has no error code"),
        (Fault(nth=0), "count calls from 1"),
    ],
)
def test_a_fault_that_could_never_happen_is_refused(host, fault, message) -> None:
    with pytest.raises(UsageError, match=message):
        host.faults.add(fault)
    assert host.faults.all() == []


def test_faults_are_listed_and_cleared_by_number_and_numbers_are_not_used_again(host) -> None:
    one, two = host.faults.add(Fault(on=CREATE)), host.faults.add(Fault(kind="no-answer"))
    assert host.faults.all() == [one, two]
    assert host.faults.clear(two.number, 99) == [two.number]
    assert host.faults.add(Fault()).number > two.number
    assert len(host.faults.clear()) == 2
    assert host.faults.all() == []


def test_a_fault_strikes_once_whichever_process_or_thread_asks(tmp_path) -> None:
    hosts = [open_host(tmp_path / "clouds.sqlite", KEY) for _ in range(4)]
    hosts[0].faults.add(Fault(on=CREATE, nth=5, times=3))
    failed: list[str] = []

    def create(index: int) -> None:
        provider = hosts[index].connect("aws")
        for number in range(5):
            try:
                provider.create(urn_of(TOPIC, f"{index}-{number}"), {"name": f"{index}-{number}"})
            except CloudError:
                failed.append(f"{index}-{number}")

    threads = [threading.Thread(target=create, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (fault,) = hosts[0].faults.all()
    made = len(hosts[0].resources())
    for host in hosts:
        host.close()
    assert (len(failed), made, fault.seen, fault.hits) == (3, 17, 20, 3)


def test_a_served_cloud_outlives_the_crash_of_the_provider_that_it_plays(host) -> None:
    host.faults.add(Fault(on=CREATE, kind="crash"))
    provider = host.connect("aws", mortal=False)
    with pytest.raises(AnswerLost):
        provider.create(urn_of(TOPIC, "a"), {"name": "a"})
    assert len(host.resources()) == 1


def test_what_did_not_become_ready_carries_what_was_made(host) -> None:
    host.faults.add(Fault(kind="not-ready"))
    with pytest.raises(InitFailed) as raised:
        host.connect("aws").create(urn_of(TOPIC, "a"), {"name": "a"})
    (there,) = host.resources()
    assert (raised.value.id, raised.value.outputs, raised.value.inputs) == (there.id, there.outputs, {"name": "a"})
