# SPDX-License-Identifier: Apache-2.0
"""An agreement in plain words: what officers read on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator

from parley.model.agreement import (
    LinkAgreement,
    PrecedenceTarget,
    ReleaseRule,
    Terms,
)
from parley.model.precedence import Mode
from parley.texts.assigned import unicode_of

_EVIDENCE = {
    "provable": "Either party may prove to third parties what the log says.",
    "joint": "What the log says is shown to third parties only by both together.",
    "deniable": "Neither party proves to third parties what the log says.",
}


def agreement_words(agreement: LinkAgreement) -> tuple[str, ...]:
    """Return a whole agreement, one sentence a line."""
    first, second = agreement.stations
    mode = agreement.mode.name
    return (
        f"Version {agreement.version} between {first} and {second}, in {mode}.",
        *terms_words(agreement.terms, agreement.mode),
    )


def terms_words(terms: Terms, mode: Mode | None = None) -> tuple[str, ...]:
    """Return terms, one sentence a line; of one mode, or of all."""
    rules = [rule for rule in terms.rules if mode in {None, rule.mode}]
    return (
        *(_rule(rule) for rule in rules),
        "Whatever no rule fits takes two releasers, and nobody overrides.",
        *(_target(each) for each in sorted(terms.targets, key=lambda t: -t.precedence)),
        *_others(terms),
    )


def tables_words(ours: int, theirs: int) -> tuple[str, ...]:
    """Return that two stations have different tables of Unicode, if they have."""
    if ours == theirs:
        return ()
    line = (
        f"This station has the characters of Unicode {unicode_of(ours)}, theirs those"
        f" of {unicode_of(theirs)}; the fewer count on both sides."
    )
    return (line,)


def terms_changes(before: Terms, after: Terms) -> tuple[str, ...]:
    """Return what differs, each line of the one and of the other in its own words."""
    old, new = terms_words(before), terms_words(after)
    gone = [f"no longer: {line}" for line in old if line not in new]
    come = [f"new: {line}" for line in new if line not in old]
    return (*gone, *come)


def _rule(rule: ReleaseRule) -> str:
    what = f"{rule.mode.name}, {rule.precedence.name} and above"
    if rule.format is not None:
        what += f", format {rule.format} of the code book"
    if rule.position is not None:
        what += f", to {rule.position}" + (" alone" if rule.format is not None else "")
    who = "one officer" if rule.releases == 1 else "two officers"
    words = f"{what}: {who} of class {rule.by.name.lower()}"
    if rule.releases == 1 and rule.alone:
        words += "; of the watch, he may have written it himself"
    if rule.override:
        words += "; one may override with a written reason"
        if rule.alone:
            words += ", of the watch even for his own text"
    return words + "."


def _target(target: PrecedenceTarget) -> str:
    parts = [
        f"receipt within {_time(target.receipt_s)}",
        f"acknowledgement within {_time(target.acknowledge_s)}",
    ]
    if target.translate_s is not None:
        parts.append(f"translation within {_time(target.translate_s)}")
    if target.deliver_s is not None:
        parts.append(f"delivery to the principal within {_time(target.deliver_s)}")
    if target.escalate_s:
        steps = ", ".join(_time(each) for each in target.escalate_s)
        parts.append(f"escalation after {steps}")
    return f"{target.precedence.name}: {'; '.join(parts)}."


def _others(terms: Terms) -> Iterator[str]:
    yield (
        f"A link test every {_time(terms.test_interval_s)},"
        f" missed after another {_time(terms.test_tolerance_s)}."
    )
    yield f"An epoch lasts {_time(terms.epoch_age_s_max)} at most."
    count = "count" if terms.software_keys_count else "do not count"
    yield f"Releases with software keys {count}."
    yield _EVIDENCE[terms.evidence]
    if terms.read_back:
        formats = ", ".join(str(each) for each in terms.read_back)
        yield f"Read back: formats {formats}."
    yield f"A party {'may' if terms.suspend else 'may not'} suspend the line."
    yield f"A party {'may' if terms.minimize else 'may not'} impose MINIMIZE."
    yield f"Drafts are held to the characters of Unicode {unicode_of(terms.tables)}."
    if terms.pages:
        yield "Every epoch takes a page of pre-shared key; without one none is opened."
    if terms.code_book is not None:
        yield f"The code book is the one with SHA-256 {terms.code_book.hex()}."


def _time(seconds: int) -> str:
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds and seconds % size == 0:
            return f"{seconds // size} {name}"
    return f"{seconds} s"
