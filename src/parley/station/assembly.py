# SPDX-License-Identifier: Apache-2.0
"""Puts the parts of a station together; the same for a running one and one at rest."""

from __future__ import annotations

from collections.abc import Callable

from parley.core.authority.agreements import standard_terms, with_book
from parley.core.authority.delegating import delegations_kept
from parley.core.effects import Effect
from parley.core.settings import CoreSettings
from parley.core.station import Station
from parley.crypto.keys import StationKeys
from parley.fixed import Fixed, replace
from parley.model.now import Now
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.api import StationApi
from parley.station.authority.audit import AuditLog
from parley.station.authority.authority import Authority
from parley.station.authority.hardware import HardwareKeys
from parley.station.beside import Beside
from parley.station.book.codes import Codes
from parley.station.changes import Changes
from parley.station.config import Settings
from parley.station.custody import Custody
from parley.station.library.files import load_library
from parley.station.logs import Log
from parley.station.meters import Meters
from parley.station.observed.looking_back import LookingBack
from parley.station.observed.observer import Observer
from parley.station.parties import own_signer
from parley.station.places import StationFolder
from parley.station.queries import Queries
from parley.station.reach.making import own_addresses
from parley.station.readouts.readouts import Readouts
from parley.station.record.archives import Archives
from parley.station.record.care import Care
from parley.station.record.consents import Consents
from parley.station.record.history import History
from parley.station.record.proofs import Proofs
from parley.station.runner import Runner
from parley.station.secrets import Secrets
from parley.station.texts.clarifications import Clarifications
from parley.station.texts.foreign import ForeignFiles
from parley.station.texts.machine.machine import Limits, Machine
from parley.station.texts.machine.models import Models
from parley.station.texts.translations import Translations
from parley.station.upkeep.upkeep import Upkeep
from parley.station.watch.acts import Acts
from parley.station.watch.availability import Availability
from parley.station.watch.floor import Floor
from parley.station.watch.latest_line import LatestLine
from parley.station.watch.parts import floor_parts
from parley.station.witness.asking import Asking
from parley.station.witness.thirds import Thirds
from parley.station.writing.looking import DraftLooks
from parley.station.writing.unfinished import Unfinished
from parley.tlog.policy import Signer


class Parts(Fixed):
    """What every station has."""

    folder: StationFolder
    settings: Settings
    secrets: Secrets
    store: Store
    clock: Clock
    changes: Changes
    meters: Meters
    runner: Runner
    queries: Queries
    api: StationApi
    asking: Asking
    log: Log
    observer: Observer


def assemble(
    folder: StationFolder,
    settings: Settings,
    secrets: Secrets,
    store: Store,
    clock: Clock,
    log: Log,
) -> Parts:
    """Recover the core from the store and join everything around it.

    Raises:
        LocalFault: the store cannot be read, or holds another station's record.

    """
    keys = secrets.keys()
    recover = _recovery(settings, secrets, keys, store)
    changes, meters = Changes(), Meters()
    runner = Runner(recover, store, clock, changes, meters, log)
    queries = Queries(runner, store, clock, changes, settings)
    thirds, own = _thirds(settings, store), _own_signer(settings, keys, store)
    history = History(store, queries, clock, settings)
    consents = Consents(queries, keys, settings)
    audit = AuditLog(store, clock, keys, own, settings.mode)
    api = StationApi(
        runner,
        queries,
        changes,
        Custody(folder, store, queries, own, clock),
        settings,
        history,
        Care(store, queries, clock, settings, changes),
        Archives(store, queries, clock, settings, history, own, consents),
        Proofs(store, queries, consents, own, settings, thirds),
        Acts(queries, store, clock),
        Availability(store, queries, history),
        floor_parts(queries, store, clock, settings, audit),
        _hardware(folder, settings, runner, clock, log),
        Codes(queries, clock, settings),
        Authority(runner, queries, store),
        audit,
        *_texts(folder, settings, queries, store, clock, audit),
        _beside(folder, settings, queries, store, clock, meters),
    )
    return Parts(
        folder,
        settings,
        secrets,
        store,
        clock,
        changes,
        meters,
        runner,
        queries,
        api,
        _asking(thirds, settings, runner, clock, log),
        log,
        Observer(lambda: runner.facts, store, clock, log),
    )


def _recovery(
    settings: Settings, secrets: Secrets, keys: StationKeys, store: Store
) -> Callable[[Now], tuple[Station, tuple[Effect, ...]]]:
    """Return what makes the core from the store, as often as it must."""
    core_settings = _core_settings(settings, secrets)

    def recover(now: Now) -> tuple[Station, tuple[Effect, ...]]:
        return Station.recover(core_settings, keys, store, now)

    return recover


def _beside(
    folder: StationFolder,
    settings: Settings,
    queries: Queries,
    store: Store,
    clock: Clock,
    meters: Meters,
) -> Beside:
    return Beside(
        DraftLooks(queries, settings),
        Unfinished(store, clock),
        LatestLine(Floor(queries, store, clock), store, clock),
        LookingBack(queries, store, clock),
        Upkeep(folder, store, queries, clock, meters),
        ForeignFiles(folder.root),
        clock,
    )


def _own_signer(settings: Settings, keys: StationKeys, store: Store) -> Signer:
    name = settings.station.name
    return own_signer(name, keys, delegations_kept(name, store))


def _thirds(settings: Settings, store: Store) -> Thirds:
    keys = tuple(table.note_keys for table in settings.witness)
    return Thirds(store, keys, settings.witnessing.quorum)


def _asking(
    thirds: Thirds, settings: Settings, runner: Runner, clock: Clock, log: Log
) -> Asking:
    patience_s = settings.witnessing.patience_s
    return Asking(thirds, settings.witness, patience_s, clock, runner.tell, log)


def _core_settings(settings: Settings, secrets: Secrets) -> CoreSettings:
    library = load_library()
    standard = with_book(standard_terms(settings.mode), settings.mode, library.newest)
    return CoreSettings(
        station=settings.station.name,
        party=settings.station.party,
        mode=settings.mode,
        positions=settings.station.positions,
        delegation=secrets.delegation,
        addresses=own_addresses(settings, secrets),
        books=library,
        terms=replace(standard, evidence=settings.agreement.evidence),
    )


def _texts(
    folder: StationFolder,
    settings: Settings,
    queries: Queries,
    store: Store,
    clock: Clock,
    audit: AuditLog,
) -> tuple[Translations, Clarifications, Models, Machine, Readouts]:
    name, table = settings.station.name, settings.translation
    clarifications = Clarifications(queries, store)
    translations = Translations(name, queries, store, clock, audit, clarifications)
    models = Models(folder.models, name, settings.mode, queries, store, clock, audit)
    limits = Limits(table.deadline_s, table.apart_only)
    machine = Machine(models, translations, queries, folder.root, limits)
    readouts = Readouts(queries, store, clock, audit)
    return translations, clarifications, models, machine, readouts


def _hardware(
    folder: StationFolder, settings: Settings, runner: Runner, clock: Clock, log: Log
) -> HardwareKeys:
    return HardwareKeys(
        folder.root,
        settings.origin,
        lambda: runner.facts.roster,
        lambda event: runner.act(event, object),
        clock,
        log,
    )
