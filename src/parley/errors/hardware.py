# SPDX-License-Identifier: Apache-2.0
"""Texts of faults with officers' hardware keys, at this desk or at theirs."""

from parley.errors.fault import Explanation

_KEPT = "A text released with it is kept and shown, marked SIGNATURE BAD; a draft is unchanged."
_UNCHANGED = "The roster and everything on the line are unchanged."
_THEN = "No receipt is given in an officer's name, and nothing goes out with this signature."
_ASK = "At our own desk, sign again with the key named on the roster; of theirs, ask the other watch on another line."

TEXTS: dict[str, Explanation] = {
    "PLY-AUT-050": Explanation(
        what="What stands on the roster as an officer's hardware key is none.",
        kept=_KEPT,
        then=_THEN,
        do="Have the key registered anew at the party that keeps this roster.",
    ),
    "PLY-AUT-051": Explanation(
        what="A hardware key's release has a form that no key makes: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-052": Explanation(
        what="The browser's own words under a hardware key's signature do not fit: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-053": Explanation(
        what="A hardware key signed for another host than the one on the roster.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-054": Explanation(
        what="A hardware key signed without a touch, or without a PIN or fingerprint.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-055": Explanation(
        what="A signature was made with a key that can be copied to other devices.",
        kept=_KEPT,
        then=_THEN,
        do="Register a key that cannot be copied: a security key, not a synced passkey.",
    ),
    "PLY-AUT-056": Explanation(
        what="The counter of a hardware key did not grow: somebody may have a copy of the key.",
        kept=_KEPT,
        then=_THEN,
        do="Lay the key aside and have its end put on the roster; ask its officer who signed.",
    ),
    "PLY-AUT-057": Explanation(
        what="This kind of key cannot stand on a roster: only ES256 and EdDSA can.",
        kept=_UNCHANGED,
        then="The key was not registered.",
        do="Use another key; every security key of the last ten years makes ES256.",
    ),
    "PLY-AUT-060": Explanation(
        what="There is no such registration code, or its time is over.",
        kept=_UNCHANGED,
        then="The wrong try is on the station's log; after ten of them nobody can try for a while.",
        do="Ask a custodian for a new code: `parley officer code NUMBER`.",
    ),
    "PLY-AUT-061": Explanation(
        what="This registration code was used before.",
        kept="The key that was registered with it stays on the roster.",
        then="The second use is on the station's log.",
        do="If it was not you who used it, tell a custodian at once: that key has to be ended.",
    ),
    "PLY-AUT-062": Explanation(
        what="Too many wrong registration codes were tried at this station.",
        kept=_UNCHANGED,
        then="No code is looked at for {minutes} minutes after the first of them.",
        do="Wait, then ask a custodian for a new code; ask who tried.",
    ),
    "PLY-AUT-063": Explanation(
        what="This was asked too long ago, was answered already, or was asked at another screen.",
        kept=_UNCHANGED,
        then="Nobody was signed on and nothing was registered by it.",
        do="Load the page again and touch the key when it blinks.",
    ),
    "PLY-AUT-064": Explanation(
        what="This act did not come from the screen at which its officer signed on.",
        kept=_UNCHANGED,
        then="The act was refused; the sign-on at the other screen goes on.",
        do="Sign on here with your own key. If you are signed on elsewhere and did not try this, sign off there and tell a custodian.",
    ),
    "PLY-AUT-065": Explanation(
        what="No hardware key can be used at the console {origin}: {reason}.",
        kept=_UNCHANGED,
        then="Officers sign on with software keys here, where the agreement lets them.",
        do="Set console.origin in station.toml to the name by which browsers reach the console, as https://watch.alfa.example.",
    ),
    "PLY-AUT-066": Explanation(
        what="{officer} has no hardware key for this console that is in force, or another one signed.",
        kept=_UNCHANGED,
        then="Nobody was signed on and nothing went out.",
        do="Touch the key that was registered here; a custodian makes a code for a new one with `parley officer code NUMBER`.",
    ),
    "PLY-AUT-067": Explanation(
        what="A hardware key signs through this page's scripts, and they did not run.",
        kept=_UNCHANGED,
        then="Nothing was signed.",
        do="Allow scripts for this console, load the page again and repeat the act.",
    ),
    "PLY-AUT-068": Explanation(
        what="Draft {number} is no longer as this page showed it: it was released or changed meanwhile.",
        kept="The draft and every release already given are as the station shows them now.",
        then="Nothing went out with this act.",
        do="Load the page again, read it, compare the release code and release once more.",
    ),
    "PLY-AUT-069": Explanation(
        what="No hardware key of {officer} in this machine has signed.",
        kept=_KEPT,
        then="Nothing went out. Over a remote shell there is no key to touch.",
        do="Plug the key into this machine's USB, touch it when it blinks, or release at the console.",
    ),
    "PLY-AUT-070": Explanation(
        what="{file} is not a draft as `parley show NUMBER --json` prints it.",
        kept="Nothing was changed.",
        then="No release code was computed.",
        do="Export the draft again at the desk and carry the file here whole.",
    ),
}
