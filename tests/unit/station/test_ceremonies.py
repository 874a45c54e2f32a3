# SPDX-License-Identifier: Apache-2.0
"""Ceremonies: what is asked of people, what is checked, and what is kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from parley.cli.catalogue import COMMANDS
from parley.errors import LocalFault
from parley.fixed import replace
from parley.station.ceremonies import progress as kept
from parley.station.ceremonies.checks import CHECKS
from parley.station.ceremonies.script import NAMES, ceremony
from parley.station.ceremonies.sheet import page

PAIRING = ceremony("pairing-in-person")
BEGUN = kept.Progress(PAIRING.name, PAIRING.edition, 1_795_426_478_000)
TWO = ("Ann", "Ben")


def done(step=1, by=TWO, **more):
    return kept.Done(step, by, 1_795_426_478_000 + step, **more)


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_names_commands_and_checks_that_exist(name):
    """A sheet that sends people to a command that is gone ends a ceremony at night."""
    sheet = ceremony(name)
    assert sheet.persons >= 2
    assert sheet.needs
    assert len({step.title for step in sheet.steps}) == len(sheet.steps) >= 5
    for step in sheet.steps:
        assert not step.check or step.check in CHECKS
        for command in re.findall(r"parley ([a-z-]+)", step.command):
            assert command in COMMANDS, step.title


def test_one_person_named_twice_is_one():
    """Two names of one person would be one person at a ceremony for two."""
    for by in (("Ann",), ("Ann", " ann "), ("Ann", ""), ()):
        with pytest.raises(LocalFault) as refused:
            kept.stepped(PAIRING, BEGUN, done(by=by))
        assert refused.value.code == "PLY-CER-005"


def test_a_ceremony_goes_on_where_it_was_left(tmp_path):
    """Power fails in the middle of ceremonies too."""
    path = kept.place_of(tmp_path / "station", PAIRING.name)
    assert kept.load(path) is None
    kept.save(path, kept.stepped(PAIRING, BEGUN, done(note="stick 7")))
    known, step = kept.current(PAIRING, kept.load(path))
    assert (known.next_step, step) == (2, PAIRING.steps[1])
    assert known.done == (done(note="stick 7"),)
    assert path.parent.stat().st_mode & 0o077 == 0
    assert kept.undone(known) == BEGUN


def test_the_last_step_ends_it():
    """After its end nothing can be added to what was signed on paper."""
    known = BEGUN
    for number in range(1, len(PAIRING.steps) + 1):
        known = kept.stepped(PAIRING, known, done(number))
    assert known.ended_ms is not None
    with pytest.raises(LocalFault) as refused:
        kept.current(PAIRING, known)
    assert refused.value.code == "PLY-CER-003"


def test_a_sheet_that_changed_meanwhile_is_not_gone_on_with():
    """Step 4 of one edition may be step 5 of the next."""
    with pytest.raises(LocalFault) as refused:
        kept.current(PAIRING, replace(BEGUN, edition="0" * 16))
    assert refused.value.code == "PLY-CER-004"


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"done": 5}', b'{"done": [{"by": 1}]}', b"\xff" * 9],
    ids=["empty", "list", "torn", "number", "field", "bytes"],
)
def test_damaged_progress_is_told_and_left_alone(tmp_path, data):
    """What cannot be read may still be read by a person."""
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(LocalFault) as refused:
        kept.load(path)
    assert refused.value.code == "PLY-CER-002"
    assert path.read_bytes() == data


def test_audit_log_gets_each_step_once():
    """A step that was done while the station stood still is noted when it runs."""
    known = kept.stepped(PAIRING, BEGUN, done(reason="read last year"))
    (line,) = kept.audit_lines(PAIRING, known)
    assert line == (
        "pairing-in-person 1/10: Read the terms, by Ann and Ben, left out: read last"
        " year"
    )
    assert kept.audit_lines(PAIRING, kept.audited(known)) == []


def test_sheet_shows_what_is_done_and_is_safe_to_open():
    """It is printed from a browser: a name is a name there, whatever is in it."""
    known = kept.stepped(PAIRING, BEGUN, done(by=("<b>Ann", "Ben"), note="stick 7"))
    drawn = page(PAIRING, known, "station")
    assert drawn.count("<section>") == len(PAIRING.steps)
    assert "&lt;b&gt;Ann and Ben. stick 7" in drawn
    assert "<b>" not in drawn
    assert drawn.count("&#10003;") == 1
    assert "http" not in drawn


class Asked:
    """A station that answers what a test gives it."""

    def __init__(self, **answers):
        self.answers = answers

    def __call__(self, method):
        return self.answers[method]


STATUS = {"ready": True, "reasons": [], "alarms": [], "counterparts": []}


def test_checks_ask_the_station_and_not_the_person():
    """A box that is ticked because it was always ticked is no check."""
    fact = {"fact": "round trip", "at_ms": 1}
    linked = {"link": "b.example", "state": "alleged", "facts": [fact]}
    bad = {**STATUS, "ready": False}
    assert CHECKS["runs"](Asked(status=STATUS)) is None
    assert CHECKS["runs"](Asked(status=bad)) == "it is not ready"
    assert "2 officers" in CHECKS["officers"](Asked(officers=[1, 2]))
    assert CHECKS["officers"](Asked(officers=[1, 2, 3])) is None
    assert CHECKS["paired"](Asked(status=STATUS)) == "no card was taken in"
    paired = {**STATUS, "counterparts": [linked]}
    assert CHECKS["paired"](Asked(status=paired)) is None
    assert "alleged" in CHECKS["in-force"](Asked(status=paired))
    forced = {**STATUS, "counterparts": [{**linked, "state": "in force"}]}
    assert CHECKS["in-force"](Asked(status=forced)) is None
    assert CHECKS["proven"](Asked(status=paired)) is None
    assert "no round trip" in CHECKS["proven"](Asked(status=STATUS))
    pages = {"ours": 3, "theirs": 0}
    assert CHECKS["pages"](Asked(pages=[pages])) == "no page is held"
    assert CHECKS["pages"](Asked(pages=[{**pages, "theirs": 1}])) is None
    used = {step.check for name in NAMES for step in ceremony(name).steps}
    assert used - {""} == set(CHECKS)


def test_progress_is_plain_json(tmp_path):
    """Whoever takes over reads it without this software."""
    path = tmp_path / "a.json"
    kept.save(path, kept.stepped(PAIRING, BEGUN, done()))
    read = json.loads(Path(path).read_text("utf-8"))
    assert read["ceremony"] == PAIRING.name
    assert read["done"][0]["by"] == ["Ann", "Ben"]
