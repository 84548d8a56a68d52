"""What the catalogues of controls ask for, by theme: rules of one theme answer to the same controls on every cloud.

CIS benchmarks and checks of other tools are about single settings: a rule adds those itself. The texts are NIST SP
800-53 revision 5, PCI DSS 4.0, annex A of ISO/IEC 27001:2022, the AICPA's trust services criteria, and 45 CFR part 164
subpart C. For NIST and PCI the themes follow
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html; the others follow their
texts: an auditor has the last word.
"""

from __future__ import annotations

from typing import Final

from stackwright_policies.model import hipaa, iso27001, nist, pci, soc2

EXPOSURE: Final = (
    *nist("AC-4", "AC-17", "SC-7"),
    *pci("1.3.1", "1.4.2"),
    *iso27001("A.8.20", "A.8.22"),
    *soc2("CC6.6"),
    *hipaa("164.312(e)(1)"),
)
"""The network: who reaches what from outside."""
PUBLIC_DATA: Final = (
    *nist("AC-3", "AC-4", "AC-6", "AC-21", "SC-7"),
    *pci("1.4.4", "7.2.1"),
    *iso27001("A.5.15", "A.8.3"),
    *soc2("CC6.1", "CC6.6"),
    *hipaa("164.312(a)(1)"),
)
"""Data or an interface that everybody may use without showing who they are."""
LEAST_PRIVILEGE: Final = (
    *nist("AC-2", "AC-3", "AC-6"),
    *pci("7.2.1", "7.2.2"),
    *iso27001("A.5.15", "A.8.2"),
    *soc2("CC6.3"),
    *hipaa("164.308(a)(4)(ii)(B)", "164.312(a)(1)"),
)
"""Nobody has more rights than a task needs."""
AUTHENTICATION: Final = (
    *nist("AC-3", "IA-2", "IA-5"),
    *pci("8.3.1"),
    *iso27001("A.5.17", "A.8.5"),
    *soc2("CC6.1"),
    *hipaa("164.312(d)"),
)
"""Whoever comes in shows who they are, with something that can be taken away again."""
CREDENTIALS: Final = (
    *nist("IA-5(7)", "SC-28"),
    *pci("8.3.2", "8.6.2"),
    *iso27001("A.5.17"),
    *soc2("CC6.1"),
    *hipaa("164.308(a)(5)(ii)(D)"),
)
"""Passwords and keys stand nowhere in clear."""
AT_REST: Final = (
    *nist("SC-13", "SC-28", "SC-28(1)"),
    *pci("3.5.1"),
    *iso27001("A.8.24"),
    *soc2("CC6.1"),
    *hipaa("164.312(a)(2)(iv)"),
)
"""Data is encrypted where it lies."""
IN_TRANSIT: Final = (
    *nist("SC-8", "SC-8(1)", "SC-13", "SC-23"),
    *pci("2.2.7", "4.2.1"),
    *iso27001("A.8.24"),
    *soc2("CC6.7"),
    *hipaa("164.312(e)(1)", "164.312(e)(2)(ii)"),
)
"""Data is encrypted on its way."""
KEYS: Final = (*nist("SC-12", "SC-12(2)"), *pci("3.7.4"), *iso27001("A.8.24"), *soc2("CC6.1"))
"""Keys are kept apart, and changed."""
LOGGING: Final = (
    *nist("AU-2", "AU-3", "AU-6", "AU-12", "SI-4"),
    *pci("10.2.1"),
    *iso27001("A.8.15", "A.8.16"),
    *soc2("CC7.2"),
    *hipaa("164.308(a)(1)(ii)(D)", "164.312(b)"),
)
"""What happens is written down."""
LOG_RETENTION: Final = (*nist("AU-11"), *pci("10.5.1"), *iso27001("A.8.15"), *soc2("CC7.2"), *hipaa("164.316(b)(2)(i)"))
"""What was written down is still there when it is asked for."""
LOG_INTEGRITY: Final = (
    *nist("AU-9", "SI-7", "SI-7(1)"),
    *pci("10.3.2", "10.3.4"),
    *iso27001("A.8.15"),
    *soc2("CC7.2"),
    *hipaa("164.312(c)(1)"),
)
"""Nobody changes unnoticed what was written down."""
BACKUP: Final = (
    *nist("CP-9", "CP-10", "SI-12"),
    *iso27001("A.8.13"),
    *soc2("A1.2"),
    *hipaa("164.308(a)(7)(ii)(A)", "164.308(a)(7)(ii)(B)"),
)
"""What is lost comes back."""
AVAILABILITY: Final = (
    *nist("CP-10", "SC-5(2)", "SC-36", "SI-13(5)"),
    *iso27001("A.8.14"),
    *soc2("A1.2"),
    *hipaa("164.308(a)(7)(i)"),
)
"""The failure of one thing stops nothing."""
PROTECTION: Final = (*nist("CM-3", "SC-5(2)"), *iso27001("A.8.32"), *soc2("A1.2", "CC8.1"))
"""Nobody deletes by mistake what holds data."""
PATCHING: Final = (
    *nist("RA-5", "SI-2", "SI-2(2)"),
    *pci("6.3.3"),
    *iso27001("A.8.8"),
    *soc2("CC7.1"),
    *hipaa("164.308(a)(5)(ii)(B)"),
)
"""Known weaknesses are found and closed."""
HARDENING: Final = (*nist("CM-2", "CM-6", "CM-7"), *pci("2.2.1", "2.2.4"), *iso27001("A.8.9"), *soc2("CC6.1", "CC6.8"))
"""What is not needed is off."""
INVENTORY: Final = (*nist("CM-8"), *pci("12.5.1"), *iso27001("A.5.9"), *soc2("CC6.1"))
"""Everything is known, and whose it is."""
