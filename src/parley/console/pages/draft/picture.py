# SPDX-License-Identifier: Apache-2.0
"""The picture of a draft: what is signed, field by field, and in what steps."""

from __future__ import annotations

from urllib.parse import urlencode

from parley.console.drawing import Picture
from parley.console.rows import row
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.station_words import language_words, text_words
from parley.console.times import full
from parley.console.traits import trait_words
from parley.console.words import _
from parley.model.message import RelationKind
from parley.model.precedence import Mode, Precedence
from parley.station.views import BoardView, DraftView, ReleaseView
from parley.texts.characters import findings
from parley.wire.cbor import Value, loads
from parley.wire.manifest import MANIFEST_FIELDS


def _plain(value: Value) -> object:
    """Return a field as the page's script encodes it again."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _signed(draft: DraftView) -> Picture | None:
    """Return the fields of the manifest and the exact texts; None if it has gone."""
    if not draft.manifest:
        return None
    fields = loads(bytes.fromhex(draft.manifest))
    assert isinstance(fields, list), "a manifest is an array"
    names = {mode.value: mode.name for mode in Mode}
    return {
        "fields": [
            None if name == "texts" else _plain(value)
            for name, value in zip(MANIFEST_FIELDS, fields, strict=True)
        ],
        "names": list(MANIFEST_FIELDS),
        "labels": field_labels(),
        "modes": names,
        "precedences": [each.name for each in Precedence],
        "relations": {each.value: _relation(each) for each in RelationKind},
        "texts": [list(pair) for pair in draft.texts],
    }


def field_labels() -> Picture:
    """Return what the fields are called that have no place of their own."""
    return {
        "sender": _("sender"),
        "drafted by": _("drafter, by number on the roster"),
        "to": _("positions, by number on their roster"),
        "attachments": _("attachments"),
        "read through": _("their entries read when it was begun, through"),
        "critical": _("to be read back"),
        "stop": _("STOP"),
        "previous": _("SHA-256 of the signature of the step before"),
        "override": _("reason for releasing it alone"),
    }


def _relation(kind: RelationKind) -> str:
    return {
        RelationKind.IN_REPLY_TO: _("in reply to"),
        RelationKind.SUPERSEDES: _("supersedes"),
        RelationKind.CANCELS: _("cancels"),
        RelationKind.CORRECTS: _("corrects"),
    }[kind]


def _text(language: str, text: str) -> Picture:
    return {
        "language": language,
        "name": language_words(language),
        "shown": shown(text_words(text)),
        "findings": [
            f"{found.code_points}: {_('this word') if len(found.text) > 1 else ''}"
            f" {trait_words(found.trait.name)}"
            for found in findings(text)
        ],
    }


def _step(at: int, release: ReleaseView) -> Picture:
    return {
        "step": str(at),
        "name": shown(release.name),
        "position": shown(release.position),
        "key": release.key,
        "judgement": _("signature good") if release.good else _("SIGNATURE BAD"),
        "bad": not release.good,
    }


def _why_not(draft: DraftView, watch: Watch | None) -> str:
    """Say why whoever is signed on cannot give the next release; empty if he can."""
    if draft.step == 0:
        return _("It has gone.")
    if watch is None:
        return _("Nobody is signed on at this screen.")
    lacking = [each for each in draft.by if each.upper() not in watch.classes]
    if lacking:
        return _("{name} is not of the class {lacking}.").format(
            name=watch.name, lacking=", ".join(lacking).lower()
        )
    return "" if draft.override else _in_the_way(draft, watch)


def _in_the_way(draft: DraftView, watch: Watch) -> str:
    """Say why another officer than the one signed on must give the next release."""
    if watch.name in {each.name for each in draft.releases}:
        return _("{name} has released it already; another officer must.").format(
            name=watch.name
        )
    if watch.name == draft.drafted_by and draft.needed > 1:
        return _("{name} drafted it and may not release it.").format(name=watch.name)
    return ""


def draft_picture(draft: DraftView, board: BoardView, watch: Watch | None) -> Picture:
    """Return one draft."""
    parties = {one.link: one.party for one in board.status.counterparts}
    mode = board.status.mode
    return {
        "number": f"{draft.number:06d}",
        "source": f"/draft/{draft.number}.json{_query(draft)}",
        "act": f"/draft/{draft.number}/release",
        "link": draft.link,
        "party": shown(parties.get(draft.link, draft.link)),
        "precedence": draft.precedence,
        "mode": mode,
        "to": shown(", ".join(draft.to)),
        "drafted_by": shown(draft.drafted_by),
        "texts": [_text(language, text) for language, text in draft.texts],
        "steps": [_step(at, one) for at, one in enumerate(draft.releases, start=1)],
        "progress": _("step {step} of {needed}").format(
            step=draft.step, needed=draft.needed
        ),
        "code": draft.release_code,
        "digest": draft.digest,
        "gone": draft.ref or "",
        "why_not": shown(_why_not(draft, watch)),
        "may": not _why_not(draft, watch),
        "button": _("Release {mode} {precedence} to {party} with my key").format(
            mode="REAL" if mode == "LIVE" else mode,
            precedence=draft.precedence,
            party=parties.get(draft.link, draft.link),
        ),
        "now": full(board.status.now_ms),
        "signed": _signed(draft),
        "nobody": watch is None,
        "override": shown(draft.override or ""),
        "reason": draft.override or "",
        "held": ""
        if draft.minimize is None
        else _("MINIMIZE holds: it waits until a releaser has reviewed it once more."),
        "may_override": draft.may_override and not draft.override and bool(watch),
        **_newer(draft, board),
    }


def _query(draft: DraftView) -> str:
    """Return with what the picture is asked, so that it is of the same manifest."""
    reason = draft.override if draft.step else None
    return f"?{urlencode({'override': reason})}" if reason else ""


def _newer(draft: DraftView, board: BoardView) -> Picture:
    """Return what they have written since; the board's lists are what can be named."""
    crosses = draft.step != 0 and draft.newest > draft.read_through and not draft.stop
    known = {one.ref: one for one in (*board.recent, *board.open)}
    newer = [
        row(one, board.status.now_ms)
        for one in known.values()
        if one.direction == "in"
        and one.link == draft.link
        and one.serial > draft.read_through
    ]
    return {
        "newer_any": crosses,
        "newer": newer if crosses else [],
        "newest": str(draft.newest),
    }
