# SPDX-License-Identifier: Apache-2.0
"""`parley test-link`: prove circuit and station now."""

from __future__ import annotations

import click

from parley.cli.exits import Exit
from parley.cli.face import Face, station_command
from parley.cli.reach import ANSWER_S_MAX, running

_WAIT_S = 30.0


@click.command("test-link")
@click.argument("name", required=False)
@click.option(
    "--wait",
    "wait_s",
    type=click.FloatRange(min=0, min_open=True, max=600),
    default=_WAIT_S,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for the answer.",
)
@station_command
def command(face: Face, name: str | None, wait_s: float) -> int:
    """Test the link to NAME and wait for its answer.

    Exit code 1 when no answer came in time; the test stays in the queue.
    """
    ask = running(face, timeout_s=wait_s + ANSWER_S_MAX)
    test = ask("test_link", link=name, timeout_s=wait_s)
    face.show(test, lambda: [_sentence(test, wait_s)])
    return Exit.OK if test["answered"] else Exit.FAULT


def _sentence(test: dict[str, object], wait_s: float) -> str:
    if test["answered"]:
        return (
            f"{test['link']} answered link test {test['serial']}:"
            f" round trip {test['round_trip_ms']} ms."
        )
    return (
        f"{test['link']} did not answer link test {test['serial']} within {wait_s:g} s."
        "  The test stays in the queue; see the circuits with `parley status`."
    )
