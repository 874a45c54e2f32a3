# SPDX-License-Identifier: Apache-2.0
"""Our root has delegated other keys since the last start: go over to them."""

from __future__ import annotations

from parley.core.epochs import shut_epochs
from parley.core.page_use import keep_standing
from parley.core.restoring import begin_incarnation
from parley.core.shelves import number_key
from parley.core.step import Step


def go_over(step: Step, *, restored: bool) -> None:
    """Begin other logs, but go on where pages alone have carried the line.

    One that was `restored` too begins others for that reason, a moment later.
    """
    stopped = step.state.own_stopped
    if stopped:
        _leave_behind(step)
    for link in step.state.links.values():
        if stopped:
            link.pages.either = True
            keep_standing(step, link)
            if link.pages.goes_on and not restored:
                continue
            shut_epochs(step, link)
        if not restored:
            begin_incarnation(step, link)


def _leave_behind(step: Step) -> None:
    """Destroy what the thief of the stopped keys has too."""
    state = step.state
    # SPEC 7.123: "With new keys after a stop every prekey and revocation code of before
    # is void."
    for number in state.prekeys:
        step.drop("prekey", number_key(number))
    state.prekeys.clear()
    state.revocation = None
    step.drop("station", b"revocation")
