# SPDX-License-Identifier: Apache-2.0
"""Alarms as data: a condition that needs a person, raised once, ended by its own end.

An alarm is not a message: messages are loud by their precedence and live in the record.
"""

from __future__ import annotations

from parley.core.alarm_kind import AlarmKind
from parley.core.key_alarms import KEY_ALARMS
from parley.core.limits import EVENT_ALARM_S
from parley.core.records import AlarmRecord, Severity
from parley.core.shelves import alarm_key, encode_alarm
from parley.core.step import Step
from parley.core.text_alarms import TEXT_ALARMS

ALARMS: dict[str, AlarmKind] = {
    **KEY_ALARMS,
    **TEXT_ALARMS,
    "SIGNATURE-BAD": AlarmKind(
        Severity.ALARM,
        "Signature bad",
        "{link} sent entry {subject} whose releases are not good. It is kept and shown"
        " apart. Ask its watch on another line; do not act on the text alone.",
        event=True,
    ),
    "ROSTER-CHANGED": AlarmKind(
        Severity.NOTICE,
        "Their roster changed",
        "{link} put roster version {subject} in force. What changed is shown with its"
        " authority.",
        event=True,
    ),
    "ROSTER-OLD": AlarmKind(
        Severity.ALARM,
        "Roster rolled back",
        "{link} signed a roster, version {subject}, that is no newer than the one in"
        " force and differs from it. It was refused; the newer one stays in force. Ask"
        " its custodian.",
        event=True,
    ),
    "AGREEMENT-PROPOSED": AlarmKind(
        Severity.WARNING,
        "Other terms proposed",
        "{link} signed terms, version {subject}, that we have not signed. A custodian"
        " reads what differs and accepts them or proposes others.",
    ),
    "AGREEMENT-OLD": AlarmKind(
        Severity.ALARM,
        "Agreement rolled back",
        "{link} signed agreement version {subject}, which is older than the one in"
        " force. It was refused; the one both signed last stays in force.",
        event=True,
    ),
    "OVERRIDE": AlarmKind(
        Severity.ALARM,
        "Released by one officer alone",
        "On the line with {link}, {subject} was released by one officer where the"
        " agreement asks for two. His reason is shown with it. Tell the officers who"
        " would have been the second.",
        event=True,
    ),
    "MINIMIZE-OURS": AlarmKind(
        Severity.NOTICE,
        "MINIMIZE, ordered here",
        "On the line with {link}, what is below {subject} waits until somebody has"
        " reviewed it once more. Drafts are kept; their watch is told.",
    ),
    "MINIMIZE-THEIRS": AlarmKind(
        Severity.NOTICE,
        "MINIMIZE, ordered there",
        "{link} asks that little be said: what is below {subject} waits here too, until"
        " somebody has reviewed it once more. Drafts are kept.",
    ),
    "EXERCISE-ANNOUNCED": AlarmKind(
        Severity.NOTICE,
        "Exercise announced",
        "On the line with {link} the exercise {subject} is announced. It begins when"
        " its director and the watch have turned their keys.",
    ),
    "EXERCISE-RUNS": AlarmKind(
        Severity.NOTICE,
        "Exercise",
        "The exercise {subject} runs on the line with {link}. Nothing that is said"
        " there is meant.",
    ),
    "EXERCISE-INTERRUPTED": AlarmKind(
        Severity.ALARM,
        "Exercise interrupted",
        "On the line with {link} an exercise stands still ({subject}). Nothing is"
        " released in it. Turn to what is real.",
    ),
    "LIVE-TRAFFIC": AlarmKind(
        Severity.ALARM,
        "Live traffic at the exercise station",
        "A circuit to {link} brought LIVE traffic to this exercise station. It was"
        " refused unopened and every exercise stands still. Go to the real station.",
        event=True,
    ),
    "NOTICE-DUE": AlarmKind(
        Severity.WARNING,
        "You were told of this",
        "What {link} announced in message {subject} comes up now. Before anything is"
        " made of what is seen, read that message.",
    ),
    "OUR-NOTICE-DUE": AlarmKind(
        Severity.WARNING,
        "We announced this",
        "What we announced to {link} in our message {subject} comes up now. If it has"
        " changed, correct or cancel it.",
    ),
    "PHONES-FAIL": AlarmKind(
        Severity.ALARM,
        "Phones cannot be called",
        "The list of phones {subject} could not be called. Whoever is on it knows"
        " nothing. Call these people by hand, and mend the list or its carrier.",
    ),
    "WATCH-CHANGED": AlarmKind(
        Severity.NOTICE,
        "Their watch changed",
        "{subject} has the watch of {link} now. What waits there goes on waiting.",
        event=True,
    ),
    "UNRECEIPTED": AlarmKind(
        Severity.ALARM,
        "No receipt",
        "Our entry {subject} has no receipt from the station of {link} within the"
        " agreed time. It is kept and tried again on every circuit. Use another line.",
    ),
    "UNACKNOWLEDGED": AlarmKind(
        Severity.WARNING,
        "Nobody has it yet",
        "The station of {link} has our message {subject}; no officer there has"
        " acknowledged it within the agreed time. Call its watch on another line.",
    ),
    "ANSWER-OWED": AlarmKind(
        Severity.WARNING,
        "We owe an answer",
        "We promised {link} an answer to its message {subject}, and the time has"
        " passed. Answer it, name a later time once, or say that none will come.",
    ),
    "PROMISE-OVERDUE": AlarmKind(
        Severity.WARNING,
        "Promised answer overdue",
        "{link} promised an answer to our message {subject}, and the time has passed."
        " Its station sees the same clock. Ask its watch on another line.",
    ),
    "READ-BACK-DIFFERS": AlarmKind(
        Severity.ALARM,
        "Read-back differs",
        "{link} read back our message {subject} with a number, time or place that is"
        " not in it. It was told so. Do not rely on that text until it is read back"
        " right.",
    ),
    "READ-BACK-WRONG": AlarmKind(
        Severity.ALARM,
        "We read it wrong",
        "What our officer read back of message {subject} of {link} differs from it."
        " Both sides were told. Read the text again and read it back once more.",
    ),
    "READ-BACK-OWED": AlarmKind(
        Severity.WARNING,
        "To be read back",
        "Message {subject} of {link} is in a format that both parties agreed to read"
        " back. Read it and say what you read with `parley understood`.",
    ),
    "READ-BACK-MISSING": AlarmKind(
        Severity.WARNING,
        "Not read back",
        "Nobody at {link} has read back our message {subject} within the agreed time,"
        " and its format is one that both parties agreed to read back. Ask its watch.",
    ),
    "STOP": AlarmKind(
        Severity.ALARM,
        "STOP",
        "{link} says in message {subject} that something must stop now. Whoever is on"
        " watch: acknowledge it, act, and read it back with `parley understood`.",
    ),
    "STOP-UNREAD": AlarmKind(
        Severity.ALARM,
        "STOP not read back",
        "Nobody at {link} has read back our STOP {subject} within the agreed time. It"
        " may not have been understood. Use another line.",
    ),
    "NOBODY-ACKNOWLEDGES": AlarmKind(
        Severity.ALARM,
        "Nobody of ours has it",
        "No officer of ours has acknowledged message {subject} of {link} within the"
        " agreed time. Others are being called. Acknowledge it at a console.",
    ),
    "READ-TOO-LATE": AlarmKind(
        Severity.WARNING,
        "Read too late",
        "Message {subject} of {link} waited here until it was of no more use. Nobody"
        " was called for it. Read it, and tell its watch that it came too late.",
        event=True,
    ),
    "NOBODY-HEARS": AlarmKind(
        Severity.ALARM,
        "Nobody can hear the alarm",
        "No console whose sound somebody has heard is open at this station. Messages"
        " are filed and nobody hears them. Open the console at the desk and test its"
        " sound.",
    ),
    "LINE-SUSPENDED": AlarmKind(
        Severity.NOTICE,
        "Line suspended by declaration",
        "The line with {link} is suspended by {subject}, openly and by name. Only FLASH"
        " is released until it is resumed. Receipts and link tests go on.",
    ),
    "WATCH-CHECK": AlarmKind(
        Severity.WARNING,
        "Their watch asks whether we are there",
        "{link} asks in entry {subject} whether anybody is on watch here. Answer it by"
        " name with `parley answer-check`.",
    ),
    "WATCH-SILENT": AlarmKind(
        Severity.WARNING,
        "Their watch does not answer",
        "Nobody of the watch of {link} has answered our check {subject} in the agreed"
        " time. Its station works. Call on another line.",
    ),
    "REPORT-WAITS": AlarmKind(
        Severity.NOTICE,
        "Their report waits",
        "{link} has signed its availability report in entry {subject}. Compare it with"
        " our own figures and countersign it with `parley availability`.",
    ),
    "READOUT-WAITS": AlarmKind(
        Severity.NOTICE,
        "Their readout waits",
        "{link} has shown in entry {subject} what it means to say in public. Read it"
        " and answer with `parley readout` before its time has come.",
    ),
    "READOUT-CHANGED": AlarmKind(
        Severity.ALARM,
        "Readout changed",
        "{link} published readout {subject} in other words than it had shown, twice, or"
        " with a proof that was not agreed. Its entries are kept and show it.",
        event=True,
    ),
    "READOUT-EARLY": AlarmKind(
        Severity.WARNING,
        "Readout early",
        "{link} published readout {subject} before its time, without an answer of ours."
        " Its entries are kept and show it.",
        event=True,
    ),
    "LINK-STALE": AlarmKind(
        Severity.WARNING,
        "Link stale",
        "For {subject} days nothing has proved that {link} can be reached. Find out"
        " why, or own it by name with `parley own-stale` while it is being mended.",
    ),
    "NO-PATH": AlarmKind(
        Severity.ALARM,
        "No path",
        "No circuit to {link} is up. What waits is kept and goes as soon as one is.",
    ),
    "ONLY-BY-HAND": AlarmKind(
        Severity.ALARM,
        "Only by hand",
        "To {link} nothing is up but circuits that need a person. What waits goes over"
        " them; carry it, or mend another circuit.",
    ),
    "ONE-PATH": AlarmKind(
        Severity.WARNING,
        "One path left",
        "All circuits to {link} that are still up depend on the same thing: if it"
        " fails, there is none. Mend one that does not.",
    ),
    "CIRCUIT-SILENT": AlarmKind(
        Severity.WARNING,
        "Circuit silent",
        "The circuit {subject} to {link} takes frames and no test over it is answered."
        " Others are used. Look at it, or ask its watch what it sees there.",
    ),
    "OUT-OF-TIME": AlarmKind(
        Severity.ALARM,
        "Out of time",
        "Our message {subject} to {link} has no receipt and the time it gave is over."
        " `parley waiting` keeps trying or lets it go; a message can cancel it.",
    ),
    "TEST-MISSED": AlarmKind(
        Severity.WARNING,
        "Link test missed",
        "The scheduled link test of {link} did not come. Test the link, then call its"
        " watch on another line.",
    ),
    "GAP": AlarmKind(
        Severity.WARNING,
        "Entry missing",
        "Entry {subject} of {link} has not come although later ones have. Its station"
        " is expected to send it again; ask its watch if this stays.",
    ),
    "BOOK-DIFFERS": AlarmKind(
        Severity.WARNING,
        "Another code book",
        "{link} opened an epoch under an edition of the code book that this station"
        " does not hold. Free texts go on; its coded messages are shown apart. Compare"
        " the digests of `parley book list` with its watch.",
    ),
    "RECEIPT-DIFFERS": AlarmKind(
        Severity.ALARM,
        "Receipt names another text",
        "The receipt of {link} for our entry {subject} names a text we did not send. It"
        " counts as no receipt. Keep both records and ask its watch.",
        event=True,
    ),
    "TIME-WENT-BACK": AlarmKind(
        Severity.WARNING,
        "Their log goes back in time",
        "Entry {subject} of {link} is logged earlier than the entry before it.",
        event=True,
    ),
    "OTHER-MODE": AlarmKind(
        Severity.WARNING,
        "Traffic of another mode",
        "A circuit to {link} brought {subject} traffic. It was refused unopened. Ask"
        " its watch which station is connected where.",
        event=True,
    ),
    "OPENING-REFUSED": AlarmKind(
        Severity.WARNING,
        "Epoch refused",
        "{link} opened an epoch with prekey {subject}, which this station does not"
        " have. What it sends in that epoch cannot be read. Give it a fresh card of"
        " ours by courier: it then opens another.",
    ),
    "PREKEYS-SHORT": AlarmKind(
        Severity.WARNING,
        "No unused prekey",
        "{link} has left us no unused prekey; the open epoch stays in use. New ones"
        " were asked for. If this stays, bring a fresh card of theirs by courier.",
    ),
    "COUNTERPART-KEYS-CHANGED": AlarmKind(
        Severity.NOTICE,
        "Counterpart has other keys",
        "The root of {link} delegated to other keys, number {subject}. They count from"
        " now on, and no fingerprint has to be read again.",
        event=True,
    ),
    "ROOT-CONTRADICTS": AlarmKind(
        Severity.ALARM,
        "Two delegations of one number",
        "The root of {link} signed two delegations of number {subject} that differ. The"
        " first stays in force. Its root may be in other hands: speak to its custodian"
        " on another line.",
        event=True,
    ),
    "DELEGATION-ENDS": AlarmKind(
        Severity.WARNING,
        "Delegation ends",
        "The delegation of {link} ends on {subject}. The line goes on; have the root"
        " sign a newer one.",
    ),
    "COUNTERPART-RESTORED": AlarmKind(
        Severity.WARNING,
        "Counterpart restored from a backup",
        "{link} says its station was restored and began incarnation {subject}. What it"
        " lost is being returned to it.",
        event=True,
    ),
    "CLOCK-STEPPED": AlarmKind(
        Severity.WARNING,
        "Our clock was moved",
        "The wall clock of this station jumped by {subject} s. Order and safety do not"
        " depend on it; the times on our record do.",
        event=True,
    ),
    "CLOCK-DIFFERS": AlarmKind(
        Severity.WARNING,
        "Clocks differ",
        "The clock of {link} and ours are {subject} s apart, more than agreed.",
    ),
    "HEAD-DIFFERS": AlarmKind(
        Severity.ALARM,
        "Signed head differs",
        "{link} signed a head of its log, at size {subject}, that does not fit the log"
        " it sent us. It is kept and not cosigned; traffic goes on. Compare the records"
        " with its watch.",
    ),
    "HEAD-WENT-BACK": AlarmKind(
        Severity.ALARM,
        "Signed head went back",
        "{link} signed a head of its log, at size {subject}, that is smaller or earlier"
        " than one before it. It is kept and not cosigned; traffic goes on.",
    ),
    "EQUIVOCATION": AlarmKind(
        Severity.ALARM,
        "Two versions of their log",
        "{link} signed two different heads of its log at size {subject}. Both are kept"
        " whole. `parley record evidence` makes a file of them that anyone can verify.",
    ),
    "COSIGNATURE-BAD": AlarmKind(
        Severity.ALARM,
        "Cosignature bad",
        "The cosignature of {link} for our checkpoint {subject} is not over the head we"
        " signed. It counts as none; another checkpoint is sent. Ask its watch.",
    ),
    "COSIGNATURE-WITHHELD": AlarmKind(
        Severity.WARNING,
        "Not cosigned",
        "The station of {link} has our checkpoints and does not cosign them. What we"
        " said since the last one is on its disk and provisional as a proof. Traffic"
        " goes on.",
    ),
    "NO-FULL-CHECKPOINT": AlarmKind(
        Severity.WARNING,
        "No full checkpoint",
        "For {subject} days no full checkpoint has been cosigned with {link}. Traffic"
        " goes on; what was said since then cannot be proved to third parties.",
    ),
    "THIRDS-MISSING": AlarmKind(
        Severity.WARNING,
        "Third witnesses missing",
        "Too few of the third witnesses in the settings have signed our log for {link}"
        " of late. Traffic and the counterpart's own cosignatures go on.",
    ),
    "ROSTER-EXPIRES": AlarmKind(
        Severity.WARNING,
        "Roster expires",
        "The roster of {subject} expires soon or has expired. Releases of officers on"
        " an expired roster are refused.",
    ),
}


def raise_alarm(step: Step, code: str, link: str, subject: str = "") -> bool:
    """Raise an alarm unless it stands already; tell whether it is new."""
    key = alarm_key(code, link, subject)
    if key in step.state.alarms:
        return False
    assert code in ALARMS
    # An event that goes on happening must not fill the disk or the screen.
    if ALARMS[code].event and subjects(step, code, link):
        return False
    keep_alarm(step, AlarmRecord(link, code, subject, step.now.wall_ms))
    return True


def keep_alarm(step: Step, record: AlarmRecord) -> None:
    """Keep a standing alarm as it is now."""
    key = alarm_key(record.code, record.link, record.subject)
    step.state.alarms[key] = record
    step.put("alarm", key, encode_alarm(record))
    step.look("alarms")


def end_past_events(step: Step) -> None:
    """End the alarms about what happened a day ago."""
    for alarm in list(step.state.alarms.values()):
        age_ms = abs(step.now.wall_ms - alarm.since_wall_ms)
        if ALARMS[alarm.code].event and age_ms > EVENT_ALARM_S * 1_000:
            end_alarm(step, alarm.code, alarm.link, alarm.subject)


def end_alarms(step: Step, code: str, link: str) -> None:
    """End every alarm of one kind about one link, whatever its subject."""
    for subject in subjects(step, code, link):
        end_alarm(step, code, link, subject)


def subjects(step: Step, code: str, link: str) -> list[str]:
    """Return about what alarms of one kind stand for one link."""
    return [
        alarm.subject
        for alarm in step.state.alarms.values()
        if alarm.code == code and alarm.link == link
    ]


def end_alarm(step: Step, code: str, link: str, subject: str = "") -> None:
    """End an alarm whose cause is over; absent is fine."""
    key = alarm_key(code, link, subject)
    if step.state.alarms.pop(key, None) is not None:
        step.drop("alarm", key)
        step.look("alarms")
