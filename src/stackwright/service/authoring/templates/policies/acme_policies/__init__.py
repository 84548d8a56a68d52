"""Policies of acme's own: one rule, one file. What is not in this list does not run."""

from acme_policies.settings_hold_no_secrets import policy as settings_hold_no_secrets

POLICIES = (settings_hold_no_secrets,)
