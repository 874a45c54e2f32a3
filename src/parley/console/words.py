# SPDX-License-Identifier: Apache-2.0
"""Every word on screen goes through here, so that a second language is one file more.

Sources mark their sentences with `_()`; `pybabel extract -F babel.cfg` collects them,
and `locale/<language>/LC_MESSAGES/parley.mo` translates them.  English needs no file.
The language is chosen for each request, never for the process.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"

_spoken: ContextVar[gettext.NullTranslations | None] = ContextVar(
    "parley_console_language", default=None
)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("parley", LOCALES, languages=[language], fallback=True)


def speak(language: str) -> None:
    """Use `language` for the rest of this request."""
    _spoken.set(_catalogue(language))


def _(sentence: str) -> str:
    """Return `sentence` in the language of this request."""
    spoken = _spoken.get()
    return sentence if spoken is None else spoken.gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form that fits `count`."""
    spoken = _spoken.get()
    if spoken is None:
        return one if count == 1 else many
    return spoken.ngettext(one, many, count)


def browser_words() -> dict[str, str]:
    """Return the sentences that only the browser can fill in, by name."""
    return {
        "age_s": _("{n} s ago"),
        "age_min": _("{n} min ago"),
        "age_h": _("{h} h {n} min ago"),
        "age_d": _("{n} d ago"),
        "ahead": _("clock ahead of ours"),
        "local": _("{time} local (UTC{offset})"),
        "screen_live": _("Screen live"),
        "screen_joining": _("Screen joining"),
        "screen_stale": _("Screen NOT live"),
        "sound_on": _("Sound on, heard {time}"),
        "sound_untested": _("SOUND NOT TESTED"),
        "sound_off": _("SOUND OFF"),
        "sound_none": _("NO SOUND HERE"),
        "sounding": _("Sounding {tone}"),
        "silenced": _(
            "Sound silenced for {n} s more. Nothing is acknowledged by that."
        ),
        "swapped": _(
            "A higher message took this place just now. Read it, then acknowledge."
        ),
        "changed": _("What you would sign changed just now. Read it, then sign."),
        "not_reached": _(
            "The station did not answer. It is not known whether it is acknowledged;"
            " the board will show it."
        ),
        "not_reached_plain": _(
            "The station did not answer. Nothing is known to have been done."
        ),
        "key_touch": _("Touch your key when it blinks."),
        "key_silent": _(
            "Your key did not sign. The browser gives one reason for several causes:"
            " not touched in 60 s, wrong PIN, not this station's key, or taken back."
            " Nothing went out."
        ),
        "key_not_made": _(
            "No key was registered. The browser gives one reason for several causes:"
            " not touched in 60 s, no PIN set, the key is registered already, or taken"
            " back. The code is still good."
        ),
        "key_other": _(
            "The station asked for a signature of another kind than this page shows."
            " Nothing was signed. Tell a custodian."
        ),
        "draft_changed": _(
            "The draft is no longer the one this page shows. Nothing was signed. Load"
            " the page again and read it."
        ),
        "not_kept": _(
            "NOT kept: the station did not answer. What stands here is on this page"
            " alone; it is tried again."
        ),
        "waiting_one": _("{precedence} waits"),
        "goes_on": _("the same line goes on"),
        "said": _("{precedence} from {party}, number {number}"),
    }
