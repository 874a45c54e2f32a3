# SPDX-License-Identifier: Apache-2.0
"""An act that somebody has to be signed on for: read, and done in his name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from parley.console.answers import go
from parley.console.forms import FIELDS_MAX, FORM_BYTES_MAX, read_form
from parley.console.house import House, house_of
from parley.console.signed_on import Watch

Form = dict[str, str]
Act = Callable[[Request, House, Watch, Form], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def at_desk(
    back: str, fields_max: int = FIELDS_MAX, bytes_max: int = FORM_BYTES_MAX
) -> Callable[[Act], Endpoint]:
    """Give an act its form and whoever is signed on; where nobody is, let him sign on.

    `back` names the page to which he then comes back; the others limit the form.
    """

    def made(act: Act) -> Endpoint:
        @wraps(act)
        async def endpoint(request: Request) -> Response:
            house = house_of(request)
            form = await read_form(request, fields_max, bytes_max)
            watch = house.signed_on.at(request)
            if watch is None:
                return go(request, "/desk", back=back)
            return await act(request, house, watch, form)

        return endpoint

    return made
