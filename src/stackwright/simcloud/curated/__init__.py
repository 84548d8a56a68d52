"""Types whose ids and outputs are known well: one folder or file per cloud, one entry per type.

Everything else gets generic values (`stackwright.simcloud.values`). `stackwright cloud types` lists what is missing.
"""
