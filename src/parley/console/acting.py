# SPDX-License-Identifier: Apache-2.0
"""Does one act in the name of whoever is signed on, with whatever key he has."""

from __future__ import annotations

from parley.console.house import House
from parley.console.signed_on import Watch
from parley.console.signing import ToSign, signed
from parley.station.views import ActView


async def do_act(
    house: House,
    watch: Watch,
    form: dict[str, str],
    kind: str,
    ref: str,
    said: dict[str, object] | None = None,
) -> ActView:
    """Ask what is to be signed, have it signed, and file it.

    Raises:
        SignatureWanted: his hardware key has not signed yet.
        LocalFault: what the station refuses.

    """

    async def ask() -> ToSign:
        asked = await house.station.act_request(kind, ref, watch.officer, said)
        return ToSign.of(asked)

    given = await signed(house, watch, form, ask)
    return await house.station.act(
        kind,
        ref,
        watch.officer,
        given.created_ms,
        given.scheme,
        given.signature,
        given.detail,
        said,
    )
