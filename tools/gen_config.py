# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/config.md from the types of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from parley.ports.kind import BearerKind, CircuitTable
from parley.station.catalogue import BEARERS, kind_of
from parley.station.config import TABLES, allowed_words

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "config.md"
HEAD = """\
<!-- Written by `make gen` from src/parley/station/config.py; edit the types there. -->
# Settings

Every station has one file `station.toml` in its folder.
A setting that is not listed here is refused, with its line and what is allowed.
`parley config check` says so without starting anything.
No secret has a place in this file.
Changes take effect when the station is started again.
"""
EXAMPLE = """
## Example

```toml
[station]
name = "nrrc.alfa.example"
party = "Alfa"
mode = "EXERCISE"
positions = ["Duty officer", "Minister"]

[[address]]
address = "203.0.113.7:8470"

[[circuit]]
name = "line-1"
counterpart = "nrrc.bravo.example"
listen = "0.0.0.0:8470"

[[circuit]]
name = "line-2"
counterpart = "nrrc.bravo.example"
dial = "198.51.100.4:8470"
```
"""


def setting(table: str, name: str, field: FieldInfo) -> str:
    """Write one setting."""
    default = "must be given" if field.is_required() else shown(field.default)
    words = allowed_words(field.annotation, field.metadata)
    place, _, kind = table.partition(" ")
    heading = f"`{place}.{name}` {kind}".rstrip()
    return (
        f"\n### {heading}\n\n{field.description}\n\n"
        f"- Allowed: {words}.\n- Default: {default}.\n"
    )


def shown(value: Any) -> str:  # noqa: ANN401 - any default
    """Write a default as the file would have it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def section(name: str, table: type[BaseModel], *, many: bool) -> str:
    """Write one table with its settings."""
    header = f"[[{name}]]" if many else f"[{name}]"
    again = " The table may stand any number of times." if many else ""
    doc = " ".join((table.__doc__ or "").split())
    fields = "".join(
        setting(name, key, field) for key, field in table.model_fields.items()
    )
    return f"\n## `{header}`\n\n{doc}{again}\n{fields}"


def of_kind(kind: BearerKind) -> str:
    """Write what circuits of one kind of bearer have besides."""
    doc = " ".join((kind.table.__doc__ or "").split())
    fields = "".join(
        setting(f"circuit ({kind.name})", key, field)
        for key, field in kind.table.model_fields.items()
        if key not in CircuitTable.model_fields
    )
    return f"\n## `[[circuit]]` with bearer {kind.name}\n\n{doc}\n{fields}"


def pages() -> dict[Path, str]:
    """Return the page by its path."""
    body = ""
    for name, (table, many) in TABLES.items():
        body += section(name, table, many=many)
        if table is CircuitTable:
            body += "".join(of_kind(kind_of(name)) for name in BEARERS)
    return {PAGE: HEAD + body + EXAMPLE}


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
