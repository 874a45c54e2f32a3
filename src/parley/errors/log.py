# SPDX-License-Identifier: Apache-2.0
"""Texts of faults in the log: frontiers, leaves, checkpoints, proofs, evidence."""

from parley.errors.fault import Explanation

_RECORD = "The record here is unchanged."
_REFUSED = "It is refused; nothing in it is taken as proved."
_FRESH = "Ask whoever made it for a fresh copy and compare the two."
_POLICY = (
    "Check that the policy is the one both parties publish, and get it from them again."
)


def _refused(what: str, do: str = _FRESH) -> Explanation:
    return Explanation(what=what, kept=_RECORD, then=_REFUSED, do=do)


def _head(
    what: str, then: str = "Nothing is cosigned, and traffic goes on."
) -> Explanation:
    return Explanation(
        what=what,
        kept="The entry that carried it is kept as it came, and so is every head before.",
        then=then,
        do="Compare both records with the counterpart's watch if an alarm names it.",
    )


TEXTS: dict[str, Explanation] = {
    "PLY-LOG-001": Explanation(
        what="The stored state of a log is damaged.",
        kept="Every entry is kept; the state can be computed from them.",
        then="The log takes no new entry until its state is sound.",
        do="Run `parley fsck`, then restore the newest backup if it finds damage.",
    ),
    "PLY-LOG-002": _refused(
        "The disclosed fields of an entry are not well-formed: {reason}."
    ),
    "PLY-LOG-003": _refused(
        "The entry is not in the log at the place the proof gives: the hashes do not lead to the signed root."
    ),
    "PLY-LOG-004": _refused(
        "The later checkpoint does not continue the earlier one: the hashes do not lead from one to the other."
    ),
    "PLY-LOG-005": _refused(
        "The entries are not in the log at the places the proof gives: the hashes do not lead to the signed root."
    ),
    "PLY-LOG-006": _refused("The signed note is not well-formed: {reason}."),
    "PLY-LOG-007": _refused("The checkpoint is not well-formed: {reason}."),
    "PLY-LOG-008": _refused("The checkpoint is not signed by its log, {name}."),
    "PLY-LOG-009": _refused("A signature in the name of {name} is not good."),
    "PLY-LOG-010": _refused(
        "No policy given here knows the log {name}.",
        "Give the policy of this log beside the proof; both parties publish it.",
    ),
    "PLY-LOG-011": _refused(
        "The checkpoint lacks signatures that the policy asks for.",
        "Ask for a proof under a checkpoint that every named witness has signed.",
    ),
    "PLY-LOG-012": _refused("The proof is not well-formed: {reason}."),
    "PLY-LOG-013": _refused("The policy is not well-formed: {reason}.", _POLICY),
    "PLY-LOG-014": _refused("A verifier key is not well-formed: {reason}.", _POLICY),
    "PLY-LOG-015": _refused(
        "The binary form of a checkpoint is not well-formed: {reason}.",
        "Nothing needs to be done; the next checkpoint is asked for.",
    ),
    "PLY-LOG-016": _refused("The evidence is not well-formed: {reason}."),
    "PLY-LOG-017": _refused("The evidence shows no contradiction: {reason}."),
    "PLY-LOG-018": _refused("The proof does not bear out what it claims: {reason}."),
    "PLY-LOG-019": _refused(
        "The file is neither a proof nor evidence that this program knows: {reason}."
    ),
    "PLY-LOG-020": _refused("The name of a log is not well-formed: {reason}."),
    "PLY-LOG-021": Explanation(
        what="The record cannot prove this: {reason}.",
        kept=_RECORD,
        then="No file was made.",
        do="Choose entries and a period that the newest cosigned checkpoint covers.",
    ),
    "PLY-LOG-022": Explanation(
        what="The head that {name} signed at size {size} is not over the log held here.",
        kept="The log held here is kept, with every head signed before.",
        then="Nothing is cosigned; the full checkpoint is asked for, and traffic goes on.",
        do="If the full checkpoint differs too, keep both and run `parley record evidence`.",
    ),
    "PLY-LOG-023": _head(
        "The cosignature is not over the head that it answers.",
        "It counts as none; another checkpoint is sent, and traffic goes on.",
    ),
    "PLY-LOG-024": _head(
        "A signed head is not of the size at which the entry that carries it stands."
    ),
    "PLY-LOG-025": _head(
        "A signed head is over another root than that of the log held here."
    ),
    "PLY-LOG-026": _head(
        "A signed head goes back behind one signed before it, in size or in time."
    ),
    "PLY-LOG-027": _head(
        "A head of size {size} that was signed before was sent once more.",
        "It is ignored, and traffic goes on.",
    ),
    "PLY-LOG-030": _refused("The request to cosign is not well-formed: {reason}."),
    "PLY-LOG-031": _refused(
        "The request to cosign names an old size beyond that of the new checkpoint."
    ),
    "PLY-LOG-032": _refused(
        "The request to cosign does not begin at the checkpoint cosigned last, of size {size}.",
        "Ask again with a proof from that size on.",
    ),
    "PLY-LOG-033": _refused(
        "A checkpoint of size {size} with another root was cosigned before: the log has two versions.",
        "Keep both and show them to the parties of the log.",
    ),
    "PLY-LOG-034": Explanation(
        what="{name} cannot be the name of a witness.",
        kept="Nothing was made.",
        then="There is no witness yet.",
        do="Give a name without spaces and plus signs, as witness.example.",
    ),
    "PLY-LOG-035": Explanation(
        what="The policy {path} cannot be used.",
        kept="The witness's keys and everything it cosigned are kept.",
        then="The witness does not start.",
        do="Get the policy from the parties of the log again, or take the file away.",
    ),
    "PLY-LOG-036": Explanation(
        what="What this witness cosigned last of {name} cannot be read.",
        kept="The damaged file is kept as it is.",
        then="Nothing more of this log is cosigned.",
        do="Restore the file from a copy; a witness that begins anew forgets its word.",
    ),
    "PLY-LOG-037": Explanation(
        what="A third witness did not cosign: it answered with status {status}.",
        kept="The head and both stations' signatures over it are kept.",
        then="It is asked again after a pause; nothing waits for it.",
        do="Ask whoever runs the witness whether it has the policy of this log.",
    ),
}
