# SPDX-License-Identifier: Apache-2.0
"""From what an officer typed, or one button, to a coded body; and what it would say."""

from __future__ import annotations

from collections.abc import Mapping

from parley.core.authority.rules import Case, needs
from parley.core.book.coded import context_of
from parley.core.targets import target
from parley.crypto.digest import tagged
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.formats.coding import decode, encode
from parley.formats.notation import parse_value
from parley.formats.schema import COMMON, Book, Field, FieldType, Format, Preset
from parley.formats.values import CodedMessage, FieldValue, Parties
from parley.model.message import Coded, Relation, RelationKind
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.ports.clock import Clock
from parley.station.config import Settings
from parley.station.facts import LinkKnowledge
from parley.station.library.speech import CodedView, Speech
from parley.station.names import enum_named, parse_ref
from parley.station.queries import Queries
from parley.wire.manifest import content_bytes

GIVEN = "given"
"""In a code: a value that whoever sends it must give."""

_STOP = 1 << 6  # the seventh of the choice `ask`
_CHECK_BYTES = 4
_ABOUT = "about"
_AMENDED = {1: RelationKind.CANCELS, 2: RelationKind.CORRECTS}


class Wanted(Fixed):
    """A code as a face asks for it; values are in the notation of the book.

    ``name`` is a format or a code for one action.  A message may be named by its
    place, as `bravo.example/in/1/12`.
    """

    name: str
    values: Mapping[str, str]
    link: str | None = None
    precedence: str | None = None
    to: tuple[str, ...] = ()


class CodePreview(Fixed):
    """What a code would say, before anybody signs it.

    ``texts`` are language, whether it is a draft that no linguist reviewed, and text.
    ``lead_ms`` is the event's time less now, less the usual way there; ``short_ms`` is
    set where that is less than the agreed time in which their watch answers by name.
    """

    link: str
    format: str
    precedence: str
    body: str  # hex
    size: int  # bytes
    edition: int
    digest: str  # hex, SHA-256 of the edition
    texts: tuple[tuple[str, bool, str], ...]
    coded: CodedView
    needed: int
    alone: bool
    delivery_ms: int
    lead_ms: int | None
    short_ms: int | None


class Prepared(Fixed):
    """A body ready to be drafted."""

    link: str
    body: bytes
    precedence: Precedence
    relation: Relation | None
    relation_log: int | None
    stop: bool


class Codes:
    """Makes coded bodies from an edition that both sides signed."""

    def __init__(self, queries: Queries, clock: Clock, settings: Settings) -> None:
        self._queries = queries
        self._clock = clock
        self._settings = settings

    def prepare(self, wanted: Wanted) -> Prepared:
        """Return the body that a wish comes to.

        Raises:
            LocalFault: PLY-BOK-006 to -009.

        """
        link = self._queries.link_knowledge(wanted.link)
        book = self._book(link)
        form, values = named(book, wanted.name, wanted.values)
        relation: Relation | None = None
        log: int | None = None
        fields: dict[int, FieldValue] = {}
        now_ms = self._clock.now().wall_ms
        for name, given in values.items():
            field = form.by_name.get(name) or _COMMON.get(name)
            if field is None:
                raise _no_field(form, name)
            text = given
            if field.type is FieldType.REFERENCE and "/" in given:
                text, place = self._named_message(given)
                if name == _ABOUT:
                    relation, log = place, parse_ref(given).incarnation
            fields[field.key] = parse_value(book, form, field, text, now_ms)
        context = context_of(self._settings.mode, form.number)
        message = CodedMessage(book.edition, form.number, context, fields)
        body = encode(message)
        try:
            decode(book, body)
        except CounterpartFault as fault:
            raise LocalFault("PLY-BOK-008", reason=fault.what.rstrip(".")) from None
        precedence = (
            Precedence(form.precedence)
            if wanted.precedence is None
            else enum_named(Precedence, wanted.precedence, "precedence")
        )
        related = _related(form, message, relation)
        stop = _says_stop(form, message)
        return Prepared(link.facts.link, body, precedence, related, log, stop)

    def preview(self, wanted: Wanted) -> CodePreview:
        """Return what a wish would say, in every language of the book."""
        prepared = self.prepare(wanted)
        link = self._queries.link_knowledge(prepared.link)
        book = self._book(link)
        message = decode(book, prepared.body)
        coded = Coded(book.edition, message.format, prepared.body)
        speech = self._queries.speech
        view = speech.view(coded)
        assert view is not None, "it was decoded above"
        agreement = link.agreement
        assert agreement is not None, "an edition was agreed"
        positions = frozenset(wanted.to or link.roster.positions)
        case = Case(prepared.precedence, positions, message.format)
        needed = needs(agreement, case)
        agreed = target(agreement, prepared.precedence)
        usual_ms = agreed.receipt_s * 1_000
        delivery_ms = link.facts.round_trip_ms or usual_ms
        now_ms = self._clock.now().wall_ms
        lead_ms = (
            None if view.event_ms is None else view.event_ms - now_ms - delivery_ms
        )
        answer_ms = agreed.acknowledge_s * 1_000
        return CodePreview(
            link=prepared.link,
            format=view.format,
            precedence=prepared.precedence.name,
            body=prepared.body.hex(),
            size=len(prepared.body),
            edition=book.edition,
            digest=book.digest.hex(),
            texts=_texts(speech, book, coded, self._parties(link)),
            coded=view,
            needed=needed.releases,
            alone=needed.alone,
            delivery_ms=delivery_ms,
            lead_ms=lead_ms,
            short_ms=answer_ms if lead_ms is not None and lead_ms < answer_ms else None,
        )

    def _book(self, link: LinkKnowledge) -> Book:
        agreed = None if link.agreement is None else link.agreement.terms.code_book
        book = self._queries.speech.library.signed(agreed)
        if book is None:
            raise LocalFault("PLY-BOK-009", name=link.facts.link)
        return book

    def _parties(self, link: LinkKnowledge) -> Parties:
        return Parties(self._settings.station.party, link.facts.party)

    def _named_message(self, ref: str) -> tuple[str, Relation]:
        """Return a message of the record in the book's notation, and as a relation."""
        key = parse_ref(ref)
        told = self._queries.told(key)
        link = self._queries.link_knowledge(key.link)
        ours = key.direction is Direction.OUT
        setting = link.setting_out if ours else link.setting_in
        content = told.message.content
        digest = tagged("parley/1 content", content_bytes(setting, content))
        check = digest[:_CHECK_BYTES].hex()
        whose = "ours" if ours else "theirs"
        relation = Relation(RelationKind.IN_REPLY_TO, ours, key.serial)
        return f"{whose} {content.number} {check}", relation


def named(
    book: Book, name: str, given: Mapping[str, str]
) -> tuple[Format, Mapping[str, str]]:
    """Return the format of a code or format, and its values with those given.

    A format without any value stands for its first code.

    Raises:
        LocalFault: PLY-BOK-007 there is none; PLY-BOK-008 a value must be given.

    """
    wanted = name.strip().upper()
    form = book.named(wanted)
    preset: Preset | None = None
    if form is None:
        form, preset = _preset_named(book, wanted)
    elif not given and form.presets:
        preset = form.presets[0]
    if preset is None:
        return form, given
    values = {**preset.values, **given}
    missing = sorted(key for key, value in values.items() if value == GIVEN)
    if missing:
        reason = f"{preset.name} needs a value for {', '.join(missing)}"
        raise LocalFault("PLY-BOK-008", reason=reason)
    return form, values


def _preset_named(book: Book, name: str) -> tuple[Format, Preset]:
    allowed = []
    for form in book.formats.values():
        for preset in form.presets:
            if preset.name == name:
                return form, preset
            allowed.append(preset.name)
    formats = [form.name for form in book.formats.values()]
    raise LocalFault("PLY-BOK-007", name=name, allowed=", ".join([*formats, *allowed]))


_COMMON: Mapping[str, Field] = {each.name: each for each in COMMON.values()}


def _no_field(form: Format, name: str) -> LocalFault:
    allowed = ", ".join([*form.by_name, *_COMMON])
    return LocalFault(
        "PLY-BOK-008", reason=f"{form.name} has no field {name}; it has {allowed}"
    )


def _says_stop(form: Format, message: CodedMessage) -> bool:
    """Say whether something must stop now, so that every officer there is alarmed."""
    asked = form.by_name.get("ask")
    value = None if asked is None else message.fields.get(asked.key)
    return form.name == "ASK" and isinstance(value, int) and bool(value & _STOP)


def _related(
    form: Format, message: CodedMessage, about: Relation | None
) -> Relation | None:
    """Return how the message stands to the one it is about, for the record."""
    if about is None or form.name != "AMEND":
        return about
    state = message.fields.get(form.by_name["state"].key)
    kind = _AMENDED.get(state) if isinstance(state, int) else None
    return None if kind is None else Relation(kind, about.ours, about.serial)


def _texts(
    speech: Speech, book: Book, coded: Coded, parties: Parties
) -> tuple[tuple[str, bool, str], ...]:
    return tuple(
        (tag, book.languages[tag].draft, text)
        for tag, text in speech.texts(coded, parties, drafts=True)
    )
