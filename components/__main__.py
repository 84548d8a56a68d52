from importlib.metadata import version

import stackwright_components
from pulumi.provider.experimental import component_provider_host
from stackwright_components.conventions import PACKAGE

if __name__ == "__main__":
    component_provider_host(
        name=PACKAGE,
        components=[getattr(stackwright_components, name) for name in stackwright_components.__all__],
        version=version("stackwright"),
    )
