# SPDX-License-Identifier: Apache-2.0
"""CER: ceremonies, step by step."""

from parley.errors.fault import Explanation

_KEPT = "What was done before stays written down."
_THEN = "Nothing was written."

TEXTS = {
    "PLY-CER-001": Explanation(
        what="There is no ceremony named {name}.",
        kept=_KEPT,
        then=_THEN,
        do="`parley ceremony list` names them.",
    ),
    "PLY-CER-002": Explanation(
        what="The progress in {path} cannot be read: {reason}.",
        kept="The file was not changed; the audit log has every step that was noted.",
        then="The ceremony does not go on.",
        do="Move the file away and begin the ceremony anew, leaving out with a reason what was done.",
    ),
    "PLY-CER-003": Explanation(
        what="The ceremony {name} is not under way.",
        kept=_KEPT,
        then=_THEN,
        do="Begin it with `parley ceremony start {name}`.",
    ),
    "PLY-CER-004": Explanation(
        what="The ceremony {name} was begun with another edition of its sheet.",
        kept=_KEPT,
        then="It does not go on, since its steps may be others now.",
        do="Abandon it with a reason, begin anew, and leave out with a reason what was done.",
    ),
    "PLY-CER-005": Explanation(
        what="This step takes {needed} persons and {given} were named.",
        kept=_KEPT,
        then="The step is still open.",
        do="Name everybody who was there, each with --by.",
    ),
    "PLY-CER-006": Explanation(
        what="The station does not show that this step is done: {reason}.",
        kept=_KEPT,
        then="The step is still open.",
        do="Do what it says; where that is no use here, leave it out with --skip and the reason.",
    ),
    "PLY-CER-007": Explanation(
        what="The ceremony {name} is under way already, at step {step}.",
        kept=_KEPT,
        then=_THEN,
        do="Go on with `parley ceremony resume {name}`, or abandon it with a reason.",
    ),
}
