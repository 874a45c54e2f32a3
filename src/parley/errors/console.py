# SPDX-License-Identifier: Apache-2.0
"""Texts of faults a person meets at the console."""

from parley.errors.fault import Explanation

_NOTHING = "Nothing was changed and nothing was sent."

TEXTS: dict[str, Explanation] = {
    "PLY-UI-001": Explanation(
        what="There is no page at this address.",
        kept=_NOTHING,
        then="The alarm of this screen goes on working.",
        do="Go back to the board.",
    ),
    "PLY-UI-002": Explanation(
        what="This screen has had no word from its station for {seconds} s.",
        kept="What you see may be out of date. This screen cannot tell whether the station is still receiving.",
        then="It tries again every second.",
        do="Use the second console, or `parley status` on the station's own machine.",
    ),
    "PLY-UI-003": Explanation(
        what="The console refused a request: {reason}.",
        kept=_NOTHING,
        then="Requests of this kind are always refused.",
        do="Type the console's address into the address line yourself.",
    ),
    "PLY-UI-004": Explanation(
        what="The console could not read the form: {reason}.",
        kept=_NOTHING,
        then="The page you came from is unchanged.",
        do="Go back, load the page again and repeat the act.",
    ),
    "PLY-UI-005": Explanation(
        what="Nobody is signed on at this screen.",
        kept="Nothing has been acknowledged yet.",
        then="The alarm goes on until a named officer acknowledges.",
        do="Sign on with your own key; you then come back to the message.",
    ),
    "PLY-UI-006": Explanation(
        what="{name} has already acknowledged this message, at {time}.",
        kept="That acknowledgement stands, in that name and with that time.",
        then="No second acknowledgement was made; the counterpart is told nothing new.",
        do="Go on with the next message.",
    ),
    "PLY-UI-007": Explanation(
        what="This screen cannot sound the alarm yet: the browser waits for one click or key.",
        kept="The board is shown and kept up to date.",
        then="A new message flashes here, without sound.",
        do='Press "Turn the alarm sound on" once.',
    ),
    "PLY-UI-008": Explanation(
        what="The signature on this message is not good, so it cannot be acknowledged by name.",
        kept="The text is kept and shown, marked SIGNATURE BAD.",
        then="No receipt in an officer's name is given for it.",
        do="Ask the other watch on another line; do not act on the text alone.",
    ),
    "PLY-UI-009": Explanation(
        what="The console met a fault of its own while drawing this page.",
        kept="The record is kept by the station and does not depend on this page.",
        then="This page makes no alarm sound; it goes back to the board in 10 s. The fault's place in the code is on the station's error output.",
        do="Go back to the board. If it happens again, use `parley messages --open` on the station's machine.",
    ),
    "PLY-UI-010": Explanation(
        what="No alarm sound on this screen: its scripts are off or did not load.",
        kept="The board, messages and acknowledging work without them.",
        then="This page reloads every 15 s and makes no sound at all.",
        do="Watch it with your eyes, or use another screen for the alarm.",
    ),
    "PLY-UI-020": Explanation(
        what="This text was changed or filed at another screen since this page was loaded.",
        kept="What is kept at the station is the other screen's text; what stands on this page is kept by this page alone.",
        then="Nothing was overwritten.",
        do="Open the text again from the writing page, or keep this one as a new text.",
    ),
    "PLY-UI-021": Explanation(
        what="This officer has {limit} unfinished texts; there is no place for another.",
        kept="All of them are kept. What stands on this page is kept by this page alone.",
        then="This text is not kept at the station until there is a place.",
        do="File or drop one of them.",
    ),
    "PLY-UI-022": Explanation(
        what="The text is {size} bytes with its form, where {limit} can be kept.",
        kept="What was kept before is unchanged.",
        then="Nothing was filed.",
        do="Make it shorter, or split it into several messages.",
    ),
    "PLY-UI-023": Explanation(
        what="This page lets one writer file a text, and nobody is signed on.",
        kept="The text on this page is unchanged. Nothing was filed and nothing was sent.",
        then="As soon as somebody is signed on here, it can be kept and filed in his name.",
        do="Sign on in another tab of this screen, then press the button again.",
    ),
    "PLY-UI-024": Explanation(
        what="The alarm sound of this screen ran and has stopped.",
        kept="The board is shown and kept up to date.",
        then="A new message flashes here, without sound, and the station does not count this screen.",
        do='Press "Turn the alarm sound on" once, then test it.',
    ),
    "PLY-UI-025": Explanation(
        what="Nobody has heard the alarm of this screen yet.",
        kept="The board is shown and kept up to date.",
        then="No page can tell whether its tab is muted or a loudspeaker turned down, so the station does not count this screen until somebody has listened.",
        do='Press "Test the alarm sound" and say whether you hear it.',
    ),
    "PLY-UI-026": Explanation(
        what="The alarm of this screen was not heard.",
        kept="The board is shown and kept up to date.",
        then="A new message flashes here; the station does not count this screen.",
        do="Unmute the tab and the machine, turn the loudspeaker up and test again, or keep the watch at another screen.",
    ),
    "PLY-UI-011": Explanation(
        what="{name} is not on this station's roster.",
        kept=_NOTHING,
        then="Nobody was signed on.",
        do="Choose a name from the list.",
    ),
}
