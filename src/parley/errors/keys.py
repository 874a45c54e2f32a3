# SPDX-License-Identifier: Apache-2.0
"""Texts of the PLY-KEYS area."""

from parley.errors.fault import Explanation

TEXTS: dict[str, Explanation] = {
    "PLY-KEY-001": Explanation(
        what="The passphrase does not open {path}.",
        kept="The file is unchanged; wrong passphrases are not counted against it.",
        then="Nothing was opened and the station does not start.",
        do="Type it again; check the keyboard layout. Nobody can recover a lost passphrase.",
    ),
    "PLY-KEY-002": Explanation(
        what="{path} is damaged: {reason}.",
        kept="The file is left as it is.",
        then="Nothing was opened; the passphrase was not tried.",
        do="Restore this file from the last backup; it opens with the passphrase of that time.",
    ),
    "PLY-KEY-003": Explanation(
        what="There is no keystore at {path}.",
        kept="Nothing was changed.",
        then="No new keys are made in its place.",
        do="Check the path of the station folder, or restore this file from the last backup.",
    ),
    "PLY-KEY-004": Explanation(
        what="{path} cannot be read: {reason}.",
        kept="The file is unchanged.",
        then="Nothing was opened and the station does not start.",
        do="Give the station's user permission to read the file and to enter its folder.",
    ),
    "PLY-KEY-005": Explanation(
        what="{path} can be read or written by other users of this machine.",
        kept="The file is unchanged and still sealed under its passphrase.",
        then="It is not opened until it belongs to the station's user alone.",
        do="Run `chmod 600 {path}`, and consider who could have copied it.",
    ),
    "PLY-KEY-006": Explanation(
        what="This machine has not enough free memory to open or save the keystore: {mib} MiB are needed for a second.",
        kept="Nothing was changed.",
        then="Nothing was opened.",
        do="Stop other programs, or give the machine more memory.",
    ),
    "PLY-KEY-007": Explanation(
        what="{path} cannot be written: {reason}.",
        kept="The keystore that was there is still whole and opens with its passphrase.",
        then="What should have been saved is not saved.",
        do="Free space on the disk and check the permissions of the folder, then do it again.",
    ),
    "PLY-KEY-008": Explanation(
        what="{path} asks for {memory_kib} KiB of memory, {iterations} passes and {lanes} lanes to open, outside what a keystore may ask.",
        kept="The file is left as it is.",
        then="It is not opened; the passphrase was not tried.",
        do="Parley never writes such a file: treat it as altered, and restore it from the last backup.",
    ),
    "PLY-KEY-009": Explanation(
        what="{path} was written by a newer Parley (box version {found}; this one knows {known}).",
        kept="The file is left as it is.",
        then="It is not opened.",
        do="Use the newer release, or restore a backup made before the upgrade.",
    ),
    "PLY-KEY-010": Explanation(
        what="{count} secrets of {size} bytes are more than a keystore may hold.",
        kept="The keystore that was there is unchanged.",
        then="Nothing was saved.",
        do="Report this with the station's own log file.",
    ),
    "PLY-KEY-011": Explanation(
        what="An empty passphrase cannot seal {path}.",
        kept="The keystore that was there is unchanged.",
        then="Nothing was saved.",
        do="Choose a passphrase; six random words are enough.",
    ),
    "PLY-KEY-110": Explanation(
        what="The credential {name} cannot be read: {reason}.",
        kept="The keystore is unchanged; nothing was opened.",
        then="The station does not start.",
        do="Start the station as its service, with `LoadCredentialEncrypted={name}:FILE` in the unit.",
    ),
    "PLY-KEY-111": Explanation(
        what="The credential {name} has fewer than {needed} bytes.",
        kept="The keystore is unchanged; nothing was opened.",
        then="The station does not start.",
        do="Make a credential of {needed} random bytes; a short one could be guessed.",
    ),
    "PLY-KEY-112": Explanation(
        what="The token {token} cannot be used: {reason}.",
        kept="The keystore is unchanged; nothing was opened.",
        then="The station does not start; the token was asked once.",
        do="Look whether the token is in the machine and whether `module` and `token` in the settings name it.",
    ),
    "PLY-KEY-113": Explanation(
        what="The PIN of the token {token} was refused: {reason}.",
        kept="The keystore is unchanged; nothing was opened.",
        then="Nothing is tried again by itself: tokens lock after a few wrong PINs.",
        do="Put the right PIN into the credential or file that the settings name.",
    ),
    "PLY-KEY-114": Explanation(
        what="The token {token} has not one key {key}: {reason}.",
        kept="The keystore is unchanged; nothing was opened.",
        then="The station does not start.",
        do="Make it with `parley keystore make-half`, or name the right key in the settings.",
    ),
    "PLY-KEY-115": Explanation(
        what="The keystore {path} does not open with this passphrase and this half.",
        kept="The keystore is unchanged; nothing was opened.",
        then="Nothing is tried again by itself.",
        do="Enter the passphrase again. If the settings of the half were changed lately, run `parley keystore seal`.",
    ),
    "PLY-KEY-101": Explanation(
        what="Something in the store cannot be opened with this archive key, or was changed on disk.",
        kept="The store's files were not touched.",
        then="It is not shown and nothing is built on it.",
        do="Run `parley fsck`. If keys or store came from a backup, restore both from the same one.",
    ),
    "PLY-KEY-102": Explanation(
        what="The cryptographic library is not the one this station needs: {reason}.",
        kept="Nothing was opened, neither keys nor store.",
        then="The station does not start.",
        do="Install the packages again exactly as the hashed requirements list them.",
    ),
    "PLY-KEY-120": Explanation(
        what="The keys of one side of the line with {name} are revoked.",
        kept="The record and every draft are kept and can be read.",
        then="Nothing is signed or sent on this line any more.",
        do="Speak on another line; begin anew with a new station and a new pairing.",
    ),
    "PLY-KEY-121": Explanation(
        what="No counterpart has published a revocation code of these digits.",
        kept="Nothing was stopped and nothing was changed.",
        then="Their keys count as before.",
        do="Have the 40 digits read once more; codes made anew make older ones void.",
    ),
    "PLY-KEY-122": Explanation(
        what="A station sent a frame although its keys are revoked.",
        kept="Everything held before is unchanged and readable.",
        then="The frame was refused unopened.",
        do="Speak to its watch on another line; expect somebody else behind this circuit.",
    ),
    "PLY-KEY-123": Explanation(
        what="A revocation, number {number}, differs from the one known under that number.",
        kept="It is kept on the record; the one that came first stays.",
        then="It has no effect.",
        do="Ask the other custodian which keys are to be stopped, on another line.",
    ),
    "PLY-KEY-124": Explanation(
        what="It is signed by {officer}, whose keys were revoked before it came.",
        kept="The text is kept and shown apart, marked SIGNATURE BAD.",
        then="No receipt was given in an officer's name.",
        do="Ask the other watch on another line; do not act on the text alone.",
    ),
    "PLY-KEY-125": Explanation(
        what="This is a revocation code of our own party.",
        kept="Nothing was stopped and nothing was changed.",
        then="Our keys count as before.",
        do="Read it aloud to the other side; there it stops what it was made for.",
    ),
    "PLY-KEY-103": Explanation(
        what="A signature is not good: {algorithm} does not verify; both of a station's keys must.",
        kept="Nothing of what it signs was taken over.",
        then="It is refused whole.",
        do="Get it again. If it fails again, call the other side on another line.",
    ),
    "PLY-KEY-104": Explanation(
        what="A frame does not open under the keys of its epoch: it was altered, or is not theirs.",
        kept="Everything held before is unchanged.",
        then="The frame is dropped. If a good one was sent, it is sent again by itself.",
        do="If this repeats, look at the circuit it came over with `parley status`.",
    ),
    "PLY-KEY-105": Explanation(
        what="An epoch cannot be opened: its secret is not sealed to the prekey that it names.",
        kept="The prekey is kept unused; epochs already open stay open.",
        then="The opening is refused and nothing under it is read.",
        do="Tell the other side's operators the code; their station may hold an old card of ours.",
    ),
    "PLY-KEY-106": Explanation(
        what="What stands in the place of a public {algorithm} key is no such key.",
        kept="Nothing was taken over.",
        then="It is refused, and everything signed or sealed with it.",
        do="Ask the other side for a fresh card.",
    ),
}
