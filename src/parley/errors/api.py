# SPDX-License-Identifier: Apache-2.0
"""Texts of faults that a program meets at the API, and its operator with it."""

from parley.errors.fault import Explanation

_NOTHING = "Nothing was changed and nothing was sent."

TEXTS: dict[str, Explanation] = {
    "PLY-API-001": Explanation(
        what="The request carries no token that is valid here.",
        kept=_NOTHING,
        then="Requests without a valid token are always refused.",
        do="Send `Authorization: Bearer TOKEN`; a custodian makes a token with `parley token add`.",
    ),
    "PLY-API-002": Explanation(
        what="The token {token} is not for this: {reason}.",
        kept=_NOTHING,
        then="The token stays valid for what it is for.",
        do="Use a token of the officer and class that the act needs.",
    ),
    "PLY-API-003": Explanation(
        what="The API has no method {method} for {verb}.",
        kept=_NOTHING,
        then="The station goes on.",
        do="Ask `/api/v1/openapi.json` which methods there are, and whether they are questions (GET) or acts (POST).",
    ),
    "PLY-API-004": Explanation(
        what="The API refused a request: {reason}.",
        kept=_NOTHING,
        then="Requests of this kind are always refused.",
        do="Call the API from a program of your own, with JSON, at the address in the settings.",
    ),
    "PLY-API-005": Explanation(
        what="The token {token} asks more often than {per_s} times a second.",
        kept=_NOTHING,
        then="It is answered again after a second; other tokens are not held up.",
        do="Follow `/api/v1/events` and ask when something has changed.",
    ),
    "PLY-API-006": Explanation(
        what="The list of tokens {path} is not as it must be.",
        kept="Messages and the record are untouched; the console and the commands work.",
        then="No request to the API is answered until the list is whole.",
        do="Delete the file and make the tokens again with `parley token add`.",
    ),
    "PLY-API-007": Explanation(
        what="The token {name} was not made: {reason}.",
        kept="The other tokens stay valid.",
        then="Nothing happens by itself.",
        do="List the tokens with `parley token list` and remove what nobody uses.",
    ),
    "PLY-API-008": Explanation(
        what="There is no token {name}; there are: {known}.",
        kept="The other tokens stay valid.",
        then="Nothing happens by itself.",
        do="List the tokens with `parley token list`.",
    ),
    "PLY-API-009": Explanation(
        what="The station made a mistake of its own in this request ({kind}).",
        kept="What was committed before stands; an act that failed has left nothing half done.",
        then="The station goes on; the kind of the mistake is in its log.",
        do="Ask for the state of what you meant to change, then repeat if it is not done.",
    ),
}
