# SPDX-License-Identifier: Apache-2.0
"""WCH: what officers do about the line."""

from parley.errors.fault import Explanation

_NOTHING = "Nothing was changed and nothing was sent."

TEXTS = {
    "PLY-WCH-001": Explanation(
        what="{officer} may not do this ({act}): it needs the class {needed}, valid now.",
        kept="What waits goes on waiting.",
        then="Nothing was sent.",
        do="Let an officer of that class do it.",
    ),
    "PLY-WCH-002": Explanation(
        what="The signature of {officer} does not fit what is to be signed ({act}).",
        kept="What waits goes on waiting.",
        then="Nothing was sent.",
        do="Open the page again and sign once more.",
    ),
    "PLY-WCH-003": Explanation(
        what="No officer of ours has acknowledged message {serial} yet.",
        kept=_NOTHING,
        then="The message stays open and keeps alarming.",
        do="Acknowledge it first with `parley acknowledge`.",
    ),
    "PLY-WCH-005": Explanation(
        what="Their entry {serial} is not here; what has come ends at {known}.",
        kept=_NOTHING,
        then="The draft stays as it is.",
        do="Name the last message that was really read.",
    ),
    "PLY-WCH-006": Explanation(
        what="Message {serial} of {name} is newer than what the writers of draft {number} say they have read.",
        kept="The draft and its releases are kept.",
        then="Nothing was released.",
        do="Read that message, then release with `parley release {number} --read NAME`, or withdraw the draft.",
    ),
    "PLY-WCH-004": Explanation(
        what="There is no act of that kind and form: {reason}.",
        kept=_NOTHING,
        then="Nothing happens.",
        do="Use one of: {allowed}.",
    ),
}
