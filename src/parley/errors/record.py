# SPDX-License-Identifier: Apache-2.0
"""Texts of faults in showing the record to others: proofs, requests, consents."""

from parley.errors.fault import Explanation

_RECORD = "The record is unchanged."
_NO_FILE = "No proof was made."
_NOTHING = "Nothing was made of it for others."
_CHOOSE = "See `parley record prove --help` for what can be chosen."

TEXTS: dict[str, Explanation] = {
    "PLY-REC-001": Explanation(
        what="Not all of this is cosigned yet: of the log {log} both stations have signed {covered}.",
        kept=_RECORD,
        then=f"{_NO_FILE} The next head is signed within seconds while a circuit is up.",
        do="Wait, or prove the circuit with `parley test-link`, then repeat; or choose an earlier end.",
    ),
    "PLY-REC-002": Explanation(
        what="The link agreement with {name} says that its evidence is deniable.",
        kept=_RECORD,
        then=f"{_NOTHING} Neither party can show this record to others.",
        do="Only another agreement, signed by both parties, can change this.",
    ),
    "PLY-REC-003": Explanation(
        what="The link agreement with {name} lets neither party show the record alone.",
        kept="The request for exactly this choice is in {file}, signed by this station.",
        then=_NO_FILE,
        do="Carry the request to {name}; with the consent it gives, run `parley record prove --consent FILE --out {out}`.",
    ),
    "PLY-REC-004": Explanation(
        what="The consent does not count: {reason}.",
        kept=_RECORD,
        then=_NOTHING,
        do="Ask {name} to consent to the request that this station made for exactly this choice.",
    ),
    "PLY-REC-005": Explanation(
        what="No entry of the record fits what was asked for.",
        kept=_RECORD,
        then=_NO_FILE,
        do="Choose another period, precedence or kind; `parley messages` lists messages.",
    ),
    "PLY-REC-006": Explanation(
        what="The choice has {count} entries of one log; one proof shows at most {limit}.",
        kept=_RECORD,
        then=_NO_FILE,
        do="Divide the period and make several proofs.",
    ),
    "PLY-REC-007": Explanation(
        what="The request cannot be consented to: {reason}.",
        kept=_RECORD,
        then="No consent was given.",
        do="Ask the counterpart which request it means, and have it carried here again.",
    ),
    "PLY-REC-008": Explanation(
        what="The record does not bear out the proof: {reason}.",
        kept="Every entry and every signature is kept as it is.",
        then=_NO_FILE,
        do="Run `parley fsck`; restore the newest backup if it finds damage.",
    ),
    "PLY-REC-009": Explanation(
        what="The text of entry {ref} was destroyed; its fields cannot be opened any more.",
        kept="What both stations signed of it is kept.",
        then=_NO_FILE,
        do="Choose entries whose texts are kept.",
    ),
    "PLY-REC-010": Explanation(
        what="This cannot be proved so: {reason}.",
        kept=_RECORD,
        then=_NO_FILE,
        do=_CHOOSE,
    ),
    "PLY-REC-011": Explanation(
        what="The request is of {wanted}; the name given was {given}.",
        kept=_RECORD,
        then="No consent was given.",
        do="Read the preview again; consent only if you know whose request it is.",
    ),
    "PLY-REC-012": Explanation(
        what="There is no evidence number {number}; {count} are on record.",
        kept=_RECORD,
        then="No file was written.",
        do="List them with `parley record evidence`.",
    ),
    "PLY-REC-020": Explanation(
        what="{path} is no archive that this program knows: {reason}.",
        kept="The folder is as it was.",
        then="Nothing of it is verified.",
        do="Check the path; an archive is a folder with a manifest.json in it.",
    ),
    "PLY-REC-021": Explanation(
        what="{count} problems were found in the archive: {first}",
        kept="The archive is as it was; nothing was repaired.",
        then="What it says is not proved where a problem is named.",
        do="Compare it with another copy of the same archive.",
    ),
    "PLY-REC-030": Explanation(
        what="The link agreement with {name} lets neither party archive the record alone.",
        kept="The request for exactly this archive is in {file}, signed by this station.",
        then="No archive was written.",
        do="Carry the request to {name}; with the consent it gives, run `parley record archive --consent FILE --out {out}`.",
    ),
}
