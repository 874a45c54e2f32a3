# SPDX-License-Identifier: Apache-2.0
"""Every drill, in the order in which they are listed and played."""

from __future__ import annotations

from typing import Final

from parley.drills.case import Case
from parley.drills.cases import FAILURES
from parley.drills.rehearsals import REHEARSALS

DRILLS: Final[tuple[Case, ...]] = (*FAILURES, *REHEARSALS)
