"""Machines of EC2, and what they are made from."""

from __future__ import annotations

from typing import Final

INSTANCE: Final = "aws:ec2/instance:Instance"
SPOT: Final = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
MACHINES: Final = (INSTANCE, SPOT, TEMPLATE, CONFIGURATION)
VOLUME: Final = "aws:ebs/volume:Volume"
ENCRYPTION_BY_DEFAULT: Final = "aws:ebs/encryptionByDefault:EncryptionByDefault"
