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
    "PLY-WCH-007": Explanation(
        what="The time until which to stand by has passed, or is not later than the one promised before.",
        kept=_NOTHING,
        then="The message stays as it is.",
        do="Name a later time.",
    ),
    "PLY-WCH-008": Explanation(
        what="An answer to message {serial} was promised twice already.",
        kept="The time promised last stands, and both sides see it.",
        then="Nothing was sent.",
        do="Answer the message, or say that no answer will come with `parley decline`.",
    ),
    "PLY-WCH-009": Explanation(
        what="Answers to {count} messages are promised on this line, which is the limit.",
        kept=_NOTHING,
        then="The promises that stand are kept.",
        do="Answer some of them, or decline.",
    ),
    "PLY-WCH-010": Explanation(
        what="Message {serial} is answered or declined already.",
        kept=_NOTHING,
        then="What was said of it stands.",
        do="See it with `parley show`; to say more, write a message.",
    ),
    "PLY-WCH-011": Explanation(
        what="A text cannot point at entry {serial}: it is not there, or is not ours to correct.",
        kept=_NOTHING,
        then="No draft was filed.",
        do="Name a message that is on the record; correct or cancel only one of our own.",
    ),
    "PLY-WCH-012": Explanation(
        what="A message says that it corrects or cancels what its own sender did not send before it.",
        kept="It is on the record and shown apart.",
        then="It is receipted as not good and changes nothing.",
        do="Ask the other watch what was meant.",
    ),
    "PLY-WCH-013": Explanation(
        what="A correction of {ref} needs a text, and another one than the message has.",
        kept="The message stands as it went.",
        then="No draft was filed.",
        do="Write what is right, or cancel the message.",
    ),
    "PLY-WCH-014": Explanation(
        what="The link agreement with {name} allows no suspension.",
        kept=_NOTHING,
        then="The line stays open.",
        do="Agree on other terms first, or tell the other watch in a message.",
    ),
    "PLY-WCH-015": Explanation(
        what="Our side has suspended the line with {name} already.",
        kept="The suspension stands as it was declared.",
        then="Nothing was sent.",
        do="Resume it first with `parley resume` to declare another.",
    ),
    "PLY-WCH-016": Explanation(
        what="Our side has not suspended the line with {name} in that entry.",
        kept=_NOTHING,
        then="The line stays as it is.",
        do="See who suspended it with `parley status`.",
    ),
    "PLY-WCH-017": Explanation(
        what="The line with {name} is suspended; only FLASH is released.",
        kept="Draft {number} and its releases are kept.",
        then="Nothing was released.",
        do="Wait until the line is resumed, or send what cannot wait as FLASH.",
    ),
    "PLY-WCH-018": Explanation(
        what="Entry {serial} is not the watch check that waits for an answer.",
        kept=_NOTHING,
        then="The check that waits goes on waiting.",
        do="See what waits with `parley status`.",
    ),
    "PLY-WCH-019": Explanation(
        what="A stale link is owned for a week at most, from now.",
        kept=_NOTHING,
        then="The alarm stays.",
        do="Name a time within the next seven days.",
    ),
    "PLY-WCH-020": Explanation(
        what="The month {month} is not over yet.",
        kept=_NOTHING,
        then="No report was made.",
        do="Report it once it is over.",
    ),
    "PLY-WCH-021": Explanation(
        what="{month} is no month.",
        kept=_NOTHING,
        then="Nothing happens.",
        do="Give it as 2026-11.",
    ),
    "PLY-WCH-022": Explanation(
        what="Message {serial} has nothing that is still to be read back.",
        kept="What was read back of it stands.",
        then="Nothing was sent.",
        do="See it with `parley show`.",
    ),
    "PLY-WCH-050": Explanation(
        what="MINIMIZE is in force: what is below {spares} waits, and draft {number} was not reviewed since.",
        kept="The draft and its releases are kept.",
        then="Nothing was released.",
        do="Look whether it must go now; then note it with `parley minimize review {number}` and release again, or let it wait.",
    ),
    "PLY-WCH-051": Explanation(
        what="The time until which MINIMIZE is to hold has passed already.",
        kept=_NOTHING,
        then="Traffic goes on as it was.",
        do="Name a later time, or none.",
    ),
    "PLY-WCH-052": Explanation(
        what="No MINIMIZE that was ordered here is in force on the line with {name}, or it is not the one named.",
        kept=_NOTHING,
        then="What {name} ordered goes on until they end it.",
        do="See what is in force with `parley minimize show`.",
    ),
    "PLY-WCH-053": Explanation(
        what="This cannot stand in the watch log: {reason}.",
        kept="The watch log is as it was.",
        then="Nothing was written.",
        do="Write it as one shorter line, or as several.",
    ),
    "PLY-WCH-054": Explanation(
        what="{officer} is not of the class watch and does not write the watch log.",
        kept="The watch log is as it was.",
        then="Nothing was written.",
        do="Let an officer of the watch write it.",
    ),
    "PLY-WCH-055": Explanation(
        what="No handover is under way.",
        kept="Whoever has the watch goes on having it.",
        then="Nothing was changed.",
        do="Begin one with `parley handover begin`.",
    ),
    "PLY-WCH-056": Explanation(
        what="{officer} cannot hand over or take the watch: {reason}.",
        kept="Whoever has the watch goes on having it.",
        then="No sheet was made.",
        do="Name two officers of the class watch.",
    ),
    "PLY-WCH-057": Explanation(
        what="The handover cannot be signed yet: {reason}.",
        kept="The sheet and what was answered on it are kept.",
        then="The watch has not changed.",
        do="Finish the sheet, or make it anew with `parley handover begin`; then sign.",
    ),
    "PLY-WCH-058": Explanation(
        what="Since the sheet was made, more has come up: {count} lines are not on it.",
        kept="The sheet and what was answered on it are kept.",
        then="The watch has not changed.",
        do="Make the sheet anew with `parley handover begin`; what was answered stays answered.",
    ),
    "PLY-WCH-059": Explanation(
        what="The signature of {officer} does not fit the sheet as it is now.",
        kept="The sheet is kept.",
        then="The watch has not changed.",
        do="Look at the sheet again and sign once more.",
    ),
    "PLY-WCH-060": Explanation(
        what="This cannot stand on the sheet: {reason}.",
        kept="The sheet is as it was.",
        then="Nothing was written.",
        do="Write it as one shorter line.",
    ),
    "PLY-WCH-061": Explanation(
        what="That our watch changed is told to {name} by the officer who took it, once both have signed.",
        kept=_NOTHING,
        then="The other watch knows what it knew.",
        do="Finish the handover, and let the incoming officer say it.",
    ),
    "PLY-WCH-062": Explanation(
        what="The sheet of the handover is no longer the one that this page shows.",
        kept="The sheet and what was answered on it are kept.",
        then="Nothing was written and nothing was signed.",
        do="Load the page again and look at it.",
    ),
    "PLY-WCH-004": Explanation(
        what="There is no act of that kind and form: {reason}.",
        kept=_NOTHING,
        then="Nothing happens.",
        do="Use one of: {allowed}.",
    ),
}
