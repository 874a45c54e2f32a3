# SPDX-License-Identifier: Apache-2.0
"""Texts of faults in the form of what is read: encodings, frames, statements, files."""

from parley.errors.fault import Explanation

_KEPT = "Nothing of it was taken over; everything held before is unchanged."
_FRAME = "The frame is dropped. If a good one was sent, it is sent again by itself."
_ASK_FILE = "Ask the other side for the file again and compare its size and checksum."
_CIRCUIT = "If this repeats, look at the circuit it came over with `parley status`."

TEXTS: dict[str, Explanation] = {
    "PLY-WIR-001": Explanation(
        what="What was read is not in the one accepted encoding: {reason}.",
        kept=_KEPT,
        then="It is refused whole; no part of it is used.",
        do=_ASK_FILE,
    ),
    "PLY-WIR-002": Explanation(
        what="What was read goes beyond an agreed limit: {reason}.",
        kept=_KEPT,
        then="It is refused before more of it is looked at.",
        do=_ASK_FILE,
    ),
    "PLY-WIR-003": Explanation(
        what="The {what} does not have the agreed form: {reason}.",
        kept=_KEPT,
        then="It is refused whole; no part of it is used.",
        do="Tell the other side's operators the code and this sentence.",
    ),
    "PLY-WIR-004": Explanation(
        what="The {what} is written in version {version}; this station reads version {known}.",
        kept=_KEPT,
        then="It is refused; versions are never guessed or mixed.",
        do="Agree with the other side on one version and bring both stations to it.",
    ),
    "PLY-WIR-005": Explanation(
        what="A frame is not one that this station knows: {reason}.",
        kept=_KEPT,
        then=_FRAME,
        do=_CIRCUIT,
    ),
    "PLY-WIR-006": Explanation(
        what="The filling behind an entry is not as agreed: {reason}.",
        kept=_KEPT,
        then="The entry is refused; it is not filed and no receipt is given.",
        do="Tell the other side's operators the code: their station writes it wrongly.",
    ),
    "PLY-WIR-007": Explanation(
        what="A statement says that it is a {given}; a {wanted} is needed here.",
        kept=_KEPT,
        then="It is refused: a signature counts only for the kind it was made for.",
        do="Check that the right file was given.",
    ),
    "PLY-WIR-008": Explanation(
        what="A received text cannot be accepted: {reason}.",
        kept=_KEPT,
        then="The entry is refused; it is not filed and no receipt is given.",
        do="Tell the other side's operators the code: their station should have refused it.",
    ),
    "PLY-WIR-009": Explanation(
        what="This is not a Parley card file.",
        kept=_KEPT,
        then="Nothing was paired.",
        do="Give the file that the other side made with `parley card`.",
    ),
    "PLY-WIR-101": Explanation(
        what="The {what} cannot be written: {reason}.",
        kept="Nothing was changed.",
        then="Nothing went out.",
        do="Correct what is named and try again.",
    ),
}
