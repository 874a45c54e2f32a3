# SPDX-License-Identifier: Apache-2.0
"""Builds web/verify.html: one static file that verifies proofs without a network.

The sources stand in web/verify/, the sentences in `parley.tlog.verdict_words`, the
ML-DSA-44 library in web/vendor/ (`tools/build_verify.py` fetches that one).  Each
source file becomes one line of the page, which is why its statements end with
semicolons and its comments have lines of their own.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from parley.tlog.verdict_words import WORDS  # noqa: E402

SOURCES = ROOT / "web" / "verify"
VENDORED = ROOT / "web" / "vendor" / "ml_dsa_44.mjs"
SCRIPTS = (
    "bytes",
    "cbor",
    "tree",
    "note",
    "policy",
    "proof",
    "verdict",
    "page",
    "face_words",
    "face",
)


def pages() -> dict[Path, str]:
    """Return the page by its place."""
    words = json.dumps(WORDS, ensure_ascii=False, sort_keys=True)
    script = "\n".join(
        (
            "",
            VENDORED.read_text("utf-8").strip(),
            f"const WORDS = {words};",
            *(_one_line(SOURCES / f"{name}.js") for name in SCRIPTS),
            "",
        )
    )
    style = "\n" + (SOURCES / "style.css").read_text("utf-8")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = (SOURCES / "template.html").read_text("utf-8")
    for name, text in (("policy", policy), ("style", style), ("script", script)):
        page = page.replace(f"{{{name}}}", text)
    return {ROOT / "web" / "verify.html": page}


def _one_line(path: Path) -> str:
    rows = [row.strip() for row in path.read_text("utf-8").splitlines()]
    code = " ".join(row for row in rows if row and not row.startswith("//"))
    return f"/* {path.name} */ {code}"


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
