from __future__ import annotations

from stackwright.picture import Picture, as_dot, as_list, as_mermaid
from stackwright.service.model import Reference
from tests.picture.support import eighteen, made, part
from tests.picture.test_text import changing, plain


def _shop() -> Picture:
    inputs = {"network": Reference("network"), "upstream": Reference("api", ("hostname",), "billing")}
    return made(
        {
            "web": part("web", blueprint="web-service", version="^2", inputs=inputs),
            "network": part("network"),
            "legacy": part("legacy", cloud=None, after=["network", "web"]),
        }
    )


def test_a_list_says_when_and_what_each_part_waits_for() -> None:
    assert plain(as_list(_shop())) == [
        "shop in dev: 3 parts, 3 waves",
        "",
        "  1  network  network@^1      aws",
        "  2  web      web-service@^2  aws      ← network, billing/api",
        "  3  legacy   legacy/         program  ← network, web",
    ]


def test_dot_has_every_arrow_its_label_and_what_is_outside() -> None:
    dot = as_dot(_shop())
    assert dot.startswith('digraph "shop in dev" {')
    assert '"network" -> "web";' in dot
    assert '"billing/api" -> "web" [label="hostname"];' in dot
    assert '"web" -> "legacy" [style=dashed];' in dot
    assert '"billing/api" [style="rounded,dashed"];' in dot
    assert dot.count("->") == 4


def test_mermaid_has_every_arrow_and_what_is_outside() -> None:
    mermaid = as_mermaid(_shop())
    assert mermaid.startswith("flowchart LR")
    assert 'n0["web<br>web-service@^2<br>AWS"]:::aws' in mermaid
    assert 'n3(["billing/api"])' in mermaid
    assert 'n3 -->|"hostname"| n0' in mermaid
    assert "n0 -.-> n2" in mermaid
    assert "classDef programs fill" in mermaid


def test_both_say_what_changes() -> None:
    picture = changing(eighteen())
    assert "preview: +31" in as_dot(picture)
    assert "preview: ~2 ±1" in as_mermaid(picture)
    assert as_mermaid(picture).count(" ==>|") == 6
