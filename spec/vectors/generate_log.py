# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of the log: same code, same bytes.

ML-DSA-44 signatures cannot be made twice alike, so they are kept in `log-made.json`
by the message they sign; delete that file to make them anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from spec.vectors import log_cases, log_files
from spec.vectors.log_keys import Signatures

HERE = Path(__file__).resolve().parent
FILES: dict[str, tuple[str, Callable[[Signatures], Iterable[dict[str, object]]]]] = {
    "log-tree": ("spec/5, trees: roots, frontiers, selections", log_cases.trees),
    "log-leaf": ("spec/5, leaves; spec/6, disclosures", log_cases.leaves),
    "log-note": ("spec/5, notes, keys and checkpoints", log_cases.notes),
    "log-policy": ("spec/5, policies", log_cases.policies),
    "log-air": ("spec/5, checkpoints on the air", log_cases.heads),
}


def pages(signatures: Signatures) -> dict[str, str]:
    """Return name and text of every vector file."""
    written = {
        f"{name}.json": _text({"about": about, "vectors": list(cases(signatures))})
        for name, (about, cases) in FILES.items()
    }
    written["log-proof.json"] = _text(log_files.page(signatures))
    return written


def _text(page: dict[str, object]) -> str:
    return json.dumps(page, indent=1, ensure_ascii=True) + "\n"


def main() -> None:
    """Write every file, the signatures last."""
    signatures = Signatures.load(HERE / "log-made.json")
    for name, text in pages(signatures).items():
        (HERE / name).write_text(text, encoding="utf-8")
    signatures.save(HERE / "log-made.json")


if __name__ == "__main__":
    main()
