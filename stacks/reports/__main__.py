"""Deploys the part of service.yaml that the selected stack stands for: `pulumi up --stack dev.network`."""

from stackwright.program import run

run()
