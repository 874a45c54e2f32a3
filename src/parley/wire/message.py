# SPDX-License-Identifier: Apache-2.0
"""The fields of a message entry: a content and the releases given for it."""

from __future__ import annotations

from parley.model.message import Coded, Content, Message, Pointer, RelationKind, Text
from parley.model.precedence import Precedence
from parley.wire.body import decode_body, encode_body
from parley.wire.cbor import Value
from parley.wire.coded import decode_coded
from parley.wire.limits import (
    ATTACHMENTS_MAX,
    INDEX_MAX,
    LANGUAGE_BYTES_MAX,
    NUMBER_MAX,
    POSITIONS_TO_MAX,
    READ_BACK_BYTES_MAX,
    READ_BACK_MAX,
    REASON_BYTES_MAX,
    RELEASES_MAX,
    SERIAL_MAX,
    TEXT_BYTES_MAX,
    TEXTS_MAX,
    TIME_MS_MAX,
)
from parley.wire.release import read_release, release_fields
from parley.wire.shape import Fields
from parley.wire.text import language_problem, problems

_SECOND_MS = 1000
_SECONDS_MAX = TIME_MS_MAX // _SECOND_MS
_NOTHING = (None, None, (), None, (), False)


def message_fields(message: Message, logged_ms: int, held: int) -> list[Value]:
    """Return the fields of a message as they stand in an entry that says `held`."""
    content = message.content
    fields: list[Value] = [
        content.number,
        content.precedence,
        _whole_seconds(content.created_ms) - logged_ms // _SECOND_MS,
        content.drafted_by,
        list(content.to),
        _said(content),
        [release_fields(release) for release in message.releases],
        held - content.read_through,
    ]
    # SPEC 2.9: "The last six fields stand together or not at all: they MUST be left
    # out where none of them says anything."
    last = (
        content.not_after_ms,
        content.relation,
        content.attachments,
        message.override,
        content.critical,
        content.stop,
    )
    if last == _NOTHING:
        return fields
    return [
        *fields,
        _not_after(content),
        relation_fields(content.relation),
        list(content.attachments),
        message.override,
        list(content.critical),
        content.stop,
    ]


def read_message(fields: Fields, logged_ms: int, held: int) -> Message:
    """Take the fields of a message, up to the end of its entry.

    Raises:
        CounterpartFault: PLY-WIR-003; PLY-WIR-008 a text that cannot be accepted.

    """
    number = fields.uint(NUMBER_MAX)
    precedence = fields.one_of(Precedence)
    created_s = fields.sint(-_SECONDS_MAX, _SECONDS_MAX) + logged_ms // _SECOND_MS
    if not 0 <= created_s <= _SECONDS_MAX:
        raise fields.wrong("its time of writing is out of range")
    drafted_by = fields.uint(INDEX_MAX)
    to = _indices(fields)
    texts, coded = _read_said(fields)
    releases = tuple(read_release(each) for each in fields.array(RELEASES_MAX))
    read_through = held - fields.sint(-SERIAL_MAX, SERIAL_MAX)
    if not 0 <= read_through <= SERIAL_MAX:
        raise fields.wrong("what was read is out of range")
    not_after_s: int | None = None
    relation: Pointer | None = None
    attachments: tuple[bytes, ...] = ()
    override: str | None = None
    critical: tuple[str, ...] = ()
    stop = False
    if fields.left:
        not_after_s = fields.null_or(
            lambda each: each.uint(_SECONDS_MAX - created_s) + created_s
        )
        relation = fields.null_or(_relation)
        attachments = _attachments(fields)
        override = fields.null_or(lambda each: each.checked(REASON_BYTES_MAX, problems))
        critical = _critical(fields, texts)
        stop = fields.boolean()
        last = (not_after_s, relation, attachments, override, critical, stop)
        if last == _NOTHING:
            raise fields.wrong("its last six fields say nothing")
        # SPEC 8.41: "A STOP MUST be a FLASH."
        if stop and precedence is not Precedence.FLASH:
            raise fields.wrong("a stop is a FLASH")
    fields.end()
    content = Content(
        number=number,
        precedence=precedence,
        created_ms=created_s * _SECOND_MS,
        not_after_ms=None if not_after_s is None else not_after_s * _SECOND_MS,
        drafted_by=drafted_by,
        to=to,
        relation=relation,
        texts=texts,
        attachments=attachments,
        read_through=read_through,
        critical=critical,
        stop=stop,
        coded=coded,
    )
    return Message(content, releases, override)


def relation_fields(relation: Pointer | None) -> Value:
    """Return a relation as an array, or null."""
    if relation is None:
        return None
    return [relation.kind, relation.ours, relation.serial, relation.log]


def _whole_seconds(time_ms: int) -> int:
    # SPEC 2.8: "The time of writing and the not-after time are whole seconds; a
    # sender MUST NOT give them more finely."
    seconds, rest = divmod(time_ms, _SECOND_MS)
    assert rest == 0, "created and not-after are whole seconds"
    return seconds


def _not_after(content: Content) -> int | None:
    if content.not_after_ms is None:
        return None
    seconds = _whole_seconds(content.not_after_ms) - _whole_seconds(content.created_ms)
    assert seconds >= 0, "not-after is not before the time of writing"
    return seconds


def _indices(fields: Fields) -> tuple[int, ...]:
    items = fields.array(POSITIONS_TO_MAX)
    each = Fields(items, "list of positions")
    indices = tuple(each.uint(INDEX_MAX) for _ in items)
    if len(set(indices)) != len(indices):
        raise fields.wrong("a position is repeated")
    return indices


def _said(content: Content) -> Value:
    # SPEC 9.1: "In place of its texts a coded message has its coded body, a byte
    # string."
    if content.coded is not None:
        assert not content.texts, "a content has texts or is coded"
        return content.coded.body
    texts: list[Value] = []
    for text in content.texts:
        texts += [text.language, encode_body(text.text)]
    return texts


def _read_said(fields: Fields) -> tuple[tuple[Text, ...], Coded | None]:
    said = fields.any()
    if isinstance(said, bytes):
        return (), decode_coded(said)
    return _texts(Fields([said], "texts")), None


def _texts(fields: Fields) -> tuple[Text, ...]:
    items = fields.array(2 * TEXTS_MAX, 2)
    each = Fields(items, "list of texts")
    texts: dict[str, Text] = {}
    # SPEC 2.13: "All texts of one message together MUST NOT exceed 1,000,000 bytes of
    # UTF-8."
    bytes_left = TEXT_BYTES_MAX
    while each.left:
        language = each.checked(LANGUAGE_BYTES_MAX, language_problem)
        if language in texts:
            raise each.wrong("a language is repeated")
        text = decode_body(each.raw(1, 1 + TEXT_BYTES_MAX), bytes_left)
        bytes_left -= len(text.encode())
        texts[language] = Text(language, text)
    return tuple(texts.values())


def _relation(fields: Fields) -> Pointer:
    each = fields.fields("relation")
    relation = Pointer(
        each.one_of(RelationKind),
        each.boolean(),
        each.uint(SERIAL_MAX, 1),
        each.uint(NUMBER_MAX, 1),
    )
    each.end()
    return relation


def _critical(fields: Fields, texts: tuple[Text, ...]) -> tuple[str, ...]:
    items = fields.array(READ_BACK_MAX)
    each = Fields(items, "critical fields")
    found = tuple(each.checked(READ_BACK_BYTES_MAX, problems) for _ in items)
    # SPEC 8.12: "A critical field MUST stand, character for character, in one of the
    # texts of its message, and none is named twice."
    for field in found:
        if not any(field in text.text for text in texts):
            raise each.wrong("a critical field stands in no text")
    if len(set(found)) != len(found):
        raise each.wrong("a critical field is named twice")
    return found


def _attachments(fields: Fields) -> tuple[bytes, ...]:
    items = fields.array(ATTACHMENTS_MAX)
    each = Fields(items, "list of attachments")
    return tuple(each.digest() for _ in items)
