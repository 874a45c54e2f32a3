# SPDX-License-Identifier: Apache-2.0
"""Texts of faults of authority: what the agreement and the rosters do not allow."""

from parley.errors.fault import Explanation

_DRAFT = "The draft and every release already given are unchanged."
_SHOWN = "The text is kept and shown apart, marked SIGNATURE BAD."
_NO_NAME = "The station's receipt was given; no receipt was given in an officer's name."
_ASK = "Ask the other watch on another line; do not act on the text alone."

TEXTS: dict[str, Explanation] = {
    "PLY-AUT-031": Explanation(
        what="{officer} is {position}, and this message is addressed to {to}.",
        kept="What waits goes on waiting.",
        then="Nothing was sent: the other side would not count it.",
        do="Let an officer in an addressed position do it, or whoever has the watch: who takes it over and tells the other side so (`parley handover tell`) acts for every position.",
    ),
    "PLY-AUT-032": Explanation(
        what="{officer} is {position}, and acted on a message of ours that was addressed to others.",
        kept="His act is on the record, and shown at the message as one that does not count.",
        then="It proves nothing of the message, which stays as it was; the watch is alarmed.",
        do="Ask the other watch on another line who has the message.",
    ),
    "PLY-AUT-033": Explanation(
        what="{officer} is no custodian, and only a custodian opens an epoch by hand.",
        kept="The epoch that is open stays in use.",
        then="Nothing was sent.",
        do="Ask a custodian to sign on and do it, or use `parley key roll` at the station.",
    ),
    "PLY-AUT-030": Explanation(
        what="An auditor sees everything and changes nothing.",
        kept="Nothing was changed, and nothing was said in your name.",
        then="What you looked at is noted in the audit log as before.",
        do="Ask an officer on watch to do it.",
    ),
    "PLY-AUT-001": Explanation(
        what="The link agreement allows no one-person override for this message.",
        kept=_DRAFT,
        then="Nothing went out.",
        do="Let as many officers release it as the agreement asks; see `parley agreement`.",
    ),
    "PLY-AUT-002": Explanation(
        what="The reason for the override cannot be sent: {reason}.",
        kept=_DRAFT,
        then="Nothing went out.",
        do="Write the reason in one or two sentences and release again.",
    ),
    "PLY-AUT-004": Explanation(
        what="A roster, version {version}, is no newer than the one in force and differs from it.",
        kept="It is kept on the record; the roster in force stays.",
        then="It has no effect, and the watch is alarmed.",
        do="Ask the other custodian for a roster of a higher version.",
    ),
    "PLY-AUT-005": Explanation(
        what="A signature is over agreement version {version}, older than the one in force.",
        kept="It is kept on the record; the agreement both signed last stays in force.",
        then="It has no effect, and the watch is alarmed.",
        do="Ask the other custodian; a station restored from a backup accepts the newer one again.",
    ),
    "PLY-AUT-006": Explanation(
        what="A proposed agreement, version {version}, does not follow the one in force.",
        kept="It is kept on the record; the agreement in force stays.",
        then="It has no effect.",
        do="Ask the other custodian to propose anew.",
    ),
    "PLY-AUT-007": Explanation(
        what="These terms cannot be proposed: {reason}.",
        kept="The agreement in force stays.",
        then="Nothing was sent.",
        do="See `parley agreement`, correct the terms and propose again.",
    ),
    "PLY-AUT-008": Explanation(
        what="{name} has not proposed terms with this digest.",
        kept="The agreement in force stays.",
        then="Nothing was sent.",
        do="Read what is proposed with `parley agreement show` and give its digest.",
    ),
    "PLY-AUT-009": Explanation(
        what="Our own proposal to {name} is open, and of two that crossed it is ours that stands.",
        kept="Both proposals are kept; the agreement in force stays.",
        then="Nothing was sent.",
        do="Ask their custodian to accept ours, or propose to them what they proposed.",
    ),
    "PLY-AUT-010": Explanation(
        what="What is kept about {name} was written by another version of Parley.",
        kept="The folder is unchanged.",
        then="The station does not start.",
        do="Start it with the version that wrote it, or make a new folder and pair anew.",
    ),
    "PLY-AUT-011": Explanation(
        what="The link agreement with {name} on the disk is not what both parties signed.",
        kept="The folder is unchanged.",
        then="The station does not start: its rules may have been edited.",
        do="Keep the folder for examination and restore from a backup.",
    ),
    "PLY-AUT-012": Explanation(
        what="The roster of {name} on the disk is not what that party signed.",
        kept="The folder is unchanged.",
        then="The station does not start: its officers may have been edited.",
        do="Keep the folder for examination and restore from a backup.",
    ),
    "PLY-AUT-013": Explanation(
        what="The terms file is not as it must be: {reason}.",
        kept="Nothing was changed.",
        then="Nothing was signed or sent.",
        do="Correct it; `parley terms show --toml` writes one to begin with.",
    ),
    "PLY-AUT-014": Explanation(
        what="The audit log is not whole: {reason}.",
        kept="What is there is kept as it is.",
        then="It is not shown further than that.",
        do="Run `parley audit verify`, keep the folder for examination, compare with a backup.",
    ),
    "PLY-AUT-015": Explanation(
        what="The audit log cannot be written to {file}: {reason}.",
        kept="The audit log itself is whole.",
        then="Nothing else was changed.",
        do="Name a new file in a folder that can be written.",
    ),
    "PLY-AUT-016": Explanation(
        what="The file is not an exported audit log: {reason}.",
        kept="Nothing was changed.",
        then="Nothing in it is judged.",
        do="Ask for the file again as `parley audit export` wrote it, byte for byte.",
    ),
    "PLY-AUT-003": Explanation(
        what="A message carries an override that the link agreement does not allow.",
        kept=_SHOWN,
        then=_NO_NAME,
        do=_ASK,
    ),
}
