# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of the log: same code, same bytes.

ML-DSA-44 signatures cannot be made twice alike, so they are kept in `log-made.json`
by the message they sign; delete that file to make them anew.
"""

from __future__ import annotations

from spec.vectors import log_cases, log_files
from spec.vectors.log_keys import Signatures
from spec.vectors.pages import HERE, Files, page_text, pages_of, write

KEPT = "log-made.json"
FILES: Files[Signatures] = {
    "log-tree": ("spec/5, trees: roots, frontiers, selections", log_cases.trees),
    "log-leaf": ("spec/5, leaves; spec/6, disclosures", log_cases.leaves),
    "log-note": ("spec/5, notes, keys and checkpoints", log_cases.notes),
    "log-policy": ("spec/5, policies", log_cases.policies),
    "log-air": ("spec/5, checkpoints on the air", log_cases.heads),
}


def pages(signatures: Signatures) -> dict[str, str]:
    """Return name and text of every vector file."""
    proof = page_text(log_files.page(signatures))
    return {**pages_of(FILES, signatures), "log-proof.json": proof}


if __name__ == "__main__":
    write(Signatures.load(HERE / KEPT), KEPT, pages)
