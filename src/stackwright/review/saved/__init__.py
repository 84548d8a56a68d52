"""What was saved of a stack, a state or a plan, judged with no program and no provider.

`reading.py` tells by a file's content which of them it is; a module for each says which resources it tells of.
"""
