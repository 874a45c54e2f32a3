# SPDX-License-Identifier: Apache-2.0
"""What officers sign of a message: its manifest, step by step."""

from __future__ import annotations

import hashlib

from parley.errors import CounterpartFault
from parley.model.message import Content, Setting
from parley.wire.cbor import Value, dumps
from parley.wire.message import relation_fields

_MANIFEST = "parley/1 manifest"
_CONTENT = "parley/1 content"

MANIFEST_FIELDS = (
    "label", "sender", "recipient", "mode", "number", "precedence", "created",
    "not after", "drafted by", "to", "relation", "texts", "attachments",
    "read through", "critical", "stop", "step", "previous", "override",
)  # fmt: skip
"""The fields of a manifest by name, in their order (2.17)."""


def manifest(
    setting: Setting,
    content: Content,
    step: int,
    previous: bytes | None,
    override: str | None = None,
) -> bytes:
    """Return what the officer of one step signs.

    `previous` is SHA-256 of the signature of the step before; None for step 1.
    `override` is the reason of an officer who releases alone what takes two.

    Raises:
        CounterpartFault: PLY-BOK-003 the edition of a coded message is not held.

    """
    assert (step == 1) == (previous is None), "step 1 alone follows nothing"
    # SPEC 2.20: "Step 2 and every later step MUST name the SHA-256 of the signature of
    # the step before; step 1 names null."
    core = _core(setting, content, _said_by(setting, content))
    return dumps([_MANIFEST, *core, step, previous, override])


def content_bytes(setting: Setting, content: Content) -> bytes:
    """Return the bytes whose digest names a content for ever, whoever releases it."""
    # The leaf is computed by who holds the edition and by who does not.
    said = _texts(content) if content.coded is None else content.coded.body
    return dumps([_CONTENT, *_core(setting, content, said)])


def _setting(setting: Setting) -> list[Value]:
    # SPEC 2.19: "Sender, recipient and mode are signed though they are not on the
    # wire."
    return [setting.sender, setting.recipient, setting.mode]


def _core(setting: Setting, content: Content, said: Value) -> list[Value]:
    return [
        *_setting(setting),
        content.number,
        content.precedence,
        content.created_ms,
        content.not_after_ms,
        content.drafted_by,
        list(content.to),
        relation_fields(content.relation),
        said,
        list(content.attachments),
        content.read_through,
        list(content.critical),
        content.stop,
    ]


def _said_by(setting: Setting, content: Content) -> Value:
    coded = content.coded
    if coded is None:
        return _texts(content)
    # SPEC 9.2: "In the manifest of a coded message the texts are the array of the
    # SHA-256 of its edition, as the signer holds it, and its body."
    digest = dict(setting.books).get(coded.edition)
    if digest is None:
        raise CounterpartFault("PLY-BOK-003", edition=coded.edition)
    return [digest, coded.body]


def _texts(content: Content) -> Value:
    return [[each.language, _body_digest(each.text)] for each in content.texts]


def _body_digest(text: str) -> bytes:
    # SPEC 2.18: "A text stands in a manifest as its language and the SHA-256 of its
    # UTF-8 bytes, however it was coded on the wire."
    return hashlib.sha256(text.encode()).digest()
