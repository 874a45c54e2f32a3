# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/api.md from the API's description of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parley.api.describe import description
from parley.api.rights import AT_THE_STATION

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "api.md"
HEAD = """<!-- Written by `make gen` from src/parley/api; edit the texts there. -->
# HTTP API

Every method under `/api/v1`, from the description at `/api/v1/openapi.json`.
[How to call it](../how-to/call-the-api.md) is a page of its own.
"""


def pages() -> dict[Path, str]:
    """Return the page by its path."""
    lines = [HEAD]
    for path, verbs in description()["paths"].items():
        for verb, act in verbs.items():
            lines += _method(path, verb, act)
    lines += ["\n## What stays at the station\n", "| method | why |", "|---|---|"]
    lines += [f"| `{method}` | {why} |" for method, why in AT_THE_STATION.items()]
    return {PAGE: "\n".join(lines) + "\n"}


def _method(path: str, verb: str, act: dict[str, Any]) -> Iterator[str]:
    yield f"\n## {verb.upper()} {path}\n\n{act['summary']}\n{act['description']}"
    rows = list(_parameters(act))
    if rows:
        yield "\n| parameter | type | needed |\n|---|---|---|"
        yield from rows


def _parameters(act: dict[str, Any]) -> Iterator[str]:
    body = act.get("requestBody", {}).get("content", {}).get("application/json", {})
    form = body.get("schema", {})
    for name, schema in form.get("properties", {}).items():
        yield _row(name, schema, needed=name in form.get("required", []))
    for one in act.get("parameters", []):
        yield _row(one["name"], one["schema"], needed=one["required"])


def _row(name: str, schema: dict[str, Any], *, needed: bool) -> str:
    return f"| `{name}` | {_type(schema)} | {'yes' if needed else 'no'} |"


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(f"`{word}`" for word in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array" and "items" in schema:
        return f"list of {_type(schema['items'])}"
    if schema.get("type") == "array":
        return "list"
    return str(schema.get("type", "anything"))


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
