# SPDX-License-Identifier: Apache-2.0
"""A pair of desks whose only circuit is exchanged for another kind."""

from __future__ import annotations

from parley.core.events import CircuitDeclared, CircuitDown, CircuitUp


def exchange(pair, traits) -> None:
    """Give both, in place of their only circuit, one of these traits."""
    for desk in (pair.alfa, pair.bravo):
        desk.tell(CircuitDown("one", "exchanged"))
        desk.declared.clear()
        desk.declared.append(CircuitDeclared("one", pair.other(desk).name, traits))
        desk.tell(desk.declared[-1])
        desk.tell(CircuitUp("one"))
