"""Providers that keep what they are given: time, null, cloudinit, docker. They ask nobody: what they say is computed.

Sources: documentation of hashicorp/time, hashicorp/null and hashicorp/cloudinit, and of kreuzwerker/docker.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from stackwright.simcloud.curated.mime import rendered
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def _base(it: Subject) -> datetime:
    """The moment that is given, else that of the creation."""
    given = it.text("rfc3339") or it.text("baseRfc3339")
    try:
        return datetime.fromisoformat(given).astimezone(UTC) if given else it.time()
    except ValueError:
        return it.time()


def _said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _parts(moment: datetime) -> Properties:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {**{name: getattr(moment, name) for name in names}, "unix": int(moment.timestamp())}


def _part(name: str, prefix: str) -> Part:
    return lambda it: _parts(_moved(it, prefix) if prefix else _base(it))[name]


def _moved(it: Subject, prefix: str) -> datetime:
    """The base, later by what inputs such as `offsetDays` and `rotationMonths` say."""
    moment = _base(it)
    months = it.number(f"{prefix}Months", 0) + 12 * it.number(f"{prefix}Years", 0)
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    exact = {unit: it.number(f"{prefix}{unit.capitalize()}", 0) for unit in ("days", "hours", "minutes", "seconds")}
    return moment.replace(year=year, month=month + 1, day=day) + timedelta(**exact)


def _clock(prefix: str = "") -> dict[str, Part]:
    return {name: _part(name, prefix) for name in ("year", "month", "day", "hour", "minute", "second", "unix")}


def _begun(it: Subject) -> str:
    return _said(_base(it))


def _networks(it: Subject) -> list[Value]:
    """An address in each network that a container joins, else in Docker's own."""
    given = [each for each in it.items("networksAdvanced") if isinstance(each, dict)]
    names = [str(each.get("name")) for each in given] or ["bridge"]
    return [
        {
            "networkName": name,
            "ipAddress": f"172.{17 + index}.0.{it.seed.between(2, 250, name)}",
            "ipPrefixLength": 16,
            "gateway": f"172.{17 + index}.0.1",
            "globalIpv6Address": "",
            "globalIpv6PrefixLength": 0,
            "ipv6Gateway": "",
            "macAddress": guess.text(it, "macAddress"),
        }
        for index, name in enumerate(names)
    ]


def _digest(it: Subject) -> str:
    return f"{it.text('name').partition(':')[0]}@sha256:{it.seed.hex(64, 'digest')}"


TYPES: Mapping[str, Recipe] = {
    "cloudinit:index/config:Config": Recipe(id="{digits:10}", outputs={"rendered": rendered}),
    "docker:index/container:Container": Recipe(
        id="{hex:64}",
        outputs={"networkDatas": _networks, "hostname": "{hex:12}", "exitCode": 0, "containerLogs": ""},
    ),
    "docker:index/network:Network": Recipe(id="{hex:64}", outputs={"driver": "bridge", "scope": "local"}),
    "docker:index/remoteImage:RemoteImage": Recipe(
        id="sha256:{hex:64}{in:name}", outputs={"imageId": "sha256:{hex:64}", "repoDigest": _digest}
    ),
    "docker:index/volume:Volume": Recipe(
        id="{in:name}", outputs={"driver": "local", "mountpoint": "/var/lib/docker/volumes/{name}/_data"}
    ),
    "null:index/resource:Resource": Recipe(id="{digits:19}"),
    "time:index/offset:Offset": Recipe(
        id=_begun,
        outputs={
            "baseRfc3339": _begun,
            "rfc3339": lambda it: _said(_moved(it, "offset")),
            **_clock("offset"),
        },
    ),
    "time:index/rotating:Rotating": Recipe(
        id=_begun,
        outputs={
            "rfc3339": _begun,
            "rotationRfc3339": lambda it: it.text("rotationRfc3339") or _said(_moved(it, "rotation")),
            **_clock(),
        },
    ),
    "time:index/sleep:Sleep": Recipe(id=_begun),
    "time:index/static:Static": Recipe(id=_begun, outputs={"rfc3339": _begun, **_clock()}),
}
