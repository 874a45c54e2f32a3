# SPDX-License-Identifier: Apache-2.0
"""What the writing form says, and what is kept of it while it is not finished."""

from __future__ import annotations

from parley.console.forms import next_time
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.message import RelationKind
from parley.station.views import MessageView

TEXTS_MAX = 2  # on this page; more go through the command line
FIELDS_MAX = 96
_TO_MAX = 64
_DIGITS_MAX = 16
FOLLOWING = ("CORRECTS", "CANCELS", "SUPERSEDES")
KINDS = ("IN_REPLY_TO", *FOLLOWING)
PRECEDENCES = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")
_NAMES = frozenset(
    {"kind", "ref", "link", "precedence", "not_after", "critical", "stop", "read"}
    | {f"{name}.{at}" for name in ("language", "text") for at in range(1, 3)}
)
_ON = "on"


class Written(Fixed):
    """One form, read; every field may be empty while it is being written."""

    kind: str = ""
    ref: str = ""
    link: str = ""
    precedence: str = "ROUTINE"
    to: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = (("en", ""),)
    not_after: str = ""
    critical: tuple[str, ...] = ()
    stop: bool = False
    read: int | None = None

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The texts that have anything in them."""
        return tuple(pair for pair in self.texts if pair[1].strip())

    @property
    def follows(self) -> bool:
        """Whether it puts an earlier message of ours right."""
        return self.kind in FOLLOWING

    def not_after_ms(self, now_ms: int) -> int | None:
        """Return the next moment at which a clock shows that time."""
        return next_time(self.not_after, now_ms) if self.not_after.strip() else None

    @property
    def relation(self) -> RelationKind | None:
        """How it stands to the message it names."""
        return RelationKind[self.kind] if self.kind else None


def kept(form: dict[str, str]) -> dict[str, str]:
    """Return the fields of a form that are kept; nothing else of it is."""
    return {
        name: value
        for name, value in form.items()
        if name in _NAMES or (name.startswith("to.") and value == _ON)
    }


def written(form: dict[str, str]) -> Written:
    """Return what a form says.

    Raises:
        LocalFault: PLY-UI-004 it names what is not offered.

    """
    kind = form.get("kind", "")
    precedence = form.get("precedence", "ROUTINE")
    if (kind and kind not in KINDS) or precedence not in PRECEDENCES:
        raise LocalFault("PLY-UI-004", reason="it names what is not offered")
    to = [name[3:] for name, on in form.items() if name[:3] == "to." and on == _ON]
    texts = [
        (form.get(f"language.{at}", "").strip(), form.get(f"text.{at}", ""))
        for at in range(1, TEXTS_MAX + 1)
        if form.get(f"language.{at}") or form.get(f"text.{at}")
    ]
    critical = (line.strip() for line in form.get("critical", "").split("\n"))
    return Written(
        kind=kind,
        ref=form.get("ref", ""),
        link=form.get("link", ""),
        precedence=precedence,
        to=tuple(to[:_TO_MAX]),
        texts=tuple(texts) or (("en", ""),),
        not_after=form.get("not_after", "").strip(),
        critical=tuple(line for line in critical if line),
        stop=form.get("stop") == _ON,
        read=number(form, "read"),
    )


def number(form: dict[str, str], name: str) -> int | None:
    """Return a field that is a number; None if it is empty.

    Raises:
        LocalFault: PLY-UI-004.

    """
    text = form.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS_MAX:
        raise LocalFault("PLY-UI-004", reason=f"the field {name} is no number")
    return int(text)


def answer_to(message: MessageView) -> Written:
    """Return the form of an answer to a message of theirs."""
    return Written(
        kind="IN_REPLY_TO",
        ref=message.ref,
        link=message.link,
        precedence=message.precedence,
        texts=((message.language, ""),),
    )
