import json

from stackwright.engine.pulumi.process import Finished
from stackwright.engine.pulumi.watch import Watch


def said(*events: tuple[str, str], stderr: str = "") -> str | None:
    watch = Watch(lambda _: None)
    for severity, message in events:
        watch(
            json.dumps({"sequence": 1, "timestamp": 1, "diagnosticEvent": {"message": message, "severity": severity}})
        )
    return watch.error(Finished(255, "", stderr))


def test_what_a_host_writes_is_the_reason_where_nobody_gives_one():
    host = ("info#err", "Error: no package command\n"), ("info#err", "  on Pulumi.yaml line 4\n")
    assert said(*host, ("error", "update failed")) == "Error: no package command\n  on Pulumi.yaml line 4"
    assert said(*host, ("error", "bucket is taken")) == "bucket is taken"
    assert said(stderr="error: no stack") == "no stack"
