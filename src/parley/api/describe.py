# SPDX-License-Identifier: Apache-2.0
"""The API's description of itself, OpenAPI 3.1, made from the methods' own types.

There is no second list to fall behind: parameters come from the signatures of
`StationApi`, answers from its views.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from parley import __version__
from parley.api.rights import RIGHTS, Right
from parley.model.identity import KeyScheme
from parley.model.precedence import Precedence
from parley.station.methods import METHODS, forms
from parley.station.shapes import shape_of

_REF = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "required": ["type", "status", "title", "code", "side", "kept", "then", "do"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string", "description": "What happened."},
        "code": {"type": "string", "pattern": "^PLY-[A-Z]{2,3}-[0-9]{3}$"},
        "side": {"enum": ["ours", "theirs"]},
        "kept": {"type": "string", "description": "What is kept safe."},
        "then": {"type": "string", "description": "What happens next."},
        "do": {"type": "string", "description": "What the reader can do."},
    },
}
_WORDS = {
    "only": ["all", "open", "bad"],
    "precedence": list(Precedence.__members__),
    "scheme": list(KeyScheme.__members__),
}
"""Parameters that are one of a few words."""

_REFUSALS = {
    "401": "No valid token.",
    "403": "The token is not for this.",
    "404": "There is no such thing.",
    "409": "Refused by a rule of the station.",
    "422": "A parameter is not as it must be.",
    "429": "Asked too often.",
}


@cache
def description() -> dict[str, Any]:
    """Return the whole document."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths = {
        f"/api/v1/{method}": _path(method, right, schemas)
        for method, right in RIGHTS.items()
    }
    paths["/api/v1/events"] = {"get": _events()}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Parley station",
            "version": __version__,
            "description": "What the console can do, for programs. Times are"
            " milliseconds since 1970 UTC, bytes are hexadecimal.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }
    even: dict[str, Any] = _even(document)
    return even


def _path(method: str, right: Right, schemas: dict[str, Any]) -> dict[str, Any]:
    function = METHODS[method]
    said = (inspect.getdoc(function) or "").partition("\n\n")
    classes = ", ".join(one.name.lower() for one in sorted(right.classes))
    act: dict[str, Any] = {
        "operationId": method,
        "summary": said[0],
        "description": f"For: {classes}.",
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {
                    "application/json": {"schema": _answer(method, schemas)},
                },
            },
            **{status: _refusal(words) for status, words in _REFUSALS.items()},
        },
    }
    form = forms()[method].model_json_schema(ref_template=_REF)
    schemas.update(form.pop("$defs", {}))
    for name, schema in form.get("properties", {}).items():
        if name in _WORDS:
            schema["enum"] = _WORDS[name]
    if right.officer is not None and right.officer in form.get("required", []):
        form["required"].remove(right.officer)
    if not right.reads:
        body = {"application/json": {"schema": form}}
        act["requestBody"] = {"required": True, "content": body}
        return {"post": act}
    needed = form.get("required", [])
    act["parameters"] = [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in form.get("properties", {}).items()
    ]
    return {"get": act}


def _even(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a schema in which arrays say one thing of all their items.

    Readers of OpenAPI that stop at JSON Schema draft 7 know no `prefixItems`.
    """
    if isinstance(value, list):
        return [_even(each) for each in value]
    if not isinstance(value, dict):
        return value
    even = {name: _even(each) for name, each in value.items()}
    kinds = even.pop("prefixItems", None)
    if kinds is not None:
        several = [each for at, each in enumerate(kinds) if each not in kinds[:at]]
        even["items"] = several[0] if len(several) == 1 else {"anyOf": several}
    return even


def _answer(method: str, schemas: dict[str, Any]) -> dict[str, Any]:
    kind = get_type_hints(METHODS[method])["return"]
    schema = TypeAdapter(shape_of(kind)).json_schema(
        ref_template=_REF, mode="serialization"
    )
    schemas.update(schema.pop("$defs", {}))
    return schema


def _refusal(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    return {"description": words, "content": content}


def _events() -> dict[str, Any]:
    return {
        "operationId": "events",
        "summary": "Be told, at once, that something shown may have changed.",
        "description": "Server-sent events; `id` grows. Comments prove, every two"
        " seconds, that the station lives.",
        "parameters": [
            {
                "name": "Last-Event-ID",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
            }
        ],
        "responses": {
            "200": {
                "description": "A stream that ends when the station stops.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **{status: _refusal(_REFUSALS[status]) for status in ("401", "403")},
        },
    }
