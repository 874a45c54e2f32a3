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
from parley.core.page_use import (
    agreed_pages,
    can_open,
    find_theirs,
    no_way,
    say_short,
    use_ours,
    use_theirs,
)
from parley.core.shelves import (
    encode_in_epoch,
    encode_out_epoch,
    encode_past,
    link_key,
    number_key,
)
from parley.core.state import NEVER, InEpoch, InLog, Link, OutEpoch, PastEpoch
from parley.core.statements import check_statement, make_statement, opening_payload
from parley.core.step import Step
from parley.core.unread import forget_read
from parley.crypto.digest import sha256
from parley.crypto.epoch import EpochKeys, epoch_root, open_secret, seal_secret
from parley.crypto.page import is_page_mac, page_mac
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.epoch import Opening
from parley.model.identity import Prekey
from parley.wire.cbor import dumps
from parley.wire.opening import (
    decode_opening_payload,
    encode_opening_payload,
    opening_info,
)
from parley.wire.page_set import (
    PageOpening,
    decode_page_opening,
    encode_page_opening,
    is_page_opening,
)
from parley.wire.statement import StatementKind

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
        LocalFault: none is open, and PLY-LNK-007 no prekey of theirs or PLY-KEY-130 no
            page is left.

    """
    current = link.epoch
    if current is not None and not wants_roll(step, link):
        return current
    if not can_open(link):
        if current is None or exhausted(link, current):
            raise no_way(link)
        say_short(step, link)
        return current
    return open_epoch(step, link, link.out.next_serial)


def exhausted(link: Link, epoch: OutEpoch) -> bool:
    """Tell whether an epoch has no serial left (room is kept for its announcement)."""
    return link.out.next_serial - epoch.first_serial >= EPOCH_SERIALS_MAX - 2


def open_epoch(step: Step, link: Link, first: int) -> OutEpoch:
    """Make the opening of the epoch that begins at the serial `first`."""
    current = link.epoch
    prekey = None if link.pages.alone else _use_prekey(step, link)
    page = use_ours(step, link)
    bare = Opening(
        sender=step.state.settings.station,
        recipient=link.name,
        mode=step.state.settings.mode,
        incarnation=link.out.incarnation,
        first_serial=first,
        previous_last_serial=first - 1,
        opened_ms=max(step.now.wall_ms, 0),
        prekey_number=None if prekey is None else prekey.number,
        book=link.agreement.terms.code_book,
        page=None if page is None else page[0],
        sealed=None,
    )
    keys, body = _opened(step, bare, prekey, None if page is None else page[1])
    epoch = OutEpoch(keys, bare.incarnation, first, bare.opened_ms, body)
    if current is not None:
        current.last_serial = first - 1
        _keep_out(step, link, current)
    link.out_epochs.append(epoch)
    link.roll_wanted = False
    _keep_out(step, link, epoch)
    end_alarm(step, "PREKEYS-SHORT", link.name)
    return epoch


def _use_prekey(step: Step, link: Link) -> Prekey:
    # A restored station cannot know which prekeys it used after the backup; they were
    # used lowest first, so the highest is the likeliest to be good still.
    fresh_start = link.out.incarnation > 1 and link.out.next_serial == 1
    number = (max if fresh_start else min)(link.their_prekeys)
    prekey = link.their_prekeys.pop(number)
    if fresh_start:
        forget_prekeys(step, link)
    link.out.prekey_used = max(link.out.prekey_used, number)
    link.dirty_out = True
    # SPEC 4.30: "A prekey MUST be used for one opening only."
    step.drop("their_prekey", link_key(link.name, number_key(number)))
    return prekey


def _opened(
    step: Step, bare: Opening, prekey: Prekey | None, page: bytes | None
) -> tuple[EpochKeys, bytes]:
    """Return the keys of an epoch, and what its opening frame carries."""
    if prekey is None:
        assert page is not None, "an epoch needs a secret"
        # SPEC 7.111: "With pages alone an opening frame carries `[payload, code]`
        # instead of a statement: no public key has a part in it."
        payload = encode_opening_payload(bare)
        body = encode_page_opening(PageOpening(payload, page_mac(page, payload)))
        return EpochKeys(epoch_root(None, page, payload)), body
    secret = step.draw()
    sealed = seal_secret(prekey.public, opening_info(bare), secret)
    payload = encode_opening_payload(replace(bare, sealed=sealed))
    statement = make_statement(StatementKind.OPENING, payload, step.state.keys)
    return EpochKeys(epoch_root(secret, page, payload)), statement


def opening_digest(body: bytes) -> bytes:
    """Return what names an opening: the digest of its payload alone."""
    return sha256(opening_payload(body))


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


def accept_opening(step: Step, link: Link, body: bytes) -> bool:
    """Accept an epoch the counterpart opens; False when it is a repeat.

    Cheap checks come first: digest, shape, then Ed25519, then ML-DSA, then HPKE.

    Raises:
        CounterpartFault: malformed, signature not good, PLY-LNK-012 with a reason;
            PageRefused: the sender is to be told that its page is not here.

    """
    payload = opening_payload(body)
    digest = sha256(payload)
    # SPEC 4.31: "An opening already accepted MUST be ignored when it comes again."
    digests = {each.opening_digest for each in link.in_epochs.values()}
    digests.update(each.opening_digest for each in link.past_epochs.values())
    if digest in digests:
        return False
    opening = decode_opening_payload(payload)
    _check_place(step, link, opening)
    root = _root_by_page if is_page_opening(body) else _root_by_prekey
    keys = EpochKeys(root(step, link, opening, body))
    if opening.page is not None:
        use_theirs(step, link, opening.page)
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


def _root_by_page(step: Step, link: Link, opening: Opening, body: bytes) -> bytes:
    """Return the root of an epoch that rests on a page alone."""
    said = decode_page_opening(body)
    if opening.page is None or opening.sealed is not None:
        raise CounterpartFault("PLY-LNK-012", reason="it rests on no page alone")
    page = find_theirs(link, opening.page)
    if not is_page_mac(page, said.payload, said.mac):
        raise CounterpartFault("PLY-KEY-137")
    if not link.pages.alone and not link.pages.either:
        raise_alarm(step, "GOES-ALONE", link.name)
        raise CounterpartFault("PLY-KEY-136", name=link.name)
    return epoch_root(None, page, said.payload)


def _root_by_prekey(step: Step, link: Link, opening: Opening, body: bytes) -> bytes:
    """Return the root of an epoch opened to a prekey of ours, which is used up."""
    if link.pages.alone and not link.pages.either:
        raise CounterpartFault("PLY-KEY-135", name=link.name)
    # SPEC 7.117: "While a line goes by pages because the keys of a station are stopped,
    # a statement of these keys MUST be refused."
    if link.stopped:
        raise CounterpartFault("PLY-KEY-122")
    number = opening.prekey_number
    if number is None or opening.sealed is None:
        raise CounterpartFault("PLY-LNK-012", reason="it names no prekey")
    given, seed = step.state.prekeys.get(number, ("", b""))
    if not seed or not (given == link.name or given.startswith(_BATCH)):
        raise CounterpartFault("PLY-LNK-013", number=number)
    check_statement(body, StatementKind.OPENING, link.counterpart.card.keys)
    page = _page_of(link, opening)
    pair = PrekeyPair.from_seed(seed)
    secret = open_secret(pair, opening_info(opening), opening.sealed)
    # SPEC 4.32: "The receiver MUST destroy the prekey in the same commit that accepts
    # the opening."
    _attribute(step, given, link.name)
    del step.state.prekeys[number]
    step.drop("prekey", number_key(number))
    return epoch_root(secret, page, opening_payload(body))


def _page_of(link: Link, opening: Opening) -> bytes | None:
    """Return the page that is mixed in, if any."""
    if opening.page is not None:
        try:
            return find_theirs(link, opening.page)
        except CounterpartFault as fault:
            raise PageRefused(fault, opening.page) from None
    if agreed_pages(link):
        raise PageRefused(CounterpartFault("PLY-KEY-135", name=link.name), None)
    return None


class PageRefused(CounterpartFault):
    """An opening of theirs whose page is not here; `page` is the name it gave."""

    def __init__(self, fault: CounterpartFault, page: bytes | None) -> None:
        """Take the fault that says why."""
        super().__init__(fault.code, **fault.facts)
        self.page = page


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
        forget_read(step, link)
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


def shut_epochs(step: Step, link: Link) -> None:
    """Destroy the roots of all their epochs: who sends under them is not believed."""
    for tag in list(link.in_epochs):
        del link.in_epochs[tag]
        step.drop("epoch_in", link_key(link.name, tag))


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


def prekeys_given(step: Step, link: Link) -> int:
    """Return how many unused prekeys of ours the counterpart should have."""
    return sum(1 for given, _ in step.state.prekeys.values() if given == link.name)


def prekeys_missing(step: Step, link: Link) -> int:
    """Return how many prekeys the counterpart's stock of ours is short."""
    return max(0, PREKEY_STOCK - prekeys_given(step, link))


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
