"""Break simulated clouds from Python: for tests, and for whatever deploys to them.

    from stackwright.simcloud import open_host
    from stackwright.simcloud.faults import Calls, Fault, Latency

    host = open_host(world / "clouds.sqlite", key)
    host.faults.add(Fault(on=Calls(method="create", type="aws:s3/bucket:Bucket"), nth=2, code="SlowDown"))
    host.faults.add(Fault(on=Calls(method="create", urn="web"), kind="not-ready", times=None))
    host.latencies.add(Latency(on=Calls(package="aws"), low=0.1, high=0.5))
    host.drift.change(host.drift.find("logs"), {"tags.team": "b"})
    host.drift.delete(host.drift.find("aws:ec2/vpc:Vpc::main"))
    host.drift.random(5, seed=7)
    host.lose_zone("eu-west-1a")
    host.faults.clear()

All of it is kept in the world: other processes, and both engines, meet it at once.
"""

from stackwright.simcloud.disturbing.model import Calls, Fault, FaultKind, Latency, Method

__all__ = ["Calls", "Fault", "FaultKind", "Latency", "Method"]
