# SPDX-License-Identifier: Apache-2.0
"""Exit codes; they are part of the public face and never change meaning."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a script may rely on."""

    OK = 0
    FAULT = 1  # something was found wrong: disk, key, damage, settings
    USAGE = 2  # the command itself was wrong; nothing was tried
    UNREACHED = 3  # no station answers in that folder
    REFUSED = 4  # a rule of the link or of the desk says no
    STOPPED = 130  # stopped with Ctrl-C


# Names that stand for nothing are a mistake in the command, not a rule that says no.
_USAGE = frozenset(
    {
        "PLY-CFG-014",  # a value that the method does not take
        "PLY-BOK-006",
        "PLY-BOK-007",
        "PLY-BOK-008",
        "PLY-BOK-010",
        "PLY-BOK-012",
        "PLY-CFG-015",  # no such message
        "PLY-CFG-020",  # no such officer
        "PLY-CFG-021",  # no counterpart named, several paired
        "PLY-CFG-024",  # passphrase too short
        "PLY-LNK-001",
        "PLY-LNK-019",
        "PLY-REC-005",
        "PLY-REC-006",
        "PLY-REC-010",
        "PLY-REC-012",
        "PLY-REL-001",
        "PLY-REL-008",
        "PLY-REL-009",
        "PLY-TXT-001",
        "PLY-TXT-002",
        "PLY-TXT-004",
        "PLY-TXT-005",
        "PLY-TXT-006",
        "PLY-WCH-004",  # no such act
        "PLY-WCH-021",  # no such month
        "PLY-RDO-006",
        "PLY-RDO-007",  # no such readout
        "PLY-XCH-007",  # a kind that does not hold this message
    }
)
_USAGE_AREAS = ("PLY-CLI-00", "PLY-CLI-01")
_UNREACHED = frozenset({"PLY-CFG-010", "PLY-CFG-012", "PLY-CFG-017"})
_REFUSED = frozenset(
    {
        "PLY-BOK-009",  # no edition that both signed
        "PLY-REC-002",  # evidence that the parties made deniable
        "PLY-REC-003",  # not without the counterpart's consent
        "PLY-REC-004",
        "PLY-REC-007",
        "PLY-REC-011",
        "PLY-REC-030",
        "PLY-TXT-003",
        "PLY-TXT-007",  # not a linguist, or not his signature
    }
)
_REFUSED_AREAS = (
    "PLY-REL-",
    "PLY-LNK-",
    "PLY-SIG-",
    "PLY-WCH-",
    "PLY-RDO-",
    "PLY-CLI-03",
)


def exit_of(code: str) -> Exit:
    """Return the exit code that stands for a fault's code."""
    if code == "PLY-CLI-098":
        return Exit.STOPPED
    if code in _USAGE or code.startswith(_USAGE_AREAS):
        return Exit.USAGE
    if code in _UNREACHED:
        return Exit.UNREACHED
    if code in _REFUSED or code.startswith(_REFUSED_AREAS):
        return Exit.REFUSED
    return Exit.FAULT
