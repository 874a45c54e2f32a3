# SPDX-License-Identifier: Apache-2.0
"""What shows why the other side is silent, in the language of the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.console.words import _

_NUMBERED = re.compile(r"(.*?)(\d+)(.*)", re.DOTALL)


def evidence_words(evidence: Sequence[str]) -> str:
    """Return sentences of the station as one; what is in no table stays as it came."""
    return "; ".join(_said(each) for each in evidence)


def _said(sentence: str) -> str:
    plain = {
        "no circuit to it is up": _("no circuit to it is up"),
        "nothing was asked and answered yet": _("nothing was asked and answered yet"),
    }
    found = _NUMBERED.fullmatch(sentence)
    if found is None:
        return plain.get(sentence, sentence)
    before, number, after = found.groups()
    if before == "declared in entry ":  # what follows are the words of their officer
        return _("declared in entry {n}").format(n=number) + after
    known = {
        "link tests of theirs that did not come: {n}": _(
            "link tests of theirs that did not come: {n}"
        ),
        "entries of ours without a receipt in time: {n}": _(
            "entries of ours without a receipt in time: {n}"
        ),
        "our message {n} is not acknowledged": _("our message {n} is not acknowledged"),
        "our watch check {n} is not answered": _("our watch check {n} is not answered"),
    }
    form = known.get(f"{before}{{n}}{after}")
    return sentence if form is None else form.format(n=number)
