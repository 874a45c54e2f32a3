# SPDX-License-Identifier: Apache-2.0
"""The methods that commands can call, each with the strict types of its parameters.

The types are those of `StationApi` itself, so the two cannot drift apart.  Bytes travel
as hex; a relation as `{"kind": "IN_REPLY_TO", "ours": false, "serial": 12}`.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, Final, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from parley.errors import LocalFault
from parley.fixed import Fixed, names_of
from parley.model.message import Relation, RelationKind
from parley.station.api import StationApi
from parley.station.names import enum_named
from parley.station.sight import seen
from parley.station.sights import Sight

METHODS: Final[dict[str, Callable[..., Awaitable[object]]]] = {
    function.__name__: function
    for function in (
        StationApi.status,
        StationApi.board,
        StationApi.messages,
        StationApi.message,
        StationApi.drafts,
        StationApi.draft,
        StationApi.write_draft,
        StationApi.reread,
        StationApi.look_at_draft,
        StationApi.unfinished,
        StationApi.keep_unfinished,
        StationApi.drop_unfinished,
        StationApi.code_preview,
        StationApi.write_code,
        StationApi.withdraw,
        StationApi.release,
        StationApi.act_request,
        StationApi.act,
        StationApi.availability,
        StationApi.own_stale,
        StationApi.shelve_alarm,
        StationApi.order_wire,
        StationApi.latest_lines,
        StationApi.minimize,
        StationApi.review,
        StationApi.watch,
        StationApi.handovers,
        StationApi.handover_begin,
        StationApi.handover_answer,
        StationApi.handover_sound,
        StationApi.handover_request,
        StationApi.handover_sign,
        StationApi.handover_drop,
        StationApi.clocks,
        StationApi.notices,
        StationApi.keep_notice,
        StationApi.onward,
        StationApi.onward_missing,
        StationApi.onward_copy,
        StationApi.onward_got,
        StationApi.calls,
        StationApi.reached,
        StationApi.exercises,
        StationApi.plan_exercise,
        StationApi.drop_exercise_plan,
        StationApi.interrupt_exercises,
        StationApi.prepared,
        StationApi.correct,
        StationApi.test_link,
        StationApi.circuits,
        StationApi.link_figures,
        StationApi.use_circuit,
        StationApi.decide_waiting,
        StationApi.roll_epoch,
        StationApi.key_state,
        StationApi.card,
        StationApi.pair,
        StationApi.confirm,
        StationApi.officers,
        StationApi.positions,
        StationApi.add_officer,
        StationApi.officer_code,
        StationApi.officer_keys,
        StationApi.change_officer,
        StationApi.end_key,
        StationApi.add_position,
        StationApi.agreement,
        StationApi.propose_terms,
        StationApi.accept_terms,
        StationApi.rosters,
        StationApi.authority_news,
        StationApi.revocation_codes,
        StationApi.revoke_by_code,
        StationApi.revoke_station,
        StationApi.take_revocation,
        StationApi.keys_digits,
        StationApi.take_new_keys,
        StationApi.confirm_new_keys,
        StationApi.pages,
        StationApi.make_pages,
        StationApi.take_pages,
        StationApi.destroy_pages,
        StationApi.pages_alone,
        StationApi.note,
        StationApi.audit,
        StationApi.log_line,
        StationApi.watch_log,
        StationApi.audit_verify,
        StationApi.audit_export,
        StationApi.translations,
        StationApi.add_translation,
        StationApi.certificate_request,
        StationApi.grade_translation,
        StationApi.clarifications,
        StationApi.questions,
        StationApi.glossary,
        StationApi.models,
        StationApi.install_model,
        StationApi.model_request,
        StationApi.approve_model,
        StationApi.remove_model,
        StationApi.machine_translation,
        StationApi.back_translation,
        StationApi.readouts,
        StationApi.readout,
        StationApi.write_readout,
        StationApi.withhold_readout,
        StationApi.readout_site,
        StationApi.silence,
        StationApi.upkeep,
        StationApi.backup,
        StationApi.fsck,
        StationApi.contacts,
        StationApi.calendar,
        StationApi.chronology,
        StationApi.chronologies,
        StationApi.retain,
        StationApi.archive,
        StationApi.archive_wished,
        StationApi.archive_consent,
        StationApi.prove,
        StationApi.evidence,
        StationApi.export_wished,
        StationApi.export_consent,
    )
}


class RelationForm(BaseModel):
    """A relation as JSON has it."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    kind: str
    ours: bool
    serial: int


_CONFIG = ConfigDict(
    extra="forbid", strict=True, val_json_bytes="hex", arbitrary_types_allowed=False
)


async def ask(
    api: StationApi, method: str, body: bytes, sight: Sight = Sight.WHOLE
) -> object:
    """Call a method with the JSON object in `body`; return JSON-ready values.

    Texts that `sight` does not reach are left out of the answer.

    Raises:
        Fault: PLY-CFG-013 no such method; PLY-CFG-014 a parameter is not as it must
            be; or what the method refuses.

    """
    form = _known(method)
    try:
        given = form.model_validate_json(body or b"{}")
    except ValidationError as bad:
        raise _wrong(method, bad) from None
    return await _answer(api, method, given, sight)


async def ask_in_words(
    api: StationApi,
    method: str,
    words: Mapping[str, object],
    sight: Sight = Sight.WHOLE,
) -> object:
    """As `ask`, with parameters as a query has them: every value in words.

    Raises:
        Fault: as `ask`.

    """
    form = _known(method)
    try:
        given = form.model_validate_strings({k: str(v) for k, v in words.items()})
    except ValidationError as bad:
        raise _wrong(method, bad) from None
    return await _answer(api, method, given, sight)


def _known(method: str) -> type[BaseModel]:
    if method not in METHODS:
        allowed = ", ".join(METHODS)
        raise LocalFault("PLY-CFG-013", method=method, allowed=allowed)
    return _form(method)


async def _answer(
    api: StationApi, method: str, given: BaseModel, sight: Sight
) -> object:
    values = {name: getattr(given, name) for name in given.model_fields_set}
    relation = values.get("relation")
    if isinstance(relation, RelationForm):
        kind = enum_named(RelationKind, relation.kind, "relation.kind")
        values["relation"] = Relation(kind, relation.ours, relation.serial)
    return plain(seen(await METHODS[method](api, **values), sight))


def plain(value: object) -> object:
    """Return an answer as JSON can hold it."""
    if isinstance(value, Fixed):
        return {name: plain(getattr(value, name)) for name in names_of(value)}
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


@cache
def _form(method: str) -> type[BaseModel]:
    """Make the type of a method's parameters from the method itself."""
    function = METHODS[method]
    hints = get_type_hints(function)
    fields: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if name == "progress":
            continue  # a function; it cannot travel
        hint = RelationForm | None if name == "relation" else hints[name]
        default = parameter.default
        required = default is inspect.Parameter.empty
        fields[name] = (hint, ... if required else default)
    return create_model(method, __config__=_CONFIG, **fields)


def _wrong(method: str, bad: ValidationError) -> LocalFault:
    error = bad.errors(include_url=False, include_input=False)[0]
    if error["type"] == "extra_forbidden":
        allowed = "one of " + (", ".join(_form(method).model_fields) or "nothing")
    else:
        allowed = error["msg"]
    key = ".".join(str(part) for part in error["loc"]) or "the request"
    return LocalFault("PLY-CFG-014", key=key, method=method, allowed=allowed)


def forms() -> dict[str, type[BaseModel]]:
    """Return the parameter types of every method, for the reference."""
    return {method: _form(method) for method in METHODS}
