# SPDX-License-Identifier: Apache-2.0
"""A second edition beside the first: it adds, and nothing it says before changes."""

from __future__ import annotations

import copy

import pytest

from parley.errors import LocalFault
from parley.fixed import replace
from parley.formats.adding import taken_away
from parley.formats.book import Library, read_book
from parley.formats.coding import decode
from parley.formats.compile import Source, compile_book, rendered_golden
from parley.formats.golden import PARTIES, check_golden
from parley.formats.render import render
from parley.station.library import files
from parley.testing.coded_samples import second_edition


def compiled(source: Source):
    """Compile a source whose vectors are what it renders, as a new edition is made."""
    head = {**source.head, "edition": 2}
    bare = Source(head, source.formats, source.languages, {})
    accepted = Source(head, bare.formats, bare.languages, rendered_golden(bare))
    return read_book(compile_book(accepted))


def test_an_edition_that_adds_a_choice_and_a_field_takes_nothing_away(book, source):
    """Both parties learn what is new; what they knew goes on meaning the same."""
    newer = compiled(second_edition(source))
    check_golden(newer)
    assert newer.choices["nuclide"] == book.choices["nuclide"] + 1
    assert "unit" in newer.named("NUCACC").by_name
    assert taken_away(book, newer) == []


def swapped(source):
    english = next(one for one in source.languages if one["tag"] == "en")
    words = english["choices"]["ynu"]
    words["1"], words["2"] = words["2"], words["1"]


def dropped(source):
    gone = source.formats.pop()["name"]
    for language in source.languages:
        language["formats"].pop(gone, None)


def renumbered(source):
    source.formats[0]["field"][0]["key"] = 19


def shrunk(source):
    source.head["choices"]["nuclide"] -= 1
    for language in source.languages:
        choices = language.get("choices", {})
        if "nuclide" in choices:
            choices["nuclide"].popitem()


def relabelled(source):
    english = next(one for one in source.languages if one["tag"] == "en")
    english["formats"]["CYBER"]["fields"]["going"] = "Over"


@pytest.mark.parametrize("change", [swapped, dropped, renumbered, shrunk, relabelled])
def test_an_edition_that_changes_what_was_said_is_refused(book, source, change):
    """Yes and no swapped in edition 2 would be read by people who learned edition 1."""
    other = copy.deepcopy(source)
    change(other)
    assert taken_away(book, compiled(other))


def test_a_draft_may_be_reviewed(book, source):
    """Words that say "not reviewed" of themselves are there to be changed."""
    ukrainian = next(one for one in source.languages if one["tag"] == "uk")
    headline = ukrainian["formats"]["TEST"]["headline"]
    ukrainian["formats"]["TEST"]["headline"] = f"{headline}!"
    assert taken_away(book, compiled(source)) == []


def test_both_stay_loaded_and_the_archive_reads_the_same(book, source):
    """A message of years ago must be read as it was signed."""
    library = Library([book, compiled(second_edition(source))])
    assert library.newest.edition == 2
    assert library.signed(book.digest) is book
    for golden in book.golden:
        message = decode(library.edition(golden.body[1]), golden.body)
        for tag, text in golden.texts.items():
            held = library.edition(message.edition)
            assert render(held, message, tag, PARTIES) == text


@pytest.mark.parametrize(
    ("change", "loads"), [(second_edition, True), (swapped, False)]
)
def test_a_station_does_not_start_with_an_edition_that_changes(
    tmp_path, monkeypatch, edition_folder, source, change, loads
):
    """What a linguist overlooked must stop a station, not mislead its watch."""
    changed = change(source) or source
    head = {**changed.head, "edition": 2}
    bare = Source(head, changed.formats, changed.languages, {})
    newer = replace(bare, golden=rendered_golden(bare))
    for number, data in (
        ("1", (edition_folder / files.COMPILED).read_bytes()),
        ("2", compile_book(newer)),
    ):
        (tmp_path / number).mkdir()
        (tmp_path / number / files.COMPILED).write_bytes(data)
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    load = files.load_library.__wrapped__
    if loads:
        assert [one.edition for one in load()] == [1, 2]
        return
    with pytest.raises(LocalFault, match="PLY-BOK-014"):
        load()
