# SPDX-License-Identifier: Apache-2.0
"""XCH: files of other systems, read and written outside the trusted path."""

from parley.errors.fault import Explanation

_KEPT = "The file was not changed, and neither was the record."
_THEN = "No draft was made."

TEXTS = {
    "PLY-XCH-001": Explanation(
        what="The file is larger than {limit} bytes.",
        kept=_KEPT,
        then=_THEN + " Nothing of the file was read.",
        do="Ask for the report without its pictures and documents; a draft does not carry them.",
    ),
    "PLY-XCH-002": Explanation(
        what="The file cannot be read as {kind}: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do="Ask whoever made the file to write it again, as UTF-8.",
    ),
    "PLY-XCH-003": Explanation(
        what="The file brings a document type or entities, which none of these formats needs.",
        kept=_KEPT,
        then=_THEN + " No entity was looked up and no address was asked.",
        do="Treat the file as hostile until its maker explains it.",
    ),
    "PLY-XCH-004": Explanation(
        what="The file is of no kind that is read here: it begins with {found}.",
        kept=_KEPT,
        then=_THEN,
        do="See which kinds and versions are read with `parley exchange formats`.",
    ),
    "PLY-XCH-005": Explanation(
        what="The file does not fit the rules of {kind}: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do="Ask its maker to correct it; type what matters as a draft meanwhile.",
    ),
    "PLY-XCH-006": Explanation(
        what="The file says one thing to people and another to machines: {field} is {shown} beside a body that says {coded}.",
        kept=_KEPT,
        then=_THEN,
        do="Do not use the file. Ask its maker on another line which is meant.",
    ),
    "PLY-XCH-007": Explanation(
        what="{ref} cannot be written as {kind}: {reason}.",
        kept="The message is kept as it is.",
        then="No file was written.",
        do="Choose another kind; `parley exchange formats` says what each can hold.",
    ),
    "PLY-XCH-008": Explanation(
        what="XML cannot be read here, because the package lxml is not installed.",
        kept=_KEPT,
        then=_THEN,
        do="Install Parley with its extra `exchange`.",
    ),
    "PLY-XCH-009": Explanation(
        what="The file holds nothing that a draft could carry.",
        kept=_KEPT,
        then=_THEN,
        do="Read the file with its own program and type what matters as a draft.",
    ),
    "PLY-XCH-010": Explanation(
        what="The process that reads such files for the console failed: {reason}.",
        kept=_KEPT,
        then=_THEN + " The station itself did not look into the file.",
        do="Treat the file as hostile; `parley exchange import` shows more of it.",
    ),
}
