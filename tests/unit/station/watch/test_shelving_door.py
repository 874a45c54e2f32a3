# SPDX-License-Identifier: Apache-2.0
"""An alarm is shelved through a station's door, and everybody can see by whom."""

from __future__ import annotations

from parley.cli.commands.status import shelved
from parley.model.precedence import Precedence
from parley.station.methods import plain
from parley.station.sight import seen
from parley.station.sights import Sight
from parley.testing.stations import ANN, both
from tests.unit.station.watch.test_handover_door import second

BRAVO = "nrrc.bravo.example"
REASON = "Ordered for the visit; ends by itself."


async def standing(api, code):
    """Return an alarm that stands."""
    (found,) = (each for each in (await api.status()).alarms if each.code == code)
    return found


def test_shelf_is_in_status_log_and_sheet(run, folders):
    """The relief must find on paper what his predecessor made quiet."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            api = alfa.parts.api
            order = {
                "spares": int(Precedence.PRIORITY),
                "until_ms": None,
                "reason": "A visit.",
            }
            await alfa.act("minimize", BRAVO, order)
            alarm = await standing(api, "MINIMIZE-OURS")
            until_ms = alfa.parts.clock.now().wall_ms + 3_600_000
            named = (alarm.code, alarm.link, alarm.subject, ANN)
            made = await api.shelve_alarm(*named, until_ms, REASON)
            assert made == await standing(api, "MINIMIZE-OURS")
            assert (made.shelved_by, made.shelved_until_ms) == ("Ann", until_ms)
            (line,) = shelved(plain(made))
            assert f"by Ann: {REASON}" in line[1]
            hidden = seen(made, Sight.WAITING)
            assert hidden.shelved_reason == "Not shown while nobody is signed on."
            assert hidden.shelved_by == "Ann"
            (noted,) = (one for one in await api.audit() if one.deed == "SHELVED")
            assert REASON in noted.subject
            sheet = await api.handover_begin(ANN, await second(alfa))
            assert "SHELVED" in {each.matter for each in sheet.lines}
            await api.handover_drop()
            await api.shelve_alarm(*named, None)
            assert (await standing(api, "MINIMIZE-OURS")).shelved_by is None

    run(story())
