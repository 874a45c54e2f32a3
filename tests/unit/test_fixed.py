# SPDX-License-Identifier: Apache-2.0
"""What is fixed stays so, and what is secret in it is never printed."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import parley
from parley.fixed import Fixed, FixedSecret, as_plain, names_of, replace


class Inner(Fixed):
    """A value in a value."""

    name: str


class Outer(Fixed):
    """A value with another."""

    serial: int
    inner: Inner
    notes: tuple[str, ...] = ()


class Kept(FixedSecret):
    """A value with a key."""

    key: bytes


OUTER = Outer(7, Inner("first"), ("a",))


def test_what_is_fixed_cannot_be_written_to():
    with pytest.raises(AttributeError):
        OUTER.serial = 8  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del OUTER.notes
    with pytest.raises(AttributeError):
        OUTER.other = 1  # type: ignore[attr-defined]


def test_values_are_equal_by_kind_and_fields_and_have_one_hash():
    again = Outer(7, Inner("first"), ("a",))
    assert again == OUTER
    assert hash(again) == hash(OUTER)
    assert replace(OUTER, serial=8) == Outer(8, Inner("first"), ("a",))

    class Alike(Fixed):
        name: str

    assert Alike("first") != Inner("first")
    with pytest.raises(TypeError):
        replace(OUTER, unknown=1)  # type: ignore[call-arg]


def test_a_secret_is_printed_as_its_kind_alone():
    text = repr(Kept(b"\x13" * 32))
    assert text == "Kept(...)"
    assert "Kept(...)" in repr((Kept(b"x"),))


def test_a_value_is_plain_to_its_last_field():
    plain = {"serial": 7, "inner": {"name": "first"}, "notes": ("a",)}
    assert as_plain(OUTER) == plain
    assert names_of(Outer) == names_of(OUTER) == ("serial", "inner", "notes")


def every_kind() -> set[type[Fixed]]:
    """Return all kinds of values there are."""
    for module in pkgutil.walk_packages(parley.__path__, "parley."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds: set[type[Fixed]] = set()
    waiting = [Fixed]
    while waiting:
        fresh = waiting.pop().__subclasses__()
        kinds.update(fresh)
        waiting += fresh
    assert len(kinds) > 400
    return {each for each in kinds if each.__module__.startswith("parley.")}


def test_no_default_is_a_dataclass_field_by_mistake():
    """`dataclasses.field` looks right to a type checker, and would be the value."""
    for kind in every_kind():
        defaults = (*kind.__struct_defaults__, *vars(kind).values())
        assert not any(isinstance(each, dataclasses.Field) for each in defaults), kind


def test_what_has_a_secret_in_it_is_never_printed():
    """A value in the text of a fault or of a failed check must not give it away."""
    named = {"admission", "leaf_secret", "passphrase", "password"}
    telling = [
        f"{kind.__module__}.{kind.__name__}"
        for kind in every_kind()
        if named & set(names_of(kind)) and not issubclass(kind, FixedSecret)
    ]
    assert not telling
