# SPDX-License-Identifier: Apache-2.0
"""The link agreement on paper, in both languages, to be read and kept by people.

What binds is what both stations signed, and the sheet names its digest; in the two
columns stands sentence beside sentence, so that two readers can go down together.
"""

from __future__ import annotations

from html import escape

from parley.core.authority.agreement_words import terms_words
from parley.fixed import Fixed
from parley.model.agreement import Terms
from parley.model.precedence import Mode
from parley.station.authority.agreement_russian import russian_words
from parley.station.authority.terms_file import parse_terms
from parley.station.names import enum_named

_GROUP = 8
_STYLE = """
@page { size: A4; margin: 18mm; }
body { font: 10.5pt/1.35 serif; max-width: 52em; margin: 2em auto; color: #000; }
h1 { font-size: 1.4em; margin: 0 0 .2em; } h2 { font-size: 1.1em; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #000; padding: .3em .5em; vertical-align: top;
  text-align: left; }
tr { break-inside: avoid; } thead { display: table-header-group; }
.no { width: 2em; text-align: right; }
code { font: 9.5pt monospace; } dt { font-weight: bold; } dd { margin: 0 0 .3em 1em; }
.line { display: inline-block; width: 15em; border-bottom: 1px solid #000; }
.state { border: 2px solid #000; padding: .3em .6em; font-weight: bold; }
"""


class Head(Fixed):
    """What stands above the terms."""

    station: str
    party: str
    counterpart: str
    counterpart_party: str
    mode: str
    state: str
    version: int
    digest: str  # hex
    printed: str  # Zulu time


def agreement_paper(head: Head, file: str) -> str:
    """Return an agreement as one HTML page that needs nothing from outside.

    `file` are its terms as a file.

    Raises:
        LocalFault: PLY-AUT-013 the file cannot be read.

    """
    terms, mode = parse_terms(file), enum_named(Mode, head.mode, "mode")
    title = f"Link agreement, version {head.version}"
    in_force = "" if head.state == "in force" else _not_in_force(head.state)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(title)} · <span lang="ru">Соглашение о линии,'
        f" версия {head.version}</span></h1>"
        f"{in_force}{_facts(head)}{_terms(terms, mode)}{_signatures(head)}"
        "</body></html>\n"
    )


def _not_in_force(state: str) -> str:
    return (
        f'<p class="state">Not in force: {escape(state)}. ·'
        ' <span lang="ru">Не действует.</span></p>'
    )


def _facts(head: Head) -> str:
    digest = " ".join(
        head.digest[at : at + _GROUP] for at in range(0, len(head.digest), _GROUP)
    )
    parties = f"{head.party} ({head.station})"
    other = f"{head.counterpart_party} ({head.counterpart})"
    pairs = [
        ("Between", "Стороны", f"{parties} — {other}"),
        ("Mode", "Режим", head.mode),
        ("Signed bytes, SHA-256", "Подписанные байты, SHA-256", digest),
        ("Printed", "Напечатано", head.printed),
    ]
    rows = "".join(
        f'<dt>{escape(english)} · <span lang="ru">{escape(russian)}</span></dt>'
        f"<dd><bdi>{escape(value)}</bdi></dd>"
        for english, russian, value in pairs
    )
    return f"<dl>{rows}</dl>"


def _terms(terms: Terms, mode: Mode) -> str:
    both = zip(terms_words(terms, mode), russian_words(terms, mode), strict=True)
    rows = "".join(
        f'<tr><td class="no">{number}</td><td>{escape(english)}</td>'
        f'<td lang="ru">{escape(russian)}</td></tr>'
        for number, (english, russian) in enumerate(both, start=1)
    )
    return (
        '<table><thead><tr><th class="no">№</th><th>Who may release what, and the'
        ' other terms</th><th lang="ru">Кто что выпускает, и прочие условия</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _signatures(head: Head) -> str:
    lines = "".join(
        f'<p>{escape(party)}: <span class="line"></span> <span class="line"></span></p>'
        for party in (head.party, head.counterpart_party)
    )
    return (
        "<p>What binds are the signatures of both stations over the bytes named above;"
        " this sheet is a copy for reading."
        ' <span lang="ru">Обязывают подписи обеих станций под названными выше байтами;'
        " этот лист — копия для чтения.</span></p>"
        '<h2>Read by · <span lang="ru">Прочитали</span></h2>'
        f"{lines}"
    )
