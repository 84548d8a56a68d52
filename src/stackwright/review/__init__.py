"""What policies say of something, as people and programs take it in: findings, exceptions to them, and reports.

`finding.py` is what everything else here is about; nothing in this package runs a program or changes a cloud.
"""
