"""Policies that guard what is deployed: one rule, one file. `packs.py` lists them, `serving.py` runs them.

Nothing here imports the tool: plain `pulumi --policy-pack` is all that it takes.
"""
