# SPDX-License-Identifier: Apache-2.0
"""Finds the officer that a command names, by number or by full name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from parley.errors import LocalFault

form_option = click.option(
    "--form",
    multiple=True,
    metavar="LANGUAGE=WORDS",
    help="How one addresses him or it, as en=Colonel; repeatable.",
)


def officer_named(given: str, officers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the officer with that number or full name (case does not matter).

    Raises:
        LocalFault: PLY-CLI-009 there is none, or two of that name.

    """
    wanted = given.strip().casefold()
    found = [
        officer
        for officer in officers
        if wanted in {str(officer["index"]), officer["name"].casefold()}
    ]
    if len(found) != 1:
        allowed = "; ".join(f"{one['index']} {one['name']}" for one in officers)
        raise LocalFault("PLY-CLI-009", given=given, allowed=allowed or "nobody yet")
    return found[0]


def forms_of(given: Sequence[str]) -> list[tuple[str, str]]:
    """Return forms of address as language and words."""
    forms = []
    for each in given:
        language, equals, words = each.partition("=")
        if not equals:
            raise click.UsageError(f"--form {each!r} must be like en=Colonel.")
        forms.append((language, words))
    return forms
