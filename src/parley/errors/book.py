# SPDX-License-Identifier: Apache-2.0
"""Texts of faults with the code book and with coded messages."""

from parley.errors.fault import Explanation

_NOT_SENT = "Nothing was sent."

TEXTS: dict[str, Explanation] = {
    "PLY-BOK-001": Explanation(
        what="The code book cannot be read: {reason}.",
        kept="The record and its messages are kept; the book on the disk was not changed.",
        then="The station does not start with a book that it cannot read.",
        do="Install Parley again from the package you trust, and compare the digest with `parley book list`.",
    ),
    "PLY-BOK-002": Explanation(
        what="Edition {edition} of the code book fails its own vector: {vector}.",
        kept="The record and its messages are kept.",
        then="The station does not start, since it might show another meaning than was sent.",
        do="Install Parley again from the package you trust; if the fault stays, report it to the counterpart's engineers too.",
    ),
    "PLY-BOK-003": Explanation(
        what="A coded message is written in edition {edition}, which this station does not hold.",
        kept="The message is kept as it came and shown apart.",
        then="It cannot be acknowledged by name until it is sent again in an edition both sides hold.",
        do="Ask the counterpart for a free text, and install the edition once both sides have signed it.",
    ),
    "PLY-BOK-004": Explanation(
        what="Edition {edition} of the code book has no format {format}.",
        kept="What was written is kept as it came.",
        then="It has no meaning by this book and is not shown as one.",
        do="List the formats with `parley book list`.",
    ),
    "PLY-BOK-005": Explanation(
        what="A coded message is not as its format {format} asks: {reason}.",
        kept="What was written is kept as it came.",
        then="It has no meaning by this book and is not shown as one.",
        do="Ask the counterpart to send it again, or to say it in a free text.",
    ),
    "PLY-BOK-006": Explanation(
        what="The field {field} cannot be {value}: {reason}.",
        kept="Nothing was changed.",
        then=_NOT_SENT,
        do="See how the field is written with `parley book show {format}`.",
    ),
    "PLY-BOK-007": Explanation(
        what="There is no format or code named {name}.",
        kept="Nothing was changed.",
        then=_NOT_SENT,
        do="Use one of: {allowed}.",
    ),
    "PLY-BOK-008": Explanation(
        what="The coded message cannot be sent: {reason}.",
        kept="Nothing was changed.",
        then=_NOT_SENT,
        do="Correct the fields; an instalment may leave out what is not known yet.",
    ),
    "PLY-BOK-009": Explanation(
        what="No edition of the code book is signed by both this station and {name}.",
        kept="Drafts and messages are kept.",
        then="Coded messages cannot be sent on this link. Free texts go on as ever.",
        do="Write a free text; agree on an edition with the counterpart and have both sides sign it.",
    ),
    "PLY-BOK-010": Explanation(
        what="The text cannot be read back as a coded message: {reason}.",
        kept="The text was not changed.",
        then="It is not taken for a coded message.",
        do="Compare the text letter by letter with `parley book show`; a copy may have lost a character.",
    ),
    "PLY-BOK-012": Explanation(
        what="Edition {edition} has no words for the format {format} in the language {language}.",
        kept="The message is kept as it came.",
        then="It is shown in a language that is complete.",
        do="Read it in one of: {allowed}.",
    ),
    "PLY-BOK-013": Explanation(
        what="The source of the code book is not good: {place}: {reason}.",
        kept="The compiled edition was not changed.",
        then="Nothing was compiled.",
        do="Correct the file, then run `parley book check`.",
    ),
    "PLY-BOK-014": Explanation(
        what="Edition {edition} of the code book does not only add to the one before: {place}.",
        kept="The record and its messages are kept.",
        then="The station does not start, since one number could mean two things.",
        do="Install Parley again from the package you trust; `parley book diff` names every change.",
    ),
}
