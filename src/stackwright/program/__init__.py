"""The one call of a service's `__main__.py`: under the official CLI and under the embedded engine alike.

    from stackwright.program import run

    run()

What happens then is in `deploying.py`; Pulumi is imported only when `run` is called.
"""

from __future__ import annotations


def run() -> None:
    """Deploy the part that the selected Pulumi stack stands for. To be called once, by a service's `__main__.py`."""
    import pulumi

    from stackwright.program.deploying import deploy

    pulumi.run(deploy)


__all__ = ["run"]
