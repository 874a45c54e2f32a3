# SPDX-License-Identifier: Apache-2.0
"""Texts of faults in the relation with a counterpart: pairing, epochs, traffic."""

from parley.errors.fault import Explanation

TEXTS: dict[str, Explanation] = {
    "PLY-LNK-001": Explanation(
        what="There is no counterpart named {name}.",
        kept="Nothing was changed.",
        then="Nothing happens until a counterpart of that name is paired.",
        do="List the counterparts with `parley status`; pair one with `parley pair CARD`.",
    ),
    "PLY-LNK-002": Explanation(
        what="{name} is not confirmed: its fingerprint has not been read aloud and compared.",
        kept="Its card is kept as an alleged party.",
        then="Nothing can be released to it and nothing it sends is opened.",
        do="Read the 60 digits to each other on another line, then run `parley confirm {name}`.",
    ),
    "PLY-LNK-003": Explanation(
        what="The link agreement with {name} is not yet signed by both sides.",
        kept="Our signature is kept and is being sent; drafts are kept.",
        then="Releases to {name} become possible as soon as its signature arrives.",
        do="Ask the other watch to confirm you, and check the circuits with `parley status`.",
    ),
    "PLY-LNK-004": Explanation(
        what="The fingerprint given for {name} is not the one of the two cards.",
        kept="The card stays an alleged party; nothing was confirmed.",
        then="Nothing can be released to {name}.",
        do="Read the digits again. If they still differ, treat the card as false and get a new one by courier.",
    ),
    "PLY-LNK-005": Explanation(
        what="The card names {name}, which is already paired under another identity.",
        kept="The known identity is kept and stays in force.",
        then="The new card is refused.",
        do="If {name} really changed its keys, remove the old pairing in a ceremony with both sides present.",
    ),
    "PLY-LNK-006": Explanation(
        what="The card is our own.",
        kept="Nothing was changed.",
        then="Nothing happens.",
        do="Give `parley pair` the card of the other party.",
    ),
    "PLY-LNK-007": Explanation(
        what="{name} has no unused prekey left with us, so no new epoch can be opened.",
        kept="Everything waiting is kept in the queue.",
        then="The open epoch stays in use; prekeys are asked for over every circuit.",
        do="Check that a circuit to {name} is up, or bring a fresh card of theirs by courier.",
    ),
    "PLY-LNK-008": Explanation(
        what="The queue to {name} is full: {count} entries wait.",
        kept="All of them are kept; the new one stays a draft.",
        then="The queue empties as receipts arrive, highest precedence first.",
        do="Check the circuits with `parley status`, or use another line.",
    ),
    "PLY-LNK-009": Explanation(
        what="{name} is in {theirs} mode; this station is in {ours} mode.",
        kept="Nothing was changed.",
        then="The card is refused: live, exercise and test never mix.",
        do="Use the card that belongs to this mode.",
    ),
    "PLY-LNK-010": Explanation(
        what="A frame of {theirs} mode came on a link of another mode.",
        kept="Nothing of it was opened or filed.",
        then="It is refused and counted; the watch is alarmed.",
        do="Ask the other watch which station is connected where.",
    ),
    "PLY-LNK-011": Explanation(
        what="The counterpart does not confirm our answers; {count} of them wait.",
        kept="Everything filed so far is kept.",
        then="New entries of theirs are refused until it confirms; it will send them again.",
        do="Ask the other watch whether its station can hear us.",
    ),
    "PLY-LNK-012": Explanation(
        what="An epoch opening was refused: {reason}.",
        kept="The epochs in use stay in use.",
        then="It is counted; a late repeat of an old opening looks like this and is harmless.",
        do="Nothing, unless entries of the counterpart stay unread.",
    ),
    "PLY-LNK-013": Explanation(
        what="An epoch was opened with prekey {number}, which this station does not have.",
        kept="The epochs in use stay in use.",
        then="What the counterpart sends in that epoch cannot be read.",
        do="Give the counterpart a fresh card by courier with `parley card`; it opens a new epoch.",
    ),
    "PLY-LNK-014": Explanation(
        what="A frame belongs to an epoch this station does not know.",
        kept="It waits a while in case its opening comes late.",
        then="The counterpart sends it again until it has our receipt.",
        do="Nothing, unless this count keeps growing.",
    ),
    "PLY-LNK-015": Explanation(
        what="An entry is too far ahead of a gap to be filed.",
        kept="Everything filed so far is kept.",
        then="The counterpart sends it again when the gap is closed.",
        do="Nothing, unless an entry stays missing.",
    ),
    "PLY-LNK-016": Explanation(
        what="A statement inside a key event is not what it should be.",
        kept="The entry is on the record as it came; what was in force stays in force.",
        then="Nothing of it takes effect.",
        do="Ask the other watch what it changed.",
    ),
    "PLY-LNK-017": Explanation(
        what="A circuit brought a frame for a link that is not set up.",
        kept="Nothing of it was opened.",
        then="It is dropped and counted.",
        do="Pair and confirm the counterpart, or remove the circuit from the settings.",
    ),
    "PLY-LNK-018": Explanation(
        what="{name} is already confirmed.",
        kept="Nothing was changed.",
        then="Nothing happens.",
        do="See the link with `parley status`.",
    ),
    "PLY-LNK-019": Explanation(
        what="There is no position named {position} on our roster.",
        kept="Nothing was changed.",
        then="Nothing happens.",
        do="Use one of: {allowed}.",
    ),
    "PLY-LNK-020": Explanation(
        what="The person cannot be put on the roster: {reason}.",
        kept="The roster in force is unchanged.",
        then="Nothing happens.",
        do="Correct the entry and add the person again.",
    ),
}
