"""How large the machines of each cloud are, and which are of a previous generation, read from their names."""

from __future__ import annotations

from types import ModuleType

import pytest
from stackwright_policies.aws import instance_types
from stackwright_policies.azure import sizes
from stackwright_policies.gcp import machine_types


@pytest.mark.parametrize(
    ("cloud", "name", "processors", "previous"),
    [
        (instance_types, "t4g.nano", 2, False),
        (instance_types, "m7g.xlarge", 4, False),
        (instance_types, "M5.24xlarge", 96, False),
        (instance_types, "c7i.metal-24xl", 96, False),
        (instance_types, "u-6tb1.metal", 96, False),
        (instance_types, "m4.large", 2, True),
        (instance_types, "t2.micro", 2, False),
        (instance_types, "db.t2.micro", 2, True),
        (instance_types, "db.serverless", 0, False),
        (instance_types, "cache.r3.2xlarge", 8, True),
        (instance_types, "i2.xlarge.search", 4, True),
        (sizes, "Standard_B2s", 2, False),
        (sizes, "Standard_D16ds_v5", 16, False),
        (sizes, "Standard_E64-16s_v3", 64, False),
        (sizes, "Standard_NC24ads_A100_v4", 24, False),
        (sizes, "Standard_NC6s_v3", 6, True),
        (sizes, "Standard_DS5_v2", 16, True),
        (sizes, "standard_d14_v2_promo", 16, True),
        (sizes, "Standard_F8s_v2", 8, True),
        (sizes, "Standard_GS5", 32, True),
        (sizes, "Basic_A1", 1, True),
        (sizes, "GP_Gen5_2", 0, False),
        (machine_types, "e2-micro", 0, False),
        (machine_types, "n2-standard-32", 32, False),
        (machine_types, "e2-custom-4-8192", 4, False),
        (machine_types, "c3-standard-88-lssd", 88, False),
        (machine_types, "a2-highgpu-2g", 24, False),
        (machine_types, "custom-4-8192", 4, True),
        (machine_types, "zones/europe-west1-b/machineTypes/n1-highmem-8", 8, True),
        (machine_types, "f1-micro", 0, True),
        (machine_types, "db-custom-16-61440", 16, False),
        (machine_types, "db-perf-optimized-N-8", 8, False),
        (machine_types, "db-f1-micro", 0, False),
    ],
)
def test_a_name_says_it(cloud: ModuleType, name: str, processors: int, previous: bool) -> None:
    assert cloud.processors(name) == processors
    assert cloud.is_previous(name) is previous
