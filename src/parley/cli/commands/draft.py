# SPDX-License-Identifier: Apache-2.0
"""`parley draft`: a text on its way to release."""

from __future__ import annotations

from typing import Any

import click

from parley.cli.drafting import file_draft, text_options, wanted
from parley.cli.face import Face, station_command
from parley.cli.reach import running


@click.command("draft")
@text_options
@click.option("--drafter", required=True, metavar="OFFICER", help="Who wrote it.")
@station_command
def command(face: Face, /, drafter: str, **given: Any) -> None:  # noqa: ANN401
    """File the text in TEXT_FILE (`-` for standard input) as a draft.

    Nothing goes out: others release it with `parley release`.
    """
    draft = file_draft(face, running(face), wanted(**given), drafter)
    face.show(
        draft,
        lambda: [
            f"Draft {draft['number']} to {draft['link']} is filed; nothing went out.",
            f"It needs {draft['needed']} release(s) by others than its drafter.",
            f"Release code {draft['release_code']}",
        ],
    )
    face.next_step(f"Next: parley release {draft['number']} --as OFFICER")
