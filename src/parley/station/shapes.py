# SPDX-License-Identifier: Apache-2.0
"""The type of a value in a form that pydantic reads: for JSON in, and for its schema.

The values themselves stay as they are, and know nothing of who asks for them.
"""

from __future__ import annotations

from dataclasses import field, make_dataclass
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from parley.fixed import Fixed


def shape_of(kind: Any) -> Any:  # noqa: ANN401 - whatever stands as a type
    """Return a type with a dataclass in place of every value that it names."""
    if isinstance(kind, type) and issubclass(kind, Fixed):
        return _dataclass_of(kind)
    parts = tuple(shape_of(each) for each in get_args(kind))
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return reduce(or_, parts)
    return kind if origin is None else origin[parts]


@cache
def _dataclass_of(kind: type[Fixed]) -> type:
    hints = get_type_hints(kind)
    made = make_dataclass(
        kind.__name__,
        [
            (each.name, shape_of(hints[each.name]), _default(each))
            for each in fields(kind)
        ],
        frozen=True,
    )
    made.__doc__ = kind.__doc__
    return made


def _default(of: FieldInfo) -> Any:  # noqa: ANN401 - a field of whatever type
    if of.default_factory is not NODEFAULT:
        return field(default_factory=of.default_factory)
    return field() if of.default is NODEFAULT else field(default=of.default)
