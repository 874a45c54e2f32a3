# SPDX-License-Identifier: Apache-2.0
"""TXT: translations attached to messages."""

from parley.errors.fault import Explanation

_KEPT = "The message and its other translations are kept."
_THEN = "Nothing was attached."

TEXTS = {
    "PLY-TXT-001": Explanation(
        what="Message {ref} has no text to translate in this language ({language}).",
        kept=_KEPT,
        then=_THEN,
        do="See its texts with `parley show`; a coded message speaks both languages by itself.",
    ),
    "PLY-TXT-002": Explanation(
        what="This cannot be attached as a translation: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do="Correct it and add it again.",
    ),
    "PLY-TXT-003": Explanation(
        what="The message has {limit} versions of translations, as many as are kept.",
        kept=_KEPT,
        then=_THEN,
        do="Ask the sender what is meant, or certify a version that is there.",
    ),
    "PLY-TXT-004": Explanation(
        what="There is no version {version}; the message has {count}.",
        kept=_KEPT,
        then="Nothing was changed.",
        do="List them with `parley translate list`.",
    ),
    "PLY-TXT-005": Explanation(
        what="The grade {grade} is not given in this way.",
        kept=_KEPT,
        then=_THEN,
        do="Add machine with an engine, sight or rough with an officer; certify and dispute are signed by a linguist.",
    ),
    "PLY-TXT-006": Explanation(
        what="A dispute has a reason of at most {limit} bytes, and a certificate has none.",
        kept=_KEPT,
        then="Nothing was signed.",
        do="Say in a few words what is disputed.",
    ),
    "PLY-TXT-007": Explanation(
        what="The certificate of {officer} does not count: {reason}.",
        kept=_KEPT,
        then="The grade of the translation stays as it was.",
        do="Let an officer of class linguist, valid now, sign what the page shows.",
    ),
}
