# SPDX-License-Identifier: Apache-2.0
"""After a backup was restored: a new incarnation here, returned entries from there.

The restored station does not know what it said or heard after the backup, so it never
continues a number or a key.  Its first words are RESTORED (how much it knows of both
logs) and fresh prekeys.  The counterpart accounts for what it holds of the old log and
returns, as REPEAT entries, what was lost of either.
"""

from __future__ import annotations

from parley.core.addressees import note_addressees
from parley.core.alarms import raise_alarm
from parley.core.authority.delegating import own_delegation_said
from parley.core.effects import Recall
from parley.core.entries import kind_of, leaf_of, precedence_of, read_row
from parley.core.epochs import make_prekeys
from parley.core.events import Recalled
from parley.core.keeping import keep_counters, keep_link
from parley.core.limits import BACKGROUND_PRECEDENCE, PREKEY_STOCK, RECALL_ROWS
from parley.core.numbers import NumberSet
from parley.core.outgoing import ask, check_ask
from parley.core.page_use import can_open, keep_standing, say_short
from parley.core.receipts import Proof, hear_held
from parley.core.records import EntryHead, LadderFact, Rung
from parley.core.rolling import begin_ahead, current_epoch
from parley.core.shelves import (
    encode_fact,
    encode_head,
    encode_returning,
    ladder_key,
    link_key,
    number_key,
)
from parley.core.state import NEVER, Link, OutLog, Returning, Span, Uncertain
from parley.core.statements import make_statement
from parley.core.step import Step
from parley.core.watch import orders
from parley.core.watch.pointing import pointed
from parley.errors import CounterpartFault
from parley.model.act import Act
from parley.model.entry import (
    Account,
    KeyEvent,
    KeyEventKind,
    Payload,
    Repeat,
)
from parley.model.message import Message
from parley.model.precedence import Precedence
from parley.model.record import Append, Clear, Direction, EntryFlag, EntryKey, EntryRow
from parley.wire.cbor import Value, dumps, loads
from parley.wire.entry import decode_entry_padded
from parley.wire.prekeys import encode_prekeys
from parley.wire.statement import StatementKind

_FIRST = int(Precedence.FLASH)


def begin_incarnation(step: Step, link: Link) -> None:
    """Leave the old numbering and begin a new log with this counterpart."""
    old = link.out
    heard = any(epoch.confirmed for epoch in link.out_epochs) or old.previous is None
    # Where they never accounted for what was said before the old one, they still must.
    owed = any(incarnation < old.incarnation for incarnation, _ in link.uncertain)
    begun = heard and not owed
    previous = (old.incarnation, old.next_serial - 1) if begun else old.previous
    for epoch in link.out_epochs:
        step.drop("epoch_out", link_key(link.name, epoch.keys.tag))
    link.out_epochs.clear()
    if link.pages.refused:
        link.pages.refused = False
        keep_standing(step, link)
    for each in link.pending.values():
        if each.payload is not None:
            place = (old.incarnation, each.serial)
            link.uncertain[place] = Uncertain(each.leaf, each.payload)
    link.pending.clear()
    link.answers.clear()
    link.wish_mono_ms = 0  # what was wished for in the old log nobody will grant
    # SPEC 4.60: "A restored station MUST begin a higher incarnation; the wall clock, in
    # seconds, is used where it is higher than the next number."
    incarnation = max(old.incarnation + 1, step.now.wall_ms // 1_000)
    link.out = OutLog(
        incarnation,
        last_logged_ms=old.last_logged_ms,
        previous=previous,
        past=(*old.past, old.incarnation),
        prekey_used=old.prekey_used,
        listen_from=NEVER,
        full_wall_ms=old.full_wall_ms,
    )
    link.dirty_out = True
    if not can_open(link):
        say_short(step, link)
        return
    say_restored(step, link)
    if not heard:
        _send_again(step, link, old.incarnation)


def is_mute(link: Link) -> bool:
    """Tell whether a new log was begun for which no prekey has been there yet."""
    return link.out.previous is not None and link.out.next_serial == 1


def say_restored(step: Step, link: Link) -> None:
    """Say the first words of a new log; a prekey of theirs is there."""
    previous = link.out.previous
    assert previous is not None
    payload = dumps([*previous, link.mirror.incarnation, link.mirror.held])
    # SPEC 4.61: "Its first entries are the key event of the opening, RESTORED, its
    # signature over the agreement, its roster, and fresh prekeys."
    ask(step, link, KeyEvent(KeyEventKind.RESTORED, payload), _FIRST)
    if step.state.own_stopped:
        return  # what these keys sign now, nobody believes
    delegation = own_delegation_said(step.state)
    if delegation is not None:
        # SPEC 4.61: "After RESTORED stands the key event delegation (7.159), where its
        # number is above 1."
        ask(step, link, KeyEvent(KeyEventKind.DELEGATION, delegation), _FIRST)
    ask(step, link, KeyEvent(KeyEventKind.AGREEMENT, link.ours_signed), _FIRST)
    roster = step.state.roster_statement
    ask(step, link, KeyEvent(KeyEventKind.ROSTER, roster), _FIRST)
    offer_prekeys(step, link, PREKEY_STOCK)


def _send_again(step: Step, link: Link, incarnation: int) -> None:
    """Say again what was said in an incarnation that nobody could read."""
    for place in [each for each in link.uncertain if each[0] == incarnation]:
        lost = link.uncertain.pop(place)
        key = EntryKey(link.name, Direction.OUT, *place)
        step.changes.append(Clear(key, EntryFlag.PENDING))
        _say_again(step, link, lost.payload, place)


def _say_again(
    step: Step, link: Link, payload: Payload, place: tuple[int, int]
) -> None:
    """Log once more what officers said, what we hold of their log, what we returned.

    A returned entry was receipted long before, so nothing else would say it again.
    """
    if isinstance(payload, Message):
        logged = ask(step, link, payload, int(payload.content.precedence))
        pointed(step, link, payload.content, logged.key)
    elif isinstance(payload, Act):
        # SPEC 8.64: "An order that ended before it is logged once more is not."
        if not orders.has_ended(link, payload.said, place):
            logged = ask(step, link, payload, _FIRST)
            orders.said_again(step, link, payload.said, logged)
    elif isinstance(payload, Account):
        ask(step, link, payload, _FIRST)
    elif isinstance(payload, Repeat):
        # SPEC 4.63: "A REPEAT that the account does not cover is said once more."
        ask(step, link, payload, _haste(payload.ours))


def _haste(ours: bool) -> int:
    """Return how soon an entry is given back: ours may have to be acted on."""
    return _FIRST if ours else int(Precedence.ROUTINE)


def offer_prekeys(step: Step, link: Link, count: int) -> None:
    """Send fresh prekeys of ours, signed."""
    check_ask(link, KeyEvent(KeyEventKind.PREKEYS, b""))
    prekeys = make_prekeys(step, link.name, count)
    keep_counters(step)
    payload = encode_prekeys(step.state.settings.station, prekeys)
    statement = make_statement(StatementKind.PREKEYS, payload, step.state.keys)
    # A narrow circuit carries them when nobody else wants its air.
    prekeys_event = KeyEvent(KeyEventKind.PREKEYS, statement)
    ask(step, link, prekeys_event, BACKGROUND_PRECEDENCE)


def hear_restored(step: Step, link: Link, payload: bytes, proof: Proof) -> None:
    """Begin to return what the counterpart lost.

    Raises:
        CounterpartFault: PLY-LNK-016 the payload does not say what it must.

    """
    value = loads(payload)
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004
        raise CounterpartFault("PLY-LNK-016")
    if not all(type(each) is int and each >= 0 for each in value):
        raise CounterpartFault("PLY-LNK-016")
    incarnation, size, of_ours, held = value
    newest = link.mirror.incarnation
    if not link.past_mirrors or incarnation >= newest or of_ours > link.out.incarnation:
        raise CounterpartFault("PLY-LNK-016")
    if link.mirror.restored:
        return
    link.mirror.restored = True
    link.dirty_in = True
    if link.before is not None:
        # Its serials begin anew; an amendment both signed holds for all of them.
        link.before = None
        keep_link(step, link)
    pages = link.pages
    begun = pages.alone or pages.either or link.mirror.turned
    if not begun:  # there people began it
        raise_alarm(step, "COUNTERPART-RESTORED", link.name, str(newest))
    # SPEC 4.65: "RESTORED is a receipt for every entry through the serial it holds."
    if of_ours == link.out.incarnation:
        held = min(held, link.out.next_serial - 1)
        hear_held(step, link, held, proof)
    spans = [
        Span(Direction.OUT, each, held + 1 if each == of_ours else 1)
        for each in (*link.out.past, link.out.incarnation)
        if each >= of_ours
    ]
    # What it said in incarnations after that one it cannot even know of.
    lost = [
        Span(Direction.IN, each, size + 1 if each == incarnation else 1)
        for each in sorted({incarnation, *link.past_mirrors})
        if incarnation <= each < newest
    ]
    link.returning = Returning(newest, [*spans, *lost])
    _keep(step, link, link.returning)
    through, beyond = link.past_mirrors.get(incarnation, (0, ()))
    ask(step, link, Account(incarnation, through, beyond), _FIRST)
    begin_return(step, link)


def begin_return(step: Step, link: Link) -> None:
    """Once RESTORED and fresh prekeys are here, begin an epoch that it can read."""
    owed = link.returning
    if owed is None or not can_open(link) or owed.begun:
        return
    owed.begun = True
    # SPEC 10.26: "It MUST begin before anything is returned to a restored counterpart,
    # which may not know it."
    begin_ahead(step, link)
    link.roll_wanted = True
    # What comes after this it can read anyway.
    for span in owed.spans:
        if (span.direction, span.incarnation) == (Direction.OUT, link.out.incarnation):
            span.last = link.out.next_serial - 1
    # What is pending in epochs they cannot read is returned as repeats; the receipts
    # of those repeats settle it.
    current_epoch(step, link)
    _keep(step, link, owed)
    recall_more(step, link)


def recall_more(step: Step, link: Link) -> None:
    """Ask the store for the next entries to return, a bounded number at a time."""
    owed = link.returning
    if owed is None or not owed.begun or owed.recalling:
        return
    if len(link.pending) > RECALL_ROWS:
        return
    span = owed.spans[0]
    count = RECALL_ROWS
    if span.last:
        count = max(0, min(count, span.last - span.first + 1))
    owed.recalling = True
    place = (span.direction, span.incarnation, span.first, count)
    step.outward.append(Recall(link.name, *place))


def recalled(step: Step, event: Recalled) -> None:
    """Return the rows that were read."""
    asked = event.recall
    link = step.state.links.get(asked.link)
    if link is None or link.returning is None or not link.returning.recalling:
        return
    owed = link.returning
    owed.recalling = False
    ours = asked.direction is Direction.OUT
    for row in event.rows:
        if EntryFlag.FORGOTTEN in row.flags:
            continue  # what retention has destroyed nobody can give back
        head, _ = read_row(row)
        repeat = Repeat(
            ours,
            asked.incarnation,
            row.key.serial,
            head.leaf_secret,
            head.opened_ms,
            row.body,
        )
        ask(step, link, repeat, _haste(ours))
    if len(event.rows) == RECALL_ROWS:
        owed.spans[0].first = event.rows[-1].key.serial + 1
    else:
        del owed.spans[0]
    if not owed.spans:
        link.returning = None
        step.drop("returning", link_key(link.name))
        return
    _keep(step, link, owed)
    recall_more(step, link)


def _keep(step: Step, link: Link, owed: Returning) -> None:
    step.put("returning", link_key(link.name), encode_returning(owed))


def hear_own(step: Step, link: Link, repeat: Repeat) -> None:
    """File an entry of our own old log that the counterpart kept for us."""
    known = link.returned.setdefault(repeat.incarnation, NumberSet())
    previous = link.out.previous
    if previous is None or not _was_lost(link.out, previous, repeat):
        raise CounterpartFault("PLY-LNK-016")
    held = previous[1] if repeat.incarnation == previous[0] else 0
    if repeat.serial <= held or repeat.serial in known:
        return
    entry = decode_entry_padded(repeat.plaintext, repeat.opened_ms)
    setting = step.state.setting_out(link.name)
    leaf = leaf_of(entry, repeat.plaintext, setting, repeat.leaf_secret)
    message = entry.payload if isinstance(entry.payload, Message) else None
    head = EntryHead(
        kind=int(kind_of(entry.payload)),
        precedence=precedence_of(entry.payload),
        logged_ms=entry.logged_ms,
        filed_ms=step.now.wall_ms,
        epoch_tag=b"",
        opened_ms=repeat.opened_ms,
        leaf_secret=repeat.leaf_secret,
        number=message.content.number if message else None,
    )
    key = EntryKey(link.name, Direction.OUT, repeat.incarnation, repeat.serial)
    flags = EntryFlag.MESSAGE if message else EntryFlag(0)
    row = EntryRow(key, flags, leaf, encode_head(head), repeat.plaintext)
    step.changes.append(Append(row))
    if message is not None:
        note_addressees(step, link, message.content, key)
        pointed(step, link, message.content, key)
    note_returned(step, key, known)


def _was_lost(out: OutLog, previous: tuple[int, int], repeat: Repeat) -> bool:
    """Tell whether an entry can be of an incarnation of ours that is lost here."""
    if repeat.incarnation == previous[0]:
        return True
    later = previous[0] < repeat.incarnation < out.incarnation
    return later and repeat.incarnation not in out.past


def note_returned(step: Step, key: EntryKey, known: NumberSet) -> None:
    """Remember that an entry of an old log was given back, so that it is once only."""
    known.add(key.serial)
    spans: list[Value] = [number for span in known.spans() for number in span]
    place = bytes([key.direction]) + number_key(key.incarnation)
    step.put("returned", link_key(key.link, place), dumps(spans))


def hear_account(step: Step, link: Link, account: Account, serial: int) -> None:
    """Learn which of our old pending messages they hold, and send the others again."""
    held = set(account.beyond)
    for place, old in list(link.uncertain.items()):
        if place[0] < account.incarnation:
            continue
        del link.uncertain[place]
        key = EntryKey(link.name, Direction.OUT, *place)
        step.changes.append(Clear(key, EntryFlag.PENDING))
        # What was said in a later incarnation is said again in any case: what they
        # filed already is known by its number and shown once.
        same = place[0] == account.incarnation
        if same and (place[1] <= account.through or place[1] in held):
            fact = LadderFact(
                rung=Rung.RECEIPT,
                serial=serial,
                leaf=old.leaf,
                attested_ms=step.now.wall_ms,
                seen_ms=step.now.wall_ms,
            )
            step.put(
                "ladder", ladder_key(key, Rung.RECEIPT, fact.leaf), encode_fact(fact)
            )
        else:
            _say_again(step, link, old.payload, place)
    step.look("messages")
