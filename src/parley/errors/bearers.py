# SPDX-License-Identifier: Apache-2.0
"""Texts of faults of bearers: starting one, and what comes in over it."""

from parley.errors.fault import Explanation

_NOT_STARTED = "The circuit is not started; no frame was taken for it."
_QUEUE = "The queue and the record are untouched."
_CLOSED = "The circuit is closed and started afresh; what was lost on it is sent again."
_RULES = "If it repeats, tell the other side's operator which version runs here."

TEXTS: dict[str, Explanation] = {
    "PLY-BRR-001": Explanation(
        what="Cannot listen on {address}: another program has that port.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Stop the other program, or give this circuit another port and tell the other side by a new card. `ss -ltnp` shows who has it.",
    ),
    "PLY-BRR-002": Explanation(
        what="Cannot listen on {address}: that address is not one of this machine.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Set the circuit's host to an address of this machine, or to :: for all of them.",
    ),
    "PLY-BRR-003": Explanation(
        what="Cannot listen on {address}: this account may not open that port.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Choose a port of 1024 or above, or let the service manager grant the port.",
    ),
    "PLY-BRR-004": Explanation(
        what="Cannot listen on {address}: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Check the circuit's host and port in the settings.",
    ),
    "PLY-BRR-005": Explanation(
        what="The settings of a TCP circuit cannot be used: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Correct the circuit's settings and start again.",
    ),
    "PLY-BRR-006": Explanation(
        what="This station's own TLS certificate cannot be used: {reason}.",
        kept="The keystore and its other keys are untouched.",
        then=_NOT_STARTED,
        do="Restore the keystore from a backup, or make a new certificate and a new card.",
    ),
    "PLY-BRR-007": Explanation(
        what="The certificate in the counterpart's card cannot be read.",
        kept="The card is kept as it was handed over.",
        then=_NOT_STARTED,
        do="Ask the counterpart for a new card.",
    ),
    "PLY-BRR-010": Explanation(
        what="A frame of {size} bytes was announced where {limit} are allowed.",
        kept="Not one byte of it was kept; all that came before it stands.",
        then=_CLOSED,
        do=_RULES,
    ),
    "PLY-BRR-011": Explanation(
        what="A frame's length was written in {given} bytes where {needed} are enough.",
        kept="The frame was not read; all that came before it stands.",
        then=_CLOSED,
        do=_RULES,
    ),
    "PLY-BRR-012": Explanation(
        what="A frame's length was written in the form of eight bytes, which is not used.",
        kept="The frame was not read; all that came before it stands.",
        then=_CLOSED,
        do=_RULES,
    ),
    "PLY-BRR-020": Explanation(
        what="This station has no circuit {name}.",
        kept="Nothing was changed.",
        then="Everything goes as before.",
        do="`parley circuits show` lists the circuits by name.",
    ),
    "PLY-BRR-021": Explanation(
        what="The circuit {name} is used by itself and needs no order.",
        kept="Nothing was changed.",
        then="Everything goes as before.",
        do="Only circuits that a person carries are told to be used.",
    ),
    "PLY-BRR-022": Explanation(
        what="A fragment of a frame does not bear the mark of the counterpart's station.",
        kept="Nothing of it was kept; all that came before it stands.",
        then="It is dropped; the counterpart's station sends more until its frame is whole.",
        do="None, if it is rare: noise looks like this. If it is frequent, somebody else speaks on the circuit.",
    ),
    "PLY-BRR-023": Explanation(
        what="The settings of a UDP circuit cannot be used: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Correct the circuit's settings and start again.",
    ),
    "PLY-BRR-024": Explanation(
        what="Nothing of ours with the serial {serial} waits for a receipt of {name}.",
        kept="Nothing was changed.",
        then="Everything goes as before.",
        do="`parley messages` lists what waits; perhaps its receipt has just come.",
    ),
    "PLY-BRR-040": Explanation(
        what="What came in is not a chunk.",
        kept="Nothing of it was used; the chunks around it are.",
        then="The parcel is put together from other chunks, if enough of them come.",
        do="Nothing, unless a parcel stays unfinished: then ask for the files again.",
    ),
    "PLY-BRR-041": Explanation(
        what="A parcel that came in whole does not hold frames.",
        kept="Nothing of it was used.",
        then="What it may have held is asked for again.",
        do=_RULES,
    ),
    "PLY-BRR-042": Explanation(
        what="What lay in the box is not a slip.",
        kept="Nothing of it was used.",
        then="The next one is read.",
        do="Nothing: strangers may put anything into a box. The board shows how much.",
    ),
    "PLY-BRR-043": Explanation(
        what="The circuit {circuit} needs a credential, and there is none at {path}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Seal it with `parley circuit credential {circuit}`, or give it as the systemd credential parley-{circuit}.",
    ),
    "PLY-BRR-044": Explanation(
        what="The credential cannot be used: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do='Write it as lines of TOML, such as password = "...", and seal it again.',
    ),
    "PLY-BRR-045": Explanation(
        what="Cannot write {path}: {reason}.",
        kept="What was there before is unchanged.",
        then="Nothing more was written.",
        do="Check that the disk has room and that this account may write there.",
    ),
    "PLY-BRR-046": Explanation(
        what="The settings of the circuit cannot be used: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Correct the circuit's settings and start again.",
    ),
    "PLY-BRR-047": Explanation(
        what="One circuit had to be found for this and these fit: {names}.",
        kept="Nothing was copied.",
        then="Nothing happens until one is named.",
        do="Name one with --circuit, or add a [[circuit]] of that kind to station.toml; see docs/reference/config.md.",
    ),
    "PLY-BRR-048": Explanation(
        what="The folder {folder} cannot be used: {reason}.",
        kept="What lay there before is unchanged.",
        then="Files that were copied before this stay where they are and count.",
        do="Check that the medium is mounted and may be written, then give the same command again.",
    ),
    "PLY-BRR-049": Explanation(
        what="{folder} is full after {files} files.",
        kept="What was copied is whole and stays; the rest waits where it was.",
        then="Nothing more is copied.",
        do="Carry this medium, and give the same command again with another one.",
    ),
    "PLY-BRR-050": Explanation(
        what="What the relay answered is not a list of slips.",
        kept="Nothing of it was used.",
        then="The relay is asked again after a pause; other circuits are untouched.",
        do="If it repeats, ask who runs the relay which version it is.",
    ),
    "PLY-BRR-051": Explanation(
        what="The relay cannot listen on {address}: {reason}.",
        kept="The boxes are untouched.",
        then="The relay is not started.",
        do="Correct `listen` in relay.toml, or stop the other program. `ss -ltnp` shows who has the port.",
    ),
    "PLY-BRR-052": Explanation(
        what="The relay's folder {folder} cannot be used: {reason}.",
        kept="What is in it is untouched.",
        then="The relay is not started, and nothing is written.",
        do="Check the path and who owns it; a new relay needs a folder that is not there yet.",
    ),
    "PLY-BRR-053": Explanation(
        what="{file} of the relay cannot be used: {reason}.",
        kept="The boxes are untouched.",
        then="The relay is not started.",
        do="Correct the file; docs/how-to/run-a-relay.md has every setting.",
    ),
    "PLY-BRR-054": Explanation(
        what="The credential of the circuit is no relay's ticket.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Ask who runs the relay for its ticket and seal it with `parley circuit credential`.",
    ),
    "PLY-BRR-060": Explanation(
        what="The circuit {circuit} needs the package {module}, which is not installed.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Install the extra it belongs to, as in `pip install 'parley-link[{extra}]'`, and start again.",
    ),
    "PLY-BRR-061": Explanation(
        what="The certificates in {path} cannot be used: {reason}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do="Give a file of certificates in PEM, or leave `authorities` out to trust those of the system.",
    ),
    "PLY-BRR-062": Explanation(
        what="The credential of the circuit lacks {missing}.",
        kept=_QUEUE,
        then=_NOT_STARTED,
        do='Write one line for each, such as password = "...", and seal it with `parley circuit credential`.',
    ),
    "PLY-BRR-063": Explanation(
        what="The picture {path} cannot be used: {reason}.",
        kept="What was read from the pictures before it stays and counts.",
        then="Nothing of this picture is used.",
        do="Take it again, sharp and straight from above, as PNG or JPEG.",
    ),
    "PLY-BRR-064": Explanation(
        what="No sheet was drawn: {reason}.",
        kept="What waits still waits.",
        then="Nothing was written.",
        do="Give a new name that ends in .pdf or .svg, once something was released that no other circuit has delivered.",
    ),
    "PLY-BRR-065": Explanation(
        what="The pictures do not hold a whole card: {held} of its codes, and it takes {needed}.",
        kept="The pictures were only read.",
        then="No card was taken in.",
        do="Photograph the pages that are missing and name all pictures at once; two thirds of the codes are enough.",
    ),
    "PLY-BRR-066": Explanation(
        what="Sheets of codes need the package {module}, which is not installed.",
        kept="Nothing was changed.",
        then="Nothing was drawn or read.",
        do="Install the extra it belongs to: `pip install 'parley-link[media]'`.",
    ),
    "PLY-BRR-085": Explanation(
        what="What was heard on the air is not a transmission of the sort that stations send.",
        kept="Nothing of it was used.",
        then="The next one is listened to.",
        do="Nothing: others use the frequency too. The board shows how much of it is theirs.",
    ),
}
