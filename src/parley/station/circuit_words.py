# SPDX-License-Identifier: Apache-2.0
"""A circuit in words: what is known of it, and why it is not used.

"Up" alone would promise too much: a circuit may take frames and bring no answer.
"""

from __future__ import annotations

from parley.core.records import CircuitFacts
from parley.model.circuit import Cost

_UNANSWERED_S_MIN = 15.0


def state_word(facts: CircuitFacts) -> str:
    """Return the word for a circuit: up, down, untried, silent, slow, by hand."""
    if facts.state != "up":
        return facts.state
    if facts.is_silent:
        return "silent"
    if facts.traits.is_manual and not facts.wanted:
        return "by hand"
    return "slow" if facts.is_slow else "up"


def reason(facts: CircuitFacts, bearer: str, now_ms: int) -> str:
    """Return why a circuit is not what it should be, and what its bearer says."""
    said = [facts.reason] if facts.state != "up" else _while_up(facts, bearer, now_ms)
    return "; ".join(each for each in (*said, facts.note) if each)


def _while_up(facts: CircuitFacts, bearer: str, now_ms: int) -> list[str]:
    said = []
    since_ms = facts.unanswered_wall_ms
    if since_ms is not None and now_ms - since_ms > _UNANSWERED_S_MIN * 1_000:
        said.append(f"accepted by {bearer}, no receipt for {age(now_ms - since_ms)}")
    elif facts.is_silent:
        said.append("takes frames, and no test over it is answered")
    if facts.is_slow:
        said.append(f"answers, but takes {(facts.half_ms or 0) / 1_000:.1f} s for it")
    if facts.traits.is_manual and not facts.wanted:
        said.append("used when a person says so, or when nothing else is up")
    return said


def age(passed_ms: int) -> str:
    """Write a time that has passed as people say it."""
    seconds = max(0, passed_ms) // 1_000
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def direction(facts: CircuitFacts) -> str:
    """Return in which direction a circuit carries."""
    if not facts.traits.can_receive:
        return "sends only"
    return "both ways" if facts.traits.can_send else "receives only"


def cost(facts: CircuitFacts) -> str:
    """Return what using a circuit costs, as the settings say it."""
    return Cost(facts.traits.cost).name.lower()
