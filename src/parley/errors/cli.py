# SPDX-License-Identifier: Apache-2.0
"""Texts of the PLY-CLI area: what can go wrong between a shell and a station.

Codes up to 019 say that the command was wrong and nothing was tried.
"""

from parley.errors.fault import Explanation

_NOTHING = "Nothing was changed and nothing was sent."
_STOPS = "The command stops here."
_TEXT_KEPT = "The file is as it was; no draft was made."
_REFUSED_KEPT = "The draft and every release already given are unchanged."

TEXTS: dict[str, Explanation] = {
    "PLY-CLI-001": Explanation(
        what="The command cannot be understood: {detail}",
        kept=_NOTHING,
        then=_STOPS,
        do="See `{command} --help`.",
    ),
    "PLY-CLI-002": Explanation(
        what="{file} cannot be read: {reason}.",
        kept=_NOTHING,
        then=_STOPS,
        do="Check the name and the permissions of the file.",
    ),
    "PLY-CLI-003": Explanation(
        what="{file} is not UTF-8 text: byte {offset}, in line {line}, is {found}.",
        kept=_TEXT_KEPT,
        then=_STOPS,
        do="Save the text as UTF-8 and give it again.",
    ),
    "PLY-CLI-004": Explanation(
        what="{file} holds a character that no message may hold: {found} at byte {offset}, in line {line}.",
        kept=_TEXT_KEPT,
        then=_STOPS,
        do="Take the character out and give the text again.",
    ),
    "PLY-CLI-005": Explanation(
        what="{file} holds no text.",
        kept=_TEXT_KEPT,
        then=_STOPS,
        do="Write the text first; a message without words cannot be drafted.",
    ),
    "PLY-CLI-006": Explanation(
        what="{file} is larger than a message may be: over {limit} bytes.",
        kept=_TEXT_KEPT,
        then=_STOPS,
        do="Divide the text into several messages.",
    ),
    "PLY-CLI-007": Explanation(
        what="The passphrase file {file} can be read by others (its mode is {mode}).",
        kept="The passphrase was not read from it.",
        then=_STOPS,
        do="Run `chmod 600 {file}`, and change the passphrase if others use this machine.",
    ),
    "PLY-CLI-008": Explanation(
        what="The passphrase cannot be used: {reason}.",
        kept=_NOTHING,
        then=_STOPS,
        do="Give the same passphrase both times; nothing of it is kept anywhere.",
    ),
    "PLY-CLI-009": Explanation(
        what="No officer on our roster is called {given}.",
        kept=_NOTHING,
        then=_STOPS,
        do="Use the number or the full name of one of: {allowed}.",
    ),
    "PLY-CLI-010": Explanation(
        what="{asked} is needed, and there is no terminal to ask for it.",
        kept=_NOTHING,
        then=_STOPS,
        do="Give {instead}.",
    ),
    "PLY-CLI-012": Explanation(
        what="{file} exists already.",
        kept="The file is as it was.",
        then=_STOPS,
        do="Choose another name; Parley does not write over files.",
    ),
    "PLY-CLI-013": Explanation(
        what="There is no fault code {given}.",
        kept=_NOTHING,
        then=_STOPS,
        do="List all codes with `parley errors`.",
    ),
    "PLY-CLI-015": Explanation(
        what="{file} cannot be written: {reason}.",
        kept=_NOTHING,
        then=_STOPS,
        do="Check the folder, its permissions and the space on the disk.",
    ),
    "PLY-CLI-030": Explanation(
        what="The addressee was not confirmed: the message is for {wanted}, {given} was given.",
        kept=_REFUSED_KEPT,
        then="Nothing was signed and nothing went out.",
        do="Look at the draft again; if it is right, give the addressee as {wanted}.",
    ),
    "PLY-CLI-031": Explanation(
        what="What the station asks to be signed is not what is shown here: {difference}.",
        kept=_REFUSED_KEPT,
        then="Nothing was signed and nothing went out.",
        do="Do not release on this station; have its software and disk checked, and use another line.",
    ),
    "PLY-CLI-032": Explanation(
        what="The digits are not complete: {count} digits were given, the fingerprint has 60.",
        kept="The card stays an alleged party; nothing was confirmed.",
        then="Nothing can be released to {name}.",
        do="Read all twelve groups of five digits to each other and give them again.",
    ),
    "PLY-CLI-033": Explanation(
        what="The act was not confirmed: this station is {wanted}, {given} was given.",
        kept="Keys and pages are as they were.",
        then=_STOPS,
        do="Look which station you are at; if it is the right one, give its name as {wanted}.",
    ),
    "PLY-CLI-040": Explanation(
        what="{count} problems were found in the record: {first}",
        kept="Nothing was repaired and nothing was deleted.",
        then="A running station goes on; a damaged one may refuse to start.",
        do="Copy the folder to another disk before anything else, then see the page `how-to/lost-station`.",
    ),
    "PLY-CLI-041": Explanation(
        what="There is no drill named {name}.",
        kept="No station was touched.",
        then="Nothing was played.",
        do="`parley drill list` shows them; `parley drill run all` plays every one.",
    ),
    "PLY-CLI-042": Explanation(
        what="{missed} of {count} criteria were missed, the first in {name}.",
        kept="The stations of a drill are its own; yours was not touched.",
        then="What was seen instead stands beside each criterion.",
        do="Play that drill alone; if it misses again, do not rely on what it shows.",
    ),
    "PLY-CLI-043": Explanation(
        what="{file} cannot be used: {reason}.",
        kept="The record on disk is never changed by halves; what was filed is filed.",
        then=_STOPS,
        do="Check the name, the folder it is in, its permissions and the space on the disk.",
    ),
    "PLY-CLI-098": Explanation(
        what="The command was stopped at the keyboard.",
        kept="What was already on disk is kept; nothing half done is left.",
        then="Nothing goes on in the background.",
        do="Give the command again when ready.",
    ),
    "PLY-CLI-099": Explanation(
        what="Parley stopped at a mistake of its own: {kind} in {place}.",
        kept="The record on disk is never changed by halves; what was filed is filed.",
        then=_STOPS,
        do="Report these lines; `PARLEY_TRACEBACK=1` before the command shows more. Check with `parley status` and `parley fsck`.",
    ),
}
