# SPDX-License-Identifier: Apache-2.0
"""From the words of a face to what an officer says: kind and fields, strictly read.

The fields are those of the kind's value in `parley.model.act`, with its own types;
whatever the wire could not carry is refused here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import msgspec
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import names_of
from parley.model.act import Said
from parley.model.entry import EntryKind
from parley.station.shapes import shape_of
from parley.wire.act import FORMS
from parley.wire.shape import Fields

# Bytes in fields, at whatever depth, travel as hex.
_CONFIG = ConfigDict(strict=True, val_json_bytes="hex")


def kind_named(name: str) -> EntryKind:
    """Return the kind of act called `name`.

    Raises:
        LocalFault: PLY-WCH-004 there is none.

    """
    for kind in FORMS:
        if kind.name == name.upper():
            return kind
    allowed = ", ".join(kind.name.lower() for kind in FORMS)
    raise LocalFault("PLY-WCH-004", reason=f"no act is called {name}", allowed=allowed)


def said_of(kind: EntryKind, given: Mapping[str, object]) -> Said:
    """Return what is said.

    Raises:
        LocalFault: PLY-WCH-004 a field is missing, odd or not of this kind.

    """
    form = FORMS[kind]
    said_type = form.said
    unknown = given.keys() - set(names_of(said_type))
    if unknown:
        raise _odd(kind, f"it has no field {min(unknown)}")
    try:
        box = _box(kind).model_validate_json(json.dumps({"said": given}))
    except ValidationError as bad:
        error = bad.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in error["loc"][1:])
        raise _odd(kind, f"{place}: {error['msg'].lower()}") from None
    said: Said = msgspec.convert(box.model_dump()["said"], said_type)
    try:
        read = Fields(form.write(said, 0), kind.name.lower())
        form.take(read, 0)
    except CounterpartFault as fault:
        raise _odd(kind, fault.what.rstrip(".")) from None
    return said


@cache
def _box(kind: EntryKind) -> type[BaseModel]:
    """Make the type of what is said, with the first act of its kind."""
    return create_model(
        "Said", __config__=_CONFIG, said=(shape_of(FORMS[kind].said), ...)
    )


def _odd(kind: EntryKind, reason: str) -> LocalFault:
    allowed = ", ".join(names_of(FORMS[kind].said)) or "no field"
    return LocalFault("PLY-WCH-004", reason=reason, allowed=allowed)
