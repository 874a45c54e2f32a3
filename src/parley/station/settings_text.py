# SPDX-License-Identifier: Apache-2.0
"""Writes a `station.toml` for a new station."""

from __future__ import annotations

from collections.abc import Sequence

FILE = "station.toml"

CircuitLine = tuple[str, str, str, str]
"""Name, counterpart, `dial` or `listen` or an empty text, address."""


def settings_text(
    name: str,
    party: str,
    mode: str,
    positions: Sequence[str],
    *,
    console: str,
    health: str,
    addresses: Sequence[str],
    circuits: Sequence[tuple[str, str, str, str]],
    evidence: str,
) -> str:
    """Return a `station.toml`; a circuit is (name, counterpart, dial|listen, address).

    A circuit with an empty third part calls the address in the counterpart's card.
    """
    lines = [
        "# Every setting is explained in docs/reference/config.md.",
        "",
        "[station]",
        f"name = {_quoted(name)}",
        f"party = {_quoted(party)}",
        f"mode = {_quoted(mode)}",
        f"positions = [{', '.join(_quoted(one) for one in positions)}]",
        "",
        "[console]",
        f"listen = {_quoted(console)}",
        "",
        "[health]",
        f"listen = {_quoted(health)}",
        "",
        "[agreement]",
        f"evidence = {_quoted(evidence)}",
    ]
    for address in addresses:
        lines += ["", "[[address]]", f"address = {_quoted(address)}"]
    for circuit, counterpart, way, address in circuits:
        lines += [
            "",
            "[[circuit]]",
            f"name = {_quoted(circuit)}",
            f"counterpart = {_quoted(counterpart)}",
        ]
        if way:
            lines.append(f"{way} = {_quoted(address)}")
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    escaped = "".join(
        f"\\u{ord(one):04x}" if one in '"\\' or ord(one) < ord(" ") else one
        for one in value
    )
    return f'"{escaped}"'
