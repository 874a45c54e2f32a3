# SPDX-License-Identifier: Apache-2.0
"""Acts that are announced and do nothing else here."""

from __future__ import annotations

from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.procedure import Heard, Procedure


def _no_check(_step: Step, _link: Link, _event: ActGiven) -> None:
    pass


def _logged(step: Step, _link: Link, _event: ActGiven, _logged: Logged) -> None:
    step.look("links")


def _filed(step: Step, _link: Link, _said: Heard) -> None:
    step.look("links")


ANNOUNCEMENT = Procedure(_no_check, _logged, _filed)
"""It is on both records, and screens look again."""
