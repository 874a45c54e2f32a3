# SPDX-License-Identifier: Apache-2.0
"""The contact record in words."""

from __future__ import annotations

from parley.station.record.views import ContactsView
from parley.station.time_words import lasted, moment


def summary(found: ContactsView) -> str:
    """Return the contact record in a few whole sentences."""
    record, total = found.record, found.record.total
    said = [
        (
            f"From {moment(record.from_ms)} to {moment(record.to_ms)}"
            f" {found.own} sent {total.contacts_out} messages and {found.party} sent"
            f" {total.contacts_in}."
        ),
        (
            f"Of our link tests {total.tests_passed} were answered and"
            f" {total.tests_unanswered} were not; of theirs {total.tests_heard} came"
            f" and {total.tests_missed} were missed."
        ),
    ]
    if record.last_human is None:
        said.append("No human answer of theirs is on record in this period.")
    else:
        said.append(
            f"The last human answer of theirs came at {moment(record.last_human.at_ms)}"
            f" ({record.last_human.what} {record.last_human.ref})."
        )
    silence = record.longest_silence
    if silence is not None:
        said.append(
            f"Their longest silence lasted {lasted(silence.lasted_ms)}, from"
            f" {moment(silence.from_ms)} to {moment(silence.to_ms)}."
        )
    return " ".join(said)
