"""Stackwright: blueprints, policies and rehearsals for Pulumi."""
