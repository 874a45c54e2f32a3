# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/errors: a page an area, a heading a code."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from parley import errors
from parley.errors import Explanation

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference" / "errors"
TITLES = {
    "bearers": "Bearers and circuits",
    "book": "Code book",
    "ceremony": "Ceremonies",
    "cli": "Commands",
    "config": "Settings",
    "console": "Console",
    "keys": "Keys and keystores",
    "link": "Link, pairing and traffic",
    "log": "Log and checkpoints",
    "record": "Proofs and consents",
    "release": "Drafts and releases",
    "store": "Store and disk",
    "wire": "Bytes from outside",
}
NOTE = "<!-- Written by `make gen` from src/parley/errors; edit the texts there. -->"
FIELD = re.compile(r"\{(\w+)\}")
SPAN = re.compile(r"(`[^`]*`)")


def prose(text: str) -> str:
    """Show the facts a sentence is filled with: `NAME` in commands, *name* outside."""
    return "".join(
        FIELD.sub(lambda hit: hit.group(1).upper(), part)
        if part.startswith("`")
        else FIELD.sub(r"*\1*", part)
        for part in SPAN.split(text)
    )


def entry(code: str, text: Explanation) -> str:
    """Write the four sentences of one code."""
    return f"""
## {code}

{prose(text.what)}

Kept
: {prose(text.kept)}

What happens next
: {prose(text.then)}

What you can do
: {prose(text.do)}
"""


def pages() -> dict[Path, str]:
    """Return every page of the folder by its path."""
    written: dict[Path, str] = {}
    rows = []
    for area in sorted(module.name for module in iter_modules(errors.__path__)):
        texts: dict[str, Explanation] | None = getattr(
            import_module(f"parley.errors.{area}"), "TEXTS", None
        )
        if not texts:
            continue
        title = TITLES.get(area, area.replace("_", " ").capitalize())
        body = "".join(entry(code, texts[code]) for code in sorted(texts))
        written[FOLDER / f"{area}.md"] = f"{NOTE}\n# {title}\n{body}"
        rows += [
            f"- [{code}]({area}.md#{code.lower()}): {prose(text.what)}"
            for code, text in texts.items()
        ]
    listed = "\n".join(sorted(rows))
    tree = "\n".join(sorted(path.stem for path in written))
    written[FOLDER / "index.md"] = f"""{NOTE}
# Errors

Every fault says what happened, what is kept, what happens next and what you can do.
Its code is printed with it and leads here.

{listed}

```{{toctree}}
:hidden:

{tree}
```
"""
    return written


def main() -> None:
    """Write the pages and remove those of areas that are gone."""
    written = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in set(FOLDER.glob("*.md")) - written.keys():
        path.unlink()
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
