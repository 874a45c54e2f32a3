# SPDX-License-Identifier: Apache-2.0
"""RDO: readouts, what a party says in public about contacts."""

from parley.errors.fault import Explanation

_KEPT = "The readout and its contacts are kept as they are."
_NOTHING = "Nothing was signed and nothing is public."

TEXTS = {
    "PLY-RDO-001": Explanation(
        what="A readout is shown at least {minutes} minutes before its time.",
        kept=_KEPT,
        then=_NOTHING,
        do="Show it with a later time; an answer of the other side makes it free sooner.",
    ),
    "PLY-RDO-002": Explanation(
        what="Readout {ref} is not open: it was answered or published before, or there is none.",
        kept=_KEPT,
        then=_NOTHING,
        do="See how far each readout is with `parley readout list`; other words are shown as a new one.",
    ),
    "PLY-RDO-003": Explanation(
        what="These are not the words of readout {ref} as it was shown.",
        kept=_KEPT,
        then=_NOTHING,
        do="Publish what was shown, or show the new words to the other side first.",
    ),
    "PLY-RDO-004": Explanation(
        what="Readout {ref} has no answer yet, and its time has not come.",
        kept=_KEPT,
        then=_NOTHING,
        do="Wait for the answer or for the time that was shown.",
    ),
    "PLY-RDO-005": Explanation(
        what="No proof may go with readout {ref}: both sides must have said so.",
        kept=_KEPT,
        then=_NOTHING,
        do="Publish it without the proof.",
    ),
    "PLY-RDO-006": Explanation(
        what="This cannot be a readout: {reason}.",
        kept="The record is kept as it is.",
        then="No readout was filed.",
        do="Correct it and file it again.",
    ),
    "PLY-RDO-007": Explanation(
        what="There is no readout {ref}.",
        kept="The record is kept as it is.",
        then="Nothing is shown.",
        do="See what there is with `parley readout list`.",
    ),
    "PLY-RDO-008": Explanation(
        what="Readout {ref} would be public before what it speaks of has arrived: {reason}.",
        kept=_KEPT,
        then=_NOTHING,
        do="Wait for the message to be acknowledged, or publish with --even-so.",
    ),
    "PLY-RDO-009": Explanation(
        what="It was decided to neither confirm nor deny readout {ref}.",
        kept=_KEPT,
        then=_NOTHING,
        do="Nothing is said in public; whoever decides otherwise shows a new readout.",
    ),
}
