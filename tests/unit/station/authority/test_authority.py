# SPDX-License-Identifier: Apache-2.0
"""Agreements and rosters through the station's one door, on real folders at rest."""

from __future__ import annotations

import pytest

from parley.core.authority.agreements import standard_terms
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.agreement import ReleaseRule
from parley.model.precedence import Mode, Precedence
from parley.station.authority.terms_file import parse_terms, write_terms
from parley.station.offline import offline
from parley.testing.stations import PASSPHRASE, enlist, make_station

ONE = replace(
    standard_terms(Mode.TEST),
    rules=(ReleaseRule(Mode.TEST, Precedence.ROUTINE, 2, override=True),),
)


@pytest.fixture(scope="module")
def paired(tmp_path_factory):
    """Two stations at rest; ALFA has confirmed BRAVO under settled terms."""
    root = tmp_path_factory.mktemp("authority")
    cards = {}
    for name in ("alfa", "bravo"):
        make_station(root / name, name)
        cards[name] = enlist(root / name)
    with offline(root / "alfa", PASSPHRASE) as rest:
        pairing = rest.ask("pair", {"card": cards["bravo"], "terms": write_terms(ONE)})
        assert any("override" in line for line in pairing["terms"])
        rest.ask(
            "confirm",
            {"link": None, "digits": pairing["fingerprint"], "name": "Custodian"},
        )
        yield rest


def test_the_settled_terms_are_what_is_signed(paired):
    """What the custodian handed in, in plain words and as the same file."""
    found = paired.ask("agreement")
    assert found["version"] == 1
    assert found["state"] == "waiting for their signature"
    assert parse_terms(found["file"]) == ONE
    assert any("override with a written reason" in line for line in found["words"])
    assert found["proposed"] is None


def test_terms_that_cannot_be_read_pair_nobody(paired):
    """A misread file must not fall back to other terms."""
    with pytest.raises(LocalFault, match="PLY-AUT-013"):
        paired.ask("pair", {"card": b"", "terms": "releases = 1"})


def test_people_change_and_the_change_is_shown(paired):
    """The same lines on our side as on theirs."""
    index = paired.ask("officers")[0]["index"]
    paired.ask("add_position", {"name": "Night desk", "forms": [["en", "Night desk"]]})
    changed = paired.ask(
        "change_officer",
        {"officer": index, "position": "Night desk", "forms": [["en", "Colonel"]]},
    )
    assert changed["position"] == "Night desk"
    paired.ask("change_officer", {"officer": index, "retired": True})
    lines = [line for each in paired.ask("authority_news") for line in each["lines"]]
    assert "position added: Night desk" in lines
    assert any("moved from" in line for line in lines)
    assert any("retired" in line for line in lines)


def test_nothing_is_accepted_that_nobody_proposed(paired):
    """A digest from a letter is no proposal."""
    for digest in ("00" * 32, "no digest"):
        with pytest.raises(LocalFault, match="PLY-AUT-008"):
            paired.ask("accept_terms", {"link": None, "digest": digest})
