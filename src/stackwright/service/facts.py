"""What a manifest knows of everything that a part deploys: what it is for, whose it is, who pays, until when."""

from __future__ import annotations

from stackwright.service.model import Environment, Service


def facts_of(service: Service, environment: Environment, part: str = "") -> dict[str, str]:
    """The facts by name, as tags are called; what is not said is not there.

    Blueprints tag with them, and policies that ask for them are told them. Nothing is known of what is no service's, a
    bare program: it has no owner.
    """
    if not service.owner:
        return {}
    facts = {
        "service": service.name,
        "part": part,
        "environment": environment.name,
        "owner": service.owner,
        "cost-centre": environment.cost_centre,
        "expires": environment.expires.isoformat() if environment.expires else "",
    }
    return {name: value for name, value in facts.items() if value}
