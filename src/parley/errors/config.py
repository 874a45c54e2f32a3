# SPDX-License-Identifier: Apache-2.0
"""Texts of faults in the settings, the station folder and the running of a station."""

from parley.errors.fault import Explanation

_FILE_KEPT = "The file is left as it is; keys and record are untouched."
_NO_START = "The station does not start."
_NOTHING = "Nothing was changed."
_AGAIN = "Correct the line and start the station again."

TEXTS: dict[str, Explanation] = {
    "PLY-CFG-001": Explanation(
        what="There is no station in {folder}: {file} is missing.",
        kept=_NOTHING,
        then=_NO_START,
        do="Name the right folder, or make a station there with `parley init`.",
    ),
    "PLY-CFG-002": Explanation(
        what="{file}, line {line}: this is not TOML: {reason}.",
        kept=_FILE_KEPT,
        then=_NO_START,
        do=_AGAIN,
    ),
    "PLY-CFG-003": Explanation(
        what="{file}, line {line}: there is no setting `{key}`. Known here: {allowed}.",
        kept=_FILE_KEPT,
        then=_NO_START,
        do="Correct or remove the line. Every setting is in docs/reference/config.md.",
    ),
    "PLY-CFG-004": Explanation(
        what="{file}, line {line}: `{key}` is {value}, which is not allowed. Allowed: {allowed}.",
        kept=_FILE_KEPT,
        then=_NO_START,
        do=_AGAIN,
    ),
    "PLY-CFG-005": Explanation(
        what="{file}, line {line}: `{key}` is missing. Allowed: {allowed}.",
        kept=_FILE_KEPT,
        then=_NO_START,
        do="Add the setting and start the station again.",
    ),
    "PLY-CFG-006": Explanation(
        what="The station in {folder} is already in use by process {pid}.",
        kept="The running station goes on undisturbed.",
        then="This second start ends here: two writers would damage the record.",
        do="Use the running station, or stop process {pid} first.",
    ),
    "PLY-CFG-007": Explanation(
        what="{folder} exists already and is not empty.",
        kept="Everything in it is left as it is.",
        then="No station was made.",
        do="Choose a folder that does not exist yet.",
    ),
    "PLY-CFG-008": Explanation(
        what="{path} cannot be written: {reason}.",
        kept="What was there before is unchanged.",
        then="The act ends here; no half-made station is left behind.",
        do="Give this user the right to write there, or free space, and try again.",
    ),
    "PLY-CFG-009": Explanation(
        what="{setting} = {address} cannot be listened on: {reason}.",
        kept="The record and the keys are untouched.",
        then=_NO_START,
        do="Stop the program that uses the address, or change {setting} in station.toml.",
    ),
    "PLY-CFG-010": Explanation(
        what="No station is running in {folder}.",
        kept=_NOTHING,
        then="Nothing was asked of it.",
        do="Start it with `parley run`, then repeat the command.",
    ),
    "PLY-CFG-011": Explanation(
        what="{path} cannot be read: {reason}.",
        kept=_NOTHING,
        then="The act ends here.",
        do="Check the name and that this user may read it.",
    ),
    "PLY-CFG-012": Explanation(
        what="The station in {folder} did not answer: {reason}.",
        kept="Whatever it had committed before is on its disk.",
        then="It is not known here whether the act was done.",
        do="Look with `parley status` before you repeat the act.",
    ),
    "PLY-CFG-013": Explanation(
        what="The station has no method `{method}`.",
        kept=_NOTHING,
        then="Nothing was done.",
        do="Use a command of the same version as the running station: {allowed}.",
    ),
    "PLY-CFG-014": Explanation(
        what="`{key}` of {method} is not as it must be: {allowed}.",
        kept=_NOTHING,
        then="Nothing was done.",
        do="Correct the value and ask again.",
    ),
    "PLY-CFG-015": Explanation(
        what="There is no message {ref} in the record.",
        kept=_NOTHING,
        then="Nothing is shown.",
        do="List what there is with `parley messages`.",
    ),
    "PLY-CFG-016": Explanation(
        what="The station is read-only for now: {reason}.",
        kept="Everything committed before is safe; this act was not recorded and not sent.",
        then="The station tries the disk again by itself and goes on when it can write.",
        do="Free space or repair the disk; then repeat the act.",
    ),
    "PLY-CFG-017": Explanation(
        what="The station is stopping and takes no more acts.",
        kept="Everything committed before is on its disk; this act was not recorded.",
        then="It goes on with the queue when it is started again.",
        do="Repeat the act when the station runs again.",
    ),
    "PLY-CFG-018": Explanation(
        what="Too many acts wait at this station at once.",
        kept="The acts before this one go on; this one was not recorded.",
        then="Nothing of it was sent.",
        do="Repeat it in a moment.",
    ),
    "PLY-CFG-019": Explanation(
        what="No officer {officer} is unlocked at this desk.",
        kept=_NOTHING,
        then="Nothing was signed.",
        do="Unlock the officer's key with its own passphrase and try again.",
    ),
    "PLY-CFG-020": Explanation(
        what="There is no officer with the number {officer} on this station's roster.",
        kept=_NOTHING,
        then="Nothing was done.",
        do="See the numbers with `parley officer list`.",
    ),
    "PLY-CFG-021": Explanation(
        what="Several counterparts are paired and none was named: {allowed}.",
        kept=_NOTHING,
        then="Nothing was done.",
        do="Name the counterpart that is meant.",
    ),
    "PLY-CFG-022": Explanation(
        what="The copy in {path} is not sound: {reason}.",
        kept="The station that was copied is unchanged.",
        then="The copy must not be relied on.",
        do="Make another copy, on another disk if this happens again.",
    ),
    "PLY-CFG-023": Explanation(
        what="A part of the station that is needed for this is not installed: {part}.",
        kept=_NOTHING,
        then="The act ends here.",
        do="Install the whole package again.",
    ),
    "PLY-CFG-024": Explanation(
        what="The passphrase is too short: {given} characters where {needed} are needed.",
        kept=_NOTHING,
        then="No key was made.",
        do="Choose a longer one: five random words are good.",
    ),
    "PLY-CFG-025": Explanation(
        what="The circuit {circuit} cannot be used: {reason}.",
        kept="Everything that waits is kept in the queue; other circuits are not affected.",
        then="The station runs without this circuit.",
        do="Correct the circuit in station.toml and start the station again.",
    ),
    "PLY-CFG-030": Explanation(
        what="The settings name no retention, so every text is kept for ever.",
        kept="The record is unchanged.",
        then="Nothing is destroyed.",
        do="Set text_days in the table [retention] if texts may be destroyed, and start the station again.",
    ),
}
