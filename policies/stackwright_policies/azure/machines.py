"""Virtual machines, single and in scale sets: how people sign in, and what is encrypted."""

from __future__ import annotations

from typing import Final

from stackwright_policies.demands import Demand
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_of

# Publishers of images with Windows: https://learn.microsoft.com/azure/virtual-machines/windows/cli-ps-findimage
_WINDOWS: Final = ("microsoftwindows", "microsoftsqlserver", "microsoftvisualstudio", "microsoftdynamics")


def password_login(machine: View) -> bool:
    """Whether people sign in to a Linux machine with a password. Without an `osProfile` its disk brings its users."""
    return all_of(
        lambda: not machine.get("osProfile").absent,
        lambda: _linux(machine),
        lambda: not machine.get("osProfile", "linuxConfiguration", "disablePasswordAuthentication").flag(),
    )


def _linux(machine: View) -> bool:
    return any_of(
        lambda: not machine.get("osProfile", "linuxConfiguration").absent,
        lambda: machine.get("storageProfile", "osDisk", "osType").text().lower() == "linux",
        lambda: all_of(
            lambda: machine.get("osProfile", "windowsConfiguration").absent,
            lambda: machine.get("storageProfile", "osDisk", "osType").text().lower() != "windows",
            lambda: _image_of_linux(machine.get("storageProfile", "imageReference", "publisher").text().lower()),
        ),
    )


def _image_of_linux(publisher: str) -> bool:
    return bool(publisher) and not publisher.startswith(_WINDOWS)


def demands(*place: str) -> tuple[Demand, ...]:
    """What is demanded of the machine at a place of a resource."""
    where = "".join(f"{key}." for key in place)
    return (
        Demand(
            refuses=lambda it: password_login(it.get(*place)),
            what=f"{where}osProfile.linuxConfiguration.disablePasswordAuthentication is not on: passwords are guessed",
        ),
        Demand(
            refuses=lambda it: not it.get(*place, "securityProfile", "encryptionAtHost").flag(),
            what=f"{where}securityProfile.encryptionAtHost is not on: temporary disks and caches lie there in clear",
        ),
    )
