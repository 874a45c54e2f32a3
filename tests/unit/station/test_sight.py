# SPDX-License-Identifier: Apache-2.0
"""Who is shown what officers wrote, whatever face asks."""

from __future__ import annotations

import json

import pytest

from parley.api.rights import RIGHTS
from parley.errors import LocalFault
from parley.fixed import Fixed, names_of
from parley.model.identity import OfficerClass
from parley.station import sight
from parley.station.methods import METHODS, ask
from parley.station.offline import offline
from parley.station.sight import (
    ASKS,
    NOT_SHOWN,
    READERS,
    refuse_auditor,
    seen,
    sight_of,
)
from parley.station.sights import Sight
from parley.station.views import BoardView, DraftView, MessageView, ReleaseView
from parley.testing.stations import PASSPHRASE, both

SECRET = "Nobody but a reader sees these words."


def message(**other):
    """Return a received message nobody has acknowledged."""
    given = {
        **dict.fromkeys(names_of(MessageView), 0),
        "direction": "in",
        "state": "RECEIVED",
        "subject": SECRET,
        "texts": (("en", SECRET),),
        "critical": (SECRET,),
        "override": SECRET,
        "coded": None,
        "releases": (ReleaseView(1, "Ann", "Duty officer", "hardware key", good=True),),
        "stages": (),
        "escalation": (),
    }
    return MessageView(**{**given, **other})


@pytest.mark.parametrize("only", sorted(OfficerClass))
def test_every_class_but_the_custodian_reads_texts(only):
    """Whoever keeps keys and disks is not thereby a reader of letters."""
    custodian = only is OfficerClass.CUSTODIAN
    assert sight_of({only}) is (Sight.NONE if custodian else Sight.WHOLE)


def test_custodian_who_stands_watch_too_reads_as_the_watch():
    """Classes add up: a small party has few people."""
    assert sight_of({OfficerClass.CUSTODIAN, OfficerClass.WATCH}) is Sight.WHOLE
    assert sight_of(()) is Sight.NONE
    assert OfficerClass.AUDITOR in READERS


def test_nothing_of_a_text_is_left_for_who_may_not_read():
    """A subject, a critical field or a reason is part of the text."""
    shown = seen((message(),), Sight.NONE)
    assert SECRET not in repr(shown)
    (one,) = shown
    assert one.texts == (("zxx", NOT_SHOWN[Sight.NONE]),)
    assert one.subject == NOT_SHOWN[Sight.NONE]
    assert (one.state, one.releases) == ("RECEIVED", message().releases)


def test_what_waits_is_shown_where_nobody_is_signed_on_and_nothing_else():
    """A FLASH must be read by whoever stands there; the file of last week must not."""
    waits, had = message(), message(state="ACKNOWLEDGED")
    ours = message(direction="out", state="QUEUED")
    board = BoardView(1, None, (waits,), (had, ours), (), ())  # type: ignore[arg-type]
    shown = seen(board, Sight.WAITING)
    assert shown.open == (waits,)
    assert SECRET not in repr(shown.recent)
    assert seen(board, Sight.WHOLE) is board


def test_draft_is_hidden_with_its_manifest():
    """The manifest of a coded draft holds its body."""
    given = dict.fromkeys(names_of(DraftView), 0)
    draft = DraftView(
        **{
            **given,
            "texts": (("en", SECRET),),
            "manifest": SECRET.encode().hex(),
            "override": None,
            "coded": None,
            "releases": (),
        }
    )
    assert SECRET not in repr(seen(draft, Sight.NONE))
    assert seen(draft, Sight.NONE).manifest == ""


def test_every_view_with_words_is_looked_at():
    """A view that comes later must not show what this rule knows nothing of."""
    words = {"text", "texts", "subject", "sentences", "original", "pairs"}
    plain = {"AlarmView", "AuditView", "FindingView", "PolicyView", "ReadoutView"}
    known = {kind.__name__ for kind in sight._WORDS} | sight._WORDS_BY_NAME.keys()
    every = {
        name: kind for kind in _subclasses() if (name := kind.__name__).endswith("View")
    }
    found = {name for name, kind in every.items() if words & set(names_of(kind))}
    assert found - known - plain == set()
    assert {"MessageView", "DraftView", "WireLineView"} <= found


def _subclasses():
    return [
        kind
        for kind in Fixed.__subclasses__()
        if kind.__module__.startswith("parley.station")
    ]


def test_auditor_asks_everything_and_changes_nothing():
    """SPEC 7.42: whoever judges the others must not be one of them."""
    classes = {OfficerClass.AUDITOR, OfficerClass.WATCH, OfficerClass.RELEASER}
    acts = [right for right in RIGHTS.values() if not right.reads]
    assert not [each for each in acts if OfficerClass.AUDITOR in each.classes]
    for name in ASKS:
        refuse_auditor(classes, name)
    for name in METHODS.keys() - ASKS:
        with pytest.raises(LocalFault, match="PLY-AUT-030"):
            refuse_auditor(classes, name)
    refuse_auditor({OfficerClass.WATCH}, "release")


def test_shell_shows_no_texts_where_the_party_says_so(run, folders):
    """Commands have no officer's name; a party may want its texts read by name only."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await alfa.send(SECRET)
            await bravo.until(bravo.parts.api.messages)
            shown = json.dumps(await ask(bravo.parts.api, "messages", b""))
            assert SECRET in shown
            hidden = await ask(bravo.parts.api, "messages", b"", Sight.NONE)
            assert SECRET not in json.dumps(hidden)

    run(story())
    settings = folders / "bravo" / "station.toml"
    settings.write_text(settings.read_text() + '\n[shell]\ntexts = "withheld"\n')
    with offline(folders / "bravo", PASSPHRASE) as rest:
        assert SECRET not in json.dumps(rest.ask("messages", {"only": "all"}))
