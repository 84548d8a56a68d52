"""How often policies are right, measured on labelled cases: `python -m stackwright_policies.measuring [RULE…]`.

Labels say what a cloud's documentation says, and are written by someone else than the policy's author. The examples
inside a policy are its author's own word; these are not.
"""
