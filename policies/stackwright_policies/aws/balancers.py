"""Load balancers: the same types are in two modules of the SDK."""

from __future__ import annotations

from typing import Final

LISTENERS: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
BALANCERS: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
CLASSIC: Final = "aws:elb/loadBalancer:LoadBalancer"
