# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors beside it: same code, same bytes.

Two things cannot be made twice alike, since the library draws randomness for them:
ML-DSA-44 signatures and HPKE's sealed secrets.  They are kept in `made.json` and only
checked; delete that file to make them anew.
"""

from __future__ import annotations

from spec.vectors import (
    cases_act,
    cases_book,
    cases_carried,
    cases_carriers,
    cases_entry,
    cases_epoch,
    cases_export,
    cases_form,
    cases_hardware,
    cases_identity,
)
from spec.vectors.made import Made
from spec.vectors.pages import HERE, Files, pages_of, write

KEPT = "made.json"
FILES: Files[Made] = {
    "carried": ("spec/10, chunks, parcels and slips", cases_carried.carried),
    "encoding": ("spec/0, deterministic encoding", cases_form.encoding),
    "text": ("spec/2, text coding", cases_form.text),
    "padding": ("spec/3, padding", cases_form.padding),
    "statement": ("spec/1, statements", cases_identity.statements),
    "card": ("spec/1, cards, prekeys and card files", cases_identity.cards),
    "delegation": (
        "spec/7, delegations and requests for one",
        cases_identity.delegations,
    ),
    "roster": ("spec/1, rosters", cases_identity.rosters),
    "agreement": ("spec/1, link agreements", cases_identity.agreements),
    "export": ("spec/6, requests and consents", cases_export.exports),
    "fingerprint": ("spec/1, fingerprints", cases_identity.fingerprints),
    "entry": ("spec/2, entries", cases_entry.entries),
    "manifest": ("spec/2, manifests and releases", cases_entry.manifests),
    "hardware-key": ("spec/7, hardware keys", cases_hardware.hardware_keys),
    "book": ("spec/9, coded bodies", cases_book.book),
    "act": ("spec/8, acts", cases_act.act_cases),
    "opening": ("spec/3, openings", cases_epoch.openings),
    "page": ("spec/7, sets of pages", cases_epoch.page_sets),
    "fragment": ("spec/10, fragments", cases_carriers.fragments),
    "frame": ("spec/3, key schedule and frames", cases_epoch.frames),
}


def pages(made: Made) -> dict[str, str]:
    """Return name and text of every vector file."""
    return pages_of(FILES, made)


if __name__ == "__main__":
    write(Made.load(HERE / KEPT), KEPT, pages)
