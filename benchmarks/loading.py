"""How long it takes to load, check and order a service of 1,000 parts, in a process that has what it needs loaded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.timing import against, line, measured
from stackwright.service.catalogue import installed
from stackwright.service.graph import make_graph
from stackwright.service.loading import load_service

PARTS = 1000


def text(parts: int) -> str:
    """A chain of networks and buckets with references: each part refers to one ten before it."""
    lines = ["service: large", "owner: benchmarks", "parts:"]
    for number in range(parts):
        after = f", after: [p{number - 10}]" if number >= 10 else ""
        lines.append(
            f"  p{number}: {{blueprint: network@^1, cloud: aws, inputs: {{cidr: 10.{number % 256}.0.0/16}}{after}}}"
        )
    lines += ["environments:", "  dev:", "    backend: file://.stackwright/state", "    secrets: passphrase"]
    lines += ["    providers: {aws: {region: eu-west-1}}", ""]
    return "\n".join(lines)


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "service.yaml"
        path.write_text(text(PARTS))
        (Path(folder) / "Pulumi.yaml").write_text("name: large\nruntime: python\n")

        def act() -> None:
            service = load_service(path, installed())
            assert len(make_graph(service, "dev").order) == PARTS

        timings = measured({"load": act}, rounds=5)
    against(f"{PARTS:,} parts loaded, checked and ordered", timings["load"], 1.0)
    line("  a part", f"{timings['load'].median / PARTS * 1000:.2f} ms")
