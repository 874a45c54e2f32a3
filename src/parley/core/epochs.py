# SPDX-License-Identifier: Apache-2.0
"""Epochs: opened, rolled and destroyed; prekeys handed out, used up and replenished.

An epoch is opened lazily, by the first entry that needs it.  `ready_epoch` is the only
place that opens one; whatever wants a fresh epoch sets `roll_wanted` and appends.
"""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.limits import (
    ACCOUNT_BEYOND_MAX,
    EPOCH_SERIALS_MAX,
    EPOCH_SERIALS_ROLL,
    PAST_EPOCHS_MAX,
    PREKEY_STOCK,
)
from parley.core.shelves import (
    encode_in_epoch,
    encode_out_epoch,
    encode_past,
    link_key,
    number_key,
)
from parley.core.state import NEVER, InEpoch, InLog, Link, OutEpoch, PastEpoch
from parley.core.statements import check_statement, make_statement
from parley.core.step import Step
from parley.crypto.digest import sha256
from parley.crypto.epoch import EpochKeys, epoch_root, open_secret, seal_secret
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault, LocalFault
from parley.model.epoch import Opening
from parley.model.identity import Prekey
from parley.wire.cbor import dumps
from parley.wire.opening import (
    decode_opening_payload,
    encode_opening_payload,
    opening_info,
)
from parley.wire.statement import StatementKind, decode_statement

_UNSEALED = b""
_BATCH = "#"  # begins no station name


def wants_roll(step: Step, link: Link) -> bool:
    """Tell whether the current epoch should give way to a fresh one."""
    epoch = link.epoch
    if epoch is None:
        return False
    age_ms = step.now.wall_ms - epoch.opened_ms
    used = link.out.next_serial - epoch.first_serial
    return (
        link.roll_wanted
        or age_ms >= link.agreement.terms.epoch_age_s_max * 1_000
        or used >= EPOCH_SERIALS_ROLL
    )


def ready_epoch(step: Step, link: Link) -> OutEpoch:
    """Return the epoch the next entry goes into, opening it if that is due.

    Raises:
        LocalFault: PLY-LNK-007 none is open and no prekey of theirs is left.

    """
    current = link.epoch
    if current is not None and not wants_roll(step, link):
        return current
    if not link.their_prekeys:
        if current is None or exhausted(link, current):
            raise LocalFault("PLY-LNK-007", name=link.name)
        raise_alarm(step, "PREKEYS-SHORT", link.name)
        return current
    return _open_epoch(step, link, current)


def exhausted(link: Link, epoch: OutEpoch) -> bool:
    """Tell whether an epoch has no serial left (room is kept for its announcement)."""
    return link.out.next_serial - epoch.first_serial >= EPOCH_SERIALS_MAX - 2


def _open_epoch(step: Step, link: Link, current: OutEpoch | None) -> OutEpoch:
    first = link.out.next_serial
    # A restored station cannot know which prekeys it used after the backup; they were
    # used lowest first, so the highest is the likeliest to be good still.
    fresh_start = link.out.incarnation > 1 and first == 1
    number = (max if fresh_start else min)(link.their_prekeys)
    prekey = link.their_prekeys.pop(number)
    if fresh_start:
        forget_prekeys(step, link)
    link.out.prekey_used = max(link.out.prekey_used, number)
    link.dirty_out = True
    # SPEC 4.30: "A prekey MUST be used for one opening only."
    step.drop("their_prekey", link_key(link.name, number_key(number)))
    bare = Opening(
        sender=step.state.settings.station,
        recipient=link.name,
        mode=step.state.settings.mode,
        incarnation=link.out.incarnation,
        first_serial=first,
        previous_last_serial=first - 1,
        opened_ms=max(step.now.wall_ms, 0),
        prekey_number=number,
        book=link.agreement.terms.code_book,
        page=None,
        sealed=_UNSEALED,
    )
    secret = step.draw()
    sealed = seal_secret(prekey.public, opening_info(bare), secret)
    payload = encode_opening_payload(_with_sealed(bare, sealed))
    statement = make_statement(StatementKind.OPENING, payload, step.state.keys)
    keys = EpochKeys(epoch_root(secret, None, payload))
    epoch = OutEpoch(keys, bare.incarnation, first, bare.opened_ms, statement)
    if current is not None:
        current.last_serial = first - 1
        _keep_out(step, link, current)
    link.out_epochs.append(epoch)
    link.roll_wanted = False
    _keep_out(step, link, epoch)
    end_alarm(step, "PREKEYS-SHORT", link.name)
    return epoch


def _with_sealed(bare: Opening, sealed: bytes) -> Opening:
    return Opening(
        bare.sender,
        bare.recipient,
        bare.mode,
        bare.incarnation,
        bare.first_serial,
        bare.previous_last_serial,
        bare.opened_ms,
        bare.prekey_number,
        bare.book,
        bare.page,
        sealed,
    )


def opening_digest(statement: bytes) -> bytes:
    """Return what names an opening: the digest of its payload alone."""
    payload = decode_statement(statement, StatementKind.OPENING).payload
    return sha256(payload)


def _keep_out(step: Step, link: Link, epoch: OutEpoch) -> None:
    key = link_key(link.name, epoch.keys.tag)
    step.put("epoch_out", key, encode_out_epoch(epoch))


def confirm_epochs(step: Step, link: Link, serial: int) -> list[OutEpoch]:
    """Note that they answered `serial`, so they hold that epoch's root; return news."""
    news = []
    for epoch in link.out_epochs:
        last = epoch.last_serial
        inside = serial >= epoch.first_serial and (last is None or serial <= last)
        if inside and not epoch.confirmed:
            epoch.confirmed = True
            _keep_out(step, link, epoch)
            news.append(epoch)
    return news


def destroy_done(step: Step, link: Link) -> None:
    """Destroy the roots of epochs that nobody needs any more."""
    # SPEC 4.33: "The sender MUST destroy an epoch's root when the epoch is closed and
    # the counterpart holds every entry of it and has answered what asks."
    for epoch in list(link.out_epochs):
        if _done(link, epoch):
            link.out_epochs.remove(epoch)
            step.drop("epoch_out", link_key(link.name, epoch.keys.tag))
    # SPEC 4.34: "The receiver MUST destroy an epoch's root when it holds every entry of
    # it and a later epoch has begun."
    for tag, theirs in list(link.in_epochs.items()):
        last = theirs.last_serial
        old = theirs.incarnation < link.mirror.incarnation
        if old or (last is not None and link.mirror.held >= last):
            del link.in_epochs[tag]
            step.drop("epoch_in", link_key(link.name, tag))
            _remember(step, link, tag, theirs)


def _done(link: Link, epoch: OutEpoch) -> bool:
    """Tell whether nothing of a closed epoch of ours can ever be sent again."""
    first, last = epoch.first_serial, epoch.last_serial
    if last is None or link.out.their_held < last:
        return False
    return not any(first <= serial <= last for serial in link.pending)


def _remember(step: Step, link: Link, tag: bytes, epoch: InEpoch) -> None:
    """Keep an epoch's name without its root, so that repeats are answered again."""
    past = PastEpoch(epoch.incarnation, epoch.first_serial, epoch.opening_digest)
    link.past_epochs[tag] = past
    step.put("epoch_past", link_key(link.name, tag), encode_past(past))
    if len(link.past_epochs) > PAST_EPOCHS_MAX:
        places = link.past_epochs.items()
        oldest = min(
            places, key=lambda item: (item[1].incarnation, item[1].first_serial)
        )
        del link.past_epochs[oldest[0]]
        step.drop("epoch_past", link_key(link.name, oldest[0]))


def accept_opening(step: Step, link: Link, statement: bytes) -> bool:
    """Accept an epoch the counterpart opens; False when it is a repeat.

    Cheap checks come first: digest, shape, then Ed25519, then ML-DSA, then HPKE.

    Raises:
        CounterpartFault: malformed, signature not good, or PLY-LNK-012 with a reason.

    """
    payload = decode_statement(statement, StatementKind.OPENING).payload
    digest = sha256(payload)
    # SPEC 4.31: "An opening already accepted MUST be ignored when it comes again."
    digests = {each.opening_digest for each in link.in_epochs.values()}
    digests.update(each.opening_digest for each in link.past_epochs.values())
    if digest in digests:
        return False
    opening = decode_opening_payload(payload)
    _check_place(step, link, opening)
    given, seed = step.state.prekeys.get(opening.prekey_number, ("", b""))
    if not seed or not (given == link.name or given.startswith(_BATCH)):
        raise CounterpartFault("PLY-LNK-013", number=opening.prekey_number)
    check_statement(statement, StatementKind.OPENING, link.counterpart.card.keys)
    pair = PrekeyPair.from_seed(seed)
    secret = open_secret(pair, opening_info(opening), opening.sealed)
    keys = EpochKeys(epoch_root(secret, None, payload))
    # SPEC 4.32: "The receiver MUST destroy the prekey in the same commit that accepts
    # the opening."
    _attribute(step, given, link.name)
    del step.state.prekeys[opening.prekey_number]
    step.drop("prekey", number_key(opening.prekey_number))
    _compare_books(step, link, opening)
    _begin(
        step,
        link,
        opening,
        InEpoch(
            keys, opening.incarnation, opening.first_serial, opening.opened_ms, digest
        ),
    )
    return True


def _compare_books(step: Step, link: Link, opening: Opening) -> None:
    """Tell the watch when their book is none of ours; texts go on."""
    # SPEC 9.4: "A station that accepts an opening under an edition it does not hold
    # MUST tell its watch."
    held = {digest for _, digest in step.state.settings.books.digests}
    if opening.book is None or opening.book in held:
        end_alarm(step, "BOOK-DIFFERS", link.name)
    else:
        raise_alarm(step, "BOOK-DIFFERS", link.name)


def _check_place(step: Step, link: Link, opening: Opening) -> None:
    settings = step.state.settings
    if (opening.sender, opening.recipient) != (link.name, settings.station):
        raise CounterpartFault("PLY-LNK-012", reason="meant for another link")
    if opening.mode is not settings.mode:
        raise CounterpartFault("PLY-LNK-010", theirs=opening.mode.name)
    if opening.page is not None:
        raise CounterpartFault("PLY-LNK-012", reason="needs a page we do not have")
    # SPEC 4.35: "An opening MUST belong to a higher incarnation, or begin in the newest
    # one at a serial not yet held at which no known epoch begins."
    mirror = link.mirror
    firsts = {epoch.first_serial for epoch in link.in_epochs.values()}
    fits = opening.incarnation > mirror.incarnation or (
        opening.incarnation == mirror.incarnation
        and opening.first_serial > mirror.held
        and opening.first_serial not in firsts
    )
    if not fits or opening.previous_last_serial != opening.first_serial - 1:
        raise CounterpartFault("PLY-LNK-012", reason="does not continue its log")


def _begin(step: Step, link: Link, opening: Opening, epoch: InEpoch) -> None:
    mirror = link.mirror
    if opening.incarnation > mirror.incarnation:
        through, beyond = mirror.held, tuple(sorted(mirror.beyond))
        known = (through, beyond[:ACCOUNT_BEYOND_MAX])
        link.past_mirrors[mirror.incarnation] = known
        place = link_key(link.name, number_key(mirror.incarnation))
        step.put("mirror_past", place, dumps([through, list(known[1])]))
        link.returning = None
        step.drop("returning", link_key(link.name))
        # Prekeys from before its backup may be ones it no longer has.
        forget_prekeys(step, link)
        link.mirror = InLog(
            opening.incarnation,
            numbers=mirror.numbers,
            full_wall_ms=mirror.full_wall_ms,
        )
        link.dirty_in = True
        if link.out.past:
            # What their new log says we hold may be about an older one of ours.
            link.out.listen_from = NEVER
            link.dirty_out = True
    # Openings may overtake one another, so each finds its place among its neighbours.
    for other in link.in_epochs.values():
        if other.incarnation != opening.incarnation:
            continue
        if other.first_serial < epoch.first_serial:
            _end_before(step, link, other, epoch.first_serial)
        else:
            _end_before(step, link, epoch, other.first_serial)
    link.in_epochs[epoch.keys.tag] = epoch
    step.put("epoch_in", link_key(link.name, epoch.keys.tag), encode_in_epoch(epoch))
    destroy_done(step, link)


def _end_before(step: Step, link: Link, epoch: InEpoch, first: int) -> None:
    if epoch.last_serial is None or epoch.last_serial >= first:
        epoch.last_serial = first - 1
        key = link_key(link.name, epoch.keys.tag)
        step.put("epoch_in", key, encode_in_epoch(epoch))


def make_prekeys(step: Step, link_name: str, count: int) -> tuple[Prekey, ...]:
    """Make fresh prekeys of ours for a counterpart or for the batch of a card."""
    made = []
    for _ in range(count):
        number = step.state.next_prekey
        step.state.next_prekey += 1
        seed = step.draw()
        step.state.prekeys[number] = (link_name, seed)
        step.put("prekey", number_key(number), link_key(link_name, seed))
        made.append(Prekey(number, PrekeyPair.from_seed(seed).public))
    return tuple(made)


def batch_name(first: int) -> str:
    """Return the holder of a card's prekeys until the first of them is used."""
    return f"{_BATCH}{first}"


def _attribute(step: Step, batch: str, holder: str) -> None:
    """Whoever used one prekey of a card has the others too."""
    if not batch.startswith(_BATCH):
        return
    for number, (given, seed) in list(step.state.prekeys.items()):
        if given == batch:
            step.state.prekeys[number] = (holder, seed)
            step.put("prekey", number_key(number), link_key(holder, seed))


def prekeys_missing(step: Step, link: Link) -> int:
    """Return how many prekeys the counterpart's stock of ours is short."""
    have = sum(1 for given, _ in step.state.prekeys.values() if given == link.name)
    return max(0, PREKEY_STOCK - have)


def forget_prekeys(step: Step, link: Link) -> None:
    """Let go of prekeys of theirs that may have been used or lost meanwhile."""
    for number in link.their_prekeys:
        step.drop("their_prekey", link_key(link.name, number_key(number)))
    link.their_prekeys.clear()


def take_prekeys(step: Step, link: Link, prekeys: tuple[Prekey, ...]) -> bool:
    """File prekeys of theirs for later openings; tell whether any was new.

    Their numbers only grow, so one at or below the highest we used is an old one.
    """
    fresh = [
        prekey
        for prekey in prekeys
        if prekey.number > link.out.prekey_used
        and prekey.number not in link.their_prekeys
    ]
    for prekey in fresh:
        link.their_prekeys[prekey.number] = prekey
        key = link_key(link.name, number_key(prekey.number))
        step.put("their_prekey", key, prekey.public)
    if fresh:
        end_alarm(step, "PREKEYS-SHORT", link.name)
    return bool(fresh)
