# SPDX-License-Identifier: Apache-2.0
"""What faces are shown of a proof before it leaves: everything a reader will learn."""

from __future__ import annotations

from collections.abc import Iterable

from parley.fixed import Fixed
from parley.tlog.leaf import Field
from parley.tlog.policy import Policy
from parley.tlog.verdict import Verdict

_NAMES = {Field.LOGGED: "time"}


class FieldView(Fixed):
    """One field of a leaf: in how many of the proof's entries it stands open."""

    field: str
    shown: int
    of: int


class PolicyView(Fixed):
    """The policy by which a reader judges one log."""

    sender: str
    incarnation: int
    origin: str
    text: str


class ProofView(Fixed):
    """A proof, and what its reader learns; judged here as he will judge it.

    `data` is empty and `request` is not where the counterpart must consent first.
    """

    link: str
    party: str
    evidence: str
    data: bytes
    data_bytes: int
    request: bytes
    policies: tuple[PolicyView, ...]
    fields: tuple[FieldView, ...]
    verdict: Verdict


class ConsentView(Fixed):
    """What a counterpart's request would show; `data` is our consent, if given."""

    link: str
    party: str
    data: bytes
    fields: tuple[FieldView, ...]
    verdict: Verdict


class EvidenceView(Fixed):
    """Two heads of one log that a counterpart signed and that contradict each other."""

    link: str
    incarnation: int
    size: int
    data: bytes
    verdict: Verdict


def field_views(found: Verdict) -> tuple[FieldView, ...]:
    """Count the open fields of a proof, every field named."""
    entries = [entry for part in found["parts"] for entry in part["entries"]]
    return tuple(
        FieldView(
            _NAMES.get(field, field.name.lower()),
            sum(field.name.lower() in entry["shown"] for entry in entries),
            len(entries),
        )
        for field in Field
    )


def policy_views(policies: Iterable[Policy]) -> tuple[PolicyView, ...]:
    """Return one policy for each log, with a line that says which."""
    views = []
    for policy in policies:
        origin = policy.logs[0].name
        sender, _, _, incarnation = origin.split("/")
        text = f"# Whose signatures count for the log {origin}\n" + policy.text()
        views.append(PolicyView(sender, int(incarnation), origin, text))
    return tuple(views)
