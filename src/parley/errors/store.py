# SPDX-License-Identifier: Apache-2.0
"""Texts of faults between the station and its record on disk."""

from parley.errors.fault import Explanation

_UNCHANGED = "Everything committed before is on the disk as it was; nothing of this change was kept."
_NOTHING = "Nothing was changed."
_RETRY = "The station takes its state from the disk again and goes on when a commit succeeds."
_REFUSED = "The file is not opened and not written to."
_RESTORE = "Copy the file away, run `parley fsck`, and restore the last good backup if it names damage."

TEXTS: dict[str, Explanation] = {
    "PLY-STO-001": Explanation(
        what="The disk that holds {path} is full.",
        kept=_UNCHANGED,
        then=_RETRY,
        do="Free space on that disk; nothing has to be restarted.",
    ),
    "PLY-STO-002": Explanation(
        what="{path} cannot be written: {reason}.",
        kept=_UNCHANGED,
        then="Nothing can be sent or filed until the file and its folder can be written.",
        do="Give the station's user write permission to the folder, or mount the disk writable.",
    ),
    "PLY-STO-003": Explanation(
        what="{path} is damaged: {reason}.",
        kept="What is on the disk is left as it is; nothing more is written.",
        then="The station does not run on a damaged record.",
        do=_RESTORE,
    ),
    "PLY-STO-004": Explanation(
        what="{path} is not a store of Parley.",
        kept=_NOTHING,
        then=_REFUSED,
        do="Check the path of the station folder.",
    ),
    "PLY-STO-005": Explanation(
        what="{path} was written by a newer Parley (store version {found}; this one knows {known}).",
        kept=_NOTHING,
        then=_REFUSED,
        do="Use the newer release, or restore a backup made before the upgrade.",
    ),
    "PLY-STO-006": Explanation(
        what="The record already holds an entry at {place}.",
        kept=_UNCHANGED,
        then="The entry that was filed first stays; the new one is refused.",
        do="Keep the station's own log file and report this: a serial is never given twice.",
    ),
    "PLY-STO-007": Explanation(
        what="The record holds no entry at {place}, so no flag can be taken off it.",
        kept=_UNCHANGED,
        then="The whole change is refused.",
        do="Run `parley fsck`; if it finds nothing, report this.",
    ),
    "PLY-STO-008": Explanation(
        what="{path} is in use by another process.",
        kept=_NOTHING,
        then="Two processes never write one record, so this one stops here.",
        do="Stop the other station process; `fuser {path}` shows its number.",
    ),
    "PLY-STO-009": Explanation(
        what="The disk that holds {path} failed: {reason}.",
        kept="Everything committed before is kept; this change counts as not made.",
        then=_RETRY,
        do="Look at the system's own log for disk errors and make a backup now.",
    ),
    "PLY-STO-010": Explanation(
        what="There is no store at {path}.",
        kept=_NOTHING,
        then="No empty store is put in its place, because serials would begin anew.",
        do="Check the path; for a new station run `parley init`, for a lost disk `parley restore`.",
    ),
    "PLY-STO-011": Explanation(
        what="{path} already exists.",
        kept="The file there is left as it is.",
        then="Nothing is written over it.",
        do="Give a name that is not in use.",
    ),
    "PLY-STO-012": Explanation(
        what="The store {path} was asked after it was closed.",
        kept="Everything committed before the closing is kept.",
        then="The question is not answered.",
        do="Start the station again.",
    ),
    "PLY-STO-013": Explanation(
        what="The archive key does not open {path}: the store and the keystore do not belong together.",
        kept=_NOTHING,
        then=_REFUSED,
        do="Take store and keystore from the same station folder, or from the same backup.",
    ),
    "PLY-STO-014": Explanation(
        what="A value in {path} does not open: {place} was altered or damaged on the disk.",
        kept="The value is left on the disk as it is and is not used.",
        then="Whatever needs this value stops here.",
        do=_RESTORE,
    ),
    "PLY-STO-015": Explanation(
        what="A change cannot be kept: {reason}.",
        kept=_UNCHANGED,
        then="The whole change is refused.",
        do="Report this with the station's own log file.",
    ),
    "PLY-STO-016": Explanation(
        what="{path} cannot be read: {reason}.",
        kept=_NOTHING,
        then="The station does not start without its record.",
        do="Give the station's user permission to read and write the folder and the file.",
    ),
    "PLY-STO-017": Explanation(
        what="The text of entry {serial} on the link with {name} was destroyed under retention.",
        kept="Its place, its leaf hash and who receipted and acknowledged it are kept.",
        then="Nothing can be read or shown of its fields any more.",
        do="Look into the archive, if one was made before the text was destroyed.",
    ),
}
