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
    "PLY-TXT-020": Explanation(
        what="Message {serial} does not have this phrase in this place ({language}).",
        kept=_KEPT,
        then="Nothing was asked.",
        do="Copy the phrase from the text as it was sent.",
    ),
    "PLY-TXT-021": Explanation(
        what="Entry {serial} cannot be answered so: {reason}.",
        kept="The question and its answers stay on the record.",
        then="Nothing was said.",
        do="See the questions with `parley clarify list`.",
    ),
    "PLY-TXT-022": Explanation(
        what="Entry {serial} is nothing that a term can come from: {reason}.",
        kept="The glossary stays as it is.",
        then="Nothing was proposed or agreed.",
        do="See `parley clarify list` for answers of theirs, and `parley glossary list` for their proposals.",
    ),
    "PLY-TXT-010": Explanation(
        what="No machine translation is available: {reason}.",
        kept="The message, as it was sent, and its other translations.",
        then="Nothing was attached.",
        do="Read the original, ask a linguist, or look at `parley mt list`.",
    ),
    "PLY-TXT-011": Explanation(
        what="No model here reads {source} and writes {target}.",
        kept=_KEPT,
        then=_THEN,
        do="See `parley mt list`; an operator installs a model with `parley mt install`.",
    ),
    "PLY-TXT-012": Explanation(
        what="{file} cannot be installed as a model: {reason}.",
        kept="The models that are here stay as they are.",
        then="Nothing was installed.",
        do="Bring a CTranslate2 folder with SentencePiece models, an .argosmodel, or the three files of a Firefox model.",
    ),
    "PLY-TXT-013": Explanation(
        what="The model {name} is for tests only, and this station is in mode {mode}.",
        kept=_KEPT,
        then="It translates nothing here.",
        do="Install a model that is meant for use.",
    ),
    "PLY-TXT-014": Explanation(
        what="The approval of {officer} does not count: {reason}.",
        kept="The model and its other approvals stay as they are.",
        then="Nothing was approved.",
        do="Let another officer of class custodian or linguist, valid now, sign what `parley mt show` shows.",
    ),
    "PLY-TXT-015": Explanation(
        what="The model {name} is not ready: {needed} persons must approve it, and its files must be here.",
        kept=_KEPT,
        then="It translates nothing.",
        do="See `parley mt list`, then `parley mt approve`, or install its files again.",
    ),
    "PLY-TXT-016": Explanation(
        what="There is no model called {name}.",
        kept="The models that are here stay as they are.",
        then="Nothing was changed.",
        do="List them with `parley mt list`.",
    ),
}
