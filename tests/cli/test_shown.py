# SPDX-License-Identifier: Apache-2.0
"""An officer signs what he is shown, whatever his station would have him sign."""

from __future__ import annotations

import pytest

from parley.cli.shown import act_to_sign, release_to_sign
from parley.crypto.digest import tagged
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Acknowledged, Reference, Standby, Suspended
from parley.model.message import Content, Pointer, RelationKind, Setting, Text
from parley.model.precedence import Mode, Precedence
from parley.wire.act import act_manifest
from parley.wire.manifest import manifest

SETTING = Setting("alfa.example", "bravo.example", Mode.LIVE)
CONTENT = Content(
    number=7,
    precedence=Precedence.FLASH,
    created_ms=1_700_000_000_000,
    not_after_ms=None,
    drafted_by=1,
    to=(0,),
    relation=None,
    texts=(Text("en", "We will not fire."),),
    attachments=(),
)
STATUS = {"station": "alfa.example", "mode": "LIVE", "counterparts": []}
OFFICERS = [{"index": 1, "name": "Drafter"}, {"index": 2, "name": "Releaser"}]
OTHER = {
    "text": replace(CONTENT, texts=(Text("en", "We will now fire."),)),
    "language": replace(CONTENT, texts=(Text("ru", "We will not fire."),)),
    "a text more": replace(CONTENT, texts=(*CONTENT.texts, Text("ru", "x"))),
    "precedence": replace(CONTENT, precedence=Precedence.ROUTINE),
    "number": replace(CONTENT, number=8),
    "drafter": replace(CONTENT, drafted_by=2),
    "addressees": replace(CONTENT, to=(0, 1)),
    "attachment": replace(CONTENT, attachments=(bytes(32),)),
}


def draft(content=CONTENT, setting=SETTING, step=1, previous=None):
    signed = manifest(setting, content, step, previous)
    return {
        "number": 7,
        "link": "bravo.example",
        "precedence": "FLASH",
        "drafted_by": "Drafter",
        "to": ["Duty officer"],
        "texts": [["en", "We will not fire."]],
        "step": 1,
        "read_through": 0,
        "critical": [],
        "stop": False,
        "override": None,
        "manifest": signed.hex(),
        "digest": tagged("parley/1 release", signed).hex(),
    }


def test_honest_draft_is_signed():
    """The digest is the one over the manifest, and it is computed here."""
    found = release_to_sign(draft(), STATUS, OFFICERS)
    assert found.digest == tagged(
        "parley/1 release", manifest(SETTING, CONTENT, 1, None)
    )
    assert found.relation is None


@pytest.mark.parametrize("content", OTHER.values(), ids=OTHER.keys())
def test_manifest_of_another_content_is_refused(content):
    """A broken station must not get a signature under what nobody read."""
    with pytest.raises(LocalFault, match="PLY-CLI-031"):
        release_to_sign(draft(content), STATUS, OFFICERS)


@pytest.mark.parametrize(
    "setting",
    [
        replace(SETTING, sender="x.example"),
        replace(SETTING, recipient="charlie.example"),
        replace(SETTING, mode=Mode.TEST),
    ],
)
def test_manifest_for_another_link_or_mode_is_refused(setting):
    """A release for an exercise, or for somebody else, is another release."""
    with pytest.raises(LocalFault, match="PLY-CLI-031"):
        release_to_sign(draft(setting=setting), STATUS, OFFICERS)


def test_manifest_of_another_step_is_refused():
    """A first release must not become a second one."""
    with pytest.raises(LocalFault, match="step"):
        release_to_sign(draft(step=2, previous=bytes(32)), STATUS, OFFICERS)


@pytest.mark.parametrize("manifest_hex", ["", "00", "8363616263", "ff" * 40])
def test_bytes_that_are_no_manifest_are_refused(manifest_hex):
    """Whatever the station hands over to sign, it is read first."""
    with pytest.raises(LocalFault, match="PLY-CLI-031"):
        release_to_sign({**draft(), "manifest": manifest_hex}, STATUS, OFFICERS)


def test_digest_of_something_else_is_refused():
    """The station and this desk must mean the same bytes."""
    with pytest.raises(LocalFault, match="digest"):
        release_to_sign({**draft(), "digest": "00" * 32}, STATUS, OFFICERS)


def test_relation_is_read_from_what_is_signed():
    """A cancellation looks like any other text; the releaser must see what it ends."""
    content = replace(
        CONTENT, relation=Pointer(RelationKind.CANCELS, ours=True, serial=4, log=1)
    )
    found = release_to_sign(draft(content), STATUS, OFFICERS)
    assert found.relation == "cancels our entry 4 of log 1"


ABOUT = ("bravo.example", 1, 5)


def asked(serial=5, created_ms=9_000, said=None, setting=SETTING):
    signed = act_manifest(
        setting,
        Standby(60_000) if said is None else said,
        Reference(1, serial, bytes(32)),
        created_ms,
    )
    return {
        "created_ms": 9_000,
        "manifest": signed.hex(),
        "digest": tagged("parley/1 release", signed).hex(),
    }


def to_sign(request):
    return act_to_sign("standby", request, ABOUT, {"until_ms": 60_000}, STATUS)


def test_honest_act_is_signed():
    """It names this station, the counterpart, the entry, the time and what is said."""
    request = asked()
    assert to_sign(request).hex() == request["digest"]


@pytest.mark.parametrize(
    "request_",
    [
        asked(serial=6),
        asked(created_ms=1),
        asked(said=Standby(61_000)),
        asked(said=Acknowledged()),
        asked(setting=replace(SETTING, recipient="charlie.example")),
        asked(setting=replace(SETTING, mode=Mode.TEST)),
        {**asked(), "digest": "00" * 32},
        {**asked(), "manifest": "80"},
        {**asked(), "manifest": "01"},
    ],
)
def test_act_about_something_else_is_refused(request_):
    """An officer's name must not stand under what he was not shown."""
    with pytest.raises(LocalFault, match="PLY-CLI-031"):
        to_sign(request_)


def test_act_about_nothing_is_bound_to_its_link():
    """A suspension of one line must not become one of another."""
    said = Suspended(None, "Storm.")
    signed = act_manifest(SETTING, said, None, 9_000)
    request = {
        "created_ms": 9_000,
        "manifest": signed.hex(),
        "digest": tagged("parley/1 release", signed).hex(),
    }
    fields = {"until_ms": None, "reason": "Storm."}
    digest = act_to_sign("suspend", request, "bravo.example", fields, STATUS)
    assert digest.hex() == request["digest"]
    with pytest.raises(LocalFault, match="PLY-CLI-031"):
        act_to_sign("suspend", request, "charlie.example", fields, STATUS)
