# SPDX-License-Identifier: Apache-2.0
"""A book changed by one value, damaged, or written carelessly."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.fixed import replace
from parley.formats.book import Library, read_book
from parley.formats.compare import differences
from parley.formats.compile import compile_book, rendered_golden
from parley.formats.golden import check_golden
from parley.station.library.files import COMPILED
from parley.wire.cbor import dumps, loads


def compiled(edition_folder) -> bytes:
    """Return the bytes that ship."""
    return (edition_folder / COMPILED).read_bytes()


def accepted(source):
    """Return a source whose vectors are what it renders now."""
    return replace(source, golden=rendered_golden(source))


def test_the_compiled_edition_is_what_its_source_says(source, edition_folder):
    """What linguists read is what both parties sign."""
    assert compile_book(source) == compiled(edition_folder)


def test_two_swapped_sentences_make_another_book(source, book):
    """The same bytes would say "no attack" here and something else there."""
    texts = source.languages[1]["choices"]["intent"]
    texts["1"], texts["4"] = texts["4"], texts["1"]
    other = read_book(compile_book(accepted(source)))
    assert other.digest != book.digest
    found = differences(book, other)
    assert {one.place for one in found if "vector" not in one.place} == {
        "en intent 1",
        "en intent 4",
    }
    assert not differences(book, book)


def test_a_renderer_that_differs_from_the_vectors_is_caught(source, edition_folder):
    """A station that shows another meaning than was signed must not start."""
    value = loads(compiled(edition_folder), items_max=65_536)
    english = value[5][0]
    assert english[0] == "en"
    english[11]["intent"][1] = "This is an attack."
    with pytest.raises(LocalFault, match="PLY-BOK-002") as caught:
        check_golden(read_book(dumps(value)))
    assert "in en" in caught.value.what
    source.golden["ru"]["ASK"] += " "
    with pytest.raises(LocalFault, match="PLY-BOK-013"):
        compile_book(source)


@pytest.mark.parametrize("part", range(7))
def test_a_book_without_one_of_its_parts_is_refused(edition_folder, part):
    """Half a book is none."""
    value = loads(compiled(edition_folder), items_max=65_536)
    value[part] = None
    with pytest.raises(LocalFault, match="PLY-BOK-001"):
        read_book(dumps(value))


def test_bytes_that_are_no_book_are_refused(edition_folder):
    """Whatever lies in the file, the station says so and does not start."""
    data = compiled(edition_folder)
    for odd in (b"", b"\xff", data[:-1], data + b"\x00", dumps([1, 2])):
        with pytest.raises(LocalFault, match="PLY-BOK-001"):
            read_book(odd)


def test_a_book_without_a_vector_is_refused(edition_folder):
    """A format nobody checked is a format nobody can rely on."""
    value = loads(compiled(edition_folder), items_max=65_536)
    value[6] = value[6][1:]
    with pytest.raises(LocalFault, match="PLY-BOK-002"):
        check_golden(read_book(dumps(value)))


def test_editions_stay_beside_each_other(book):
    """The archive is read in the edition it was written in."""
    second = replace(book, edition=2, digest=bytes(32))
    library = Library([second, book])
    assert library.newest is second
    assert library.edition(1) is book
    assert library.signed(book.digest) is book
    assert library.signed(bytes(31)) is None
    assert library.digests == ((1, book.digest), (2, bytes(32)))
    assert Library().newest is None


def _two_labels(source):
    english = source.languages[1]
    english["formats"]["ASK"]["fields"]["count"] = "Place"


def _two_sentences(source):
    source.languages[1]["choices"]["intent"]["2"] = "This is NOT an attack."


def _gap_like_a_value(source):
    source.languages[1]["words"]["unknown"] = "YES"


def _key_twice(source):
    source.formats[0]["field"][1]["key"] = 1


def _key_taken(source):
    source.formats[0]["field"][1]["key"] = 23


def _unknown_choice(source):
    source.formats[0]["field"][1]["of"] = "nothing"


def _unknown_unit(source):
    source.formats[0]["field"][1]["unit"] = "verst"


def _missing_sentence(source):
    del source.languages[1]["choices"]["intent"]["6"]


def _missing_format(source):
    del source.languages[1]["formats"]["CALL"]


def _label_with_colon(source):
    source.languages[1]["formats"]["ASK"]["fields"]["count"] = "Number: of"


def _not_normalised(source):
    source.languages[2]["choices"]["intent"]["1"] = "e\u0301"


def _example_field(source):
    source.formats[0]["example"]["nothing"] = "1"


def _example_incomplete(source):
    source.formats[0]["example"].clear()


@pytest.mark.parametrize(
    "mistake",
    [
        _two_labels,
        _two_sentences,
        _gap_like_a_value,
        _key_twice,
        _key_taken,
        _unknown_choice,
        _unknown_unit,
        _missing_sentence,
        _missing_format,
        _label_with_colon,
        _not_normalised,
        _example_field,
        _example_incomplete,
    ],
)
def test_careless_tables_are_not_compiled(source, mistake):
    """What two readers could take for the same must not be signed."""
    compile_book(source)
    mistake(source)
    with pytest.raises(LocalFault, match="PLY-BOK-013"):
        compile_book(source)
