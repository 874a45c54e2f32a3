# SPDX-License-Identifier: Apache-2.0
"""What officers sign holds every fact that they decided."""

from __future__ import annotations

import pytest

from parley.fixed import replace
from parley.model.act import Acknowledged, Reference
from parley.model.message import Pointer, RelationKind, Setting, Text
from parley.model.precedence import Mode, Precedence
from parley.wire.act import act_manifest
from parley.wire.cbor import loads
from parley.wire.manifest import content_bytes, manifest
from spec.vectors import samples

SETTING = samples.SETTING
CONTENT = samples.content()
OTHER_CONTENTS = [
    replace(CONTENT, number=8),
    replace(CONTENT, precedence=Precedence.ROUTINE),
    replace(CONTENT, created_ms=CONTENT.created_ms + 1000),
    replace(CONTENT, not_after_ms=CONTENT.created_ms),
    replace(CONTENT, drafted_by=3),
    replace(CONTENT, to=(1,)),
    replace(CONTENT, to=(0, 1)),
    replace(CONTENT, relation=Pointer(RelationKind.CANCELS, True, 1, log=1)),
    replace(CONTENT, relation=Pointer(RelationKind.CANCELS, True, 1, log=2)),
    replace(CONTENT, relation=Pointer(RelationKind.CANCELS, False, 1, log=1)),
    replace(CONTENT, texts=(Text("en", "Other."),)),
    replace(CONTENT, texts=(Text("fr", CONTENT.texts[0].text),)),
    replace(CONTENT, texts=(*CONTENT.texts, Text("ru", "И это."))),
    replace(CONTENT, attachments=(bytes(32),)),
]
ABOUT = Reference(1, 1, bytes(32))
OTHER_SETTINGS = [
    replace(SETTING, sender="x"),
    replace(SETTING, recipient="x"),
    replace(SETTING, mode=Mode.LIVE),
    Setting(SETTING.recipient, SETTING.sender, SETTING.mode),
]


def test_no_fact_can_be_changed_under_a_release():
    """A different fact is a different manifest, and a different content."""
    manifests = {
        manifest(SETTING, each, 1, None) for each in [CONTENT, *OTHER_CONTENTS]
    }
    contents = {content_bytes(SETTING, each) for each in [CONTENT, *OTHER_CONTENTS]}
    assert len(manifests) == len(contents) == 1 + len(OTHER_CONTENTS)


def test_a_release_cannot_be_handed_on_to_another_station():
    """SPEC 2.19: sender, recipient and mode are signed."""
    manifests = {
        manifest(each, CONTENT, 1, None) for each in [SETTING, *OTHER_SETTINGS]
    }
    assert len(manifests) == 1 + len(OTHER_SETTINGS)


def test_the_second_step_covers_the_first_signature():
    """SPEC 2.20: a second release belongs to one first release."""
    steps = {
        manifest(SETTING, CONTENT, 1, None),
        manifest(SETTING, CONTENT, 2, bytes(32)),
        manifest(SETTING, CONTENT, 2, b"\1" * 32),
        manifest(SETTING, CONTENT, 3, bytes(32)),
    }
    assert len(steps) == 4
    for step, previous in ((1, bytes(32)), (2, None)):
        with pytest.raises(AssertionError):
            manifest(SETTING, CONTENT, step, previous)


def test_the_three_things_signed_never_look_alike():
    """A touch for an acknowledgement must not become a release."""
    firsts = [
        loads(manifest(SETTING, CONTENT, 1, None))[0],
        loads(content_bytes(SETTING, CONTENT))[0],
        loads(act_manifest(SETTING, Acknowledged(), ABOUT, 0))[0],
    ]
    assert len(set(firsts)) == 3
