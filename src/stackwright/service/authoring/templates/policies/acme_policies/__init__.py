"""Policies of acme's own: one rule, one file. Every module here that has a `policy` runs."""

from stackwright_policies.packs import found_in

POLICIES = found_in(__name__)
