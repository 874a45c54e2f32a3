# SPDX-License-Identifier: Apache-2.0
"""What a command says of a terms file, without a station."""

from __future__ import annotations

from parley.core.authority.agreement_words import terms_changes, terms_words
from parley.core.authority.agreements import standard_terms, with_book
from parley.model.precedence import Mode
from parley.station.authority.terms_file import parse_terms, write_terms
from parley.station.library.files import load_library


def standard(mode: str, edition: int | None = None) -> str:
    """Return the standard terms of a mode as a file, by an edition or the newest.

    Raises:
        CounterpartFault: PLY-BOK-003 there is no such edition here.

    """
    settled, library = standard_terms(Mode[mode]), load_library()
    book = library.newest if edition is None else library.edition(edition)
    return write_terms(with_book(settled, Mode[mode], book))


def words(text: str, mode: str) -> tuple[str, ...]:
    """Return a file's terms in plain words, with the rules of one mode."""
    return terms_words(parse_terms(text), Mode[mode])


def changes(before: str, after: str) -> tuple[str, ...]:
    """Return what one file changes in the other."""
    return terms_changes(parse_terms(before), parse_terms(after))
