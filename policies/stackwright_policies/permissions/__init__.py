"""Who may do what: the identities that resources make, what is granted to them, who can take them on, and what follows.

Everything here reads resources and nothing else: no cloud is asked. A value that is not known yet is `unknown` in what
is told, never left out. `python -m stackwright_policies.permissions` says it as JSON.
"""
