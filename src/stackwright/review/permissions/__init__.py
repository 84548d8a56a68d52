"""Who may do what in a service, a program or a state: for whoever reviews it.

What clouds mean by it is known to `stackwright_policies.permissions`, which is asked in a process of its own
(`asking.py`). Here is what it is asked about (`collecting.py`), what a change changes (`changes.py`), and how that is
said (`formats/`).
"""
