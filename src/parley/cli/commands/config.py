# SPDX-License-Identifier: Apache-2.0
"""`parley config`: the settings of a station, checked or shown."""

from __future__ import annotations

from collections.abc import Mapping

import click

from parley.cli import output
from parley.cli.face import Face, station_command


@click.group("config")
def command() -> None:
    """Check or show the settings in station.toml."""


@command.command("check")
@station_command
def check(face: Face) -> None:
    """Check station.toml; a fault names file, line, setting and what is allowed."""
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic

    settings = load_settings(face.folder)
    found = {"station": settings.station.name, "circuits": len(settings.circuit)}
    face.show(
        found,
        lambda: [
            (
                f"station.toml of {settings.station.name} is good:"
                f" {len(settings.circuit)} circuit(s)."
            )
        ],
    )


@command.command("show")
@station_command
def show(face: Face) -> None:
    """Show every setting in effect, those left at their default included."""
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic

    values = load_settings(face.folder).model_dump(mode="json")
    face.show(values, lambda: output.facts(_flat("", values)))


def _flat(before: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [
            pair
            for name, inner in value.items()
            for pair in _flat(f"{before}.{name}" if before else str(name), inner)
        ]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [
            pair
            for at, inner in enumerate(value, 1)
            for pair in _flat(f"{before}.{at}", inner)
        ]
    return [(before, _word(value))]


def _word(value: object) -> str:
    if value is None or value in ("", []):
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)
