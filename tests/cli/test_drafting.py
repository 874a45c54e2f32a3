# SPDX-License-Identifier: Apache-2.0
"""What `parley draft` asks of the station about the message that a text points at."""

from __future__ import annotations

import pytest

from parley.cli.drafting import Wanted, file_draft
from parley.cli.face import Face, Hooks
from parley.errors import LocalFault

FIRST = {"link": None, "to": (), "precedence": "ROUTINE", "language": "en"}
LAST = {"not_after": None, "read": None, "critical": (), "stop": False}


@pytest.fixture
def filed(tmp_path):
    """Return what the station is asked for when a text points at a message."""
    text = tmp_path / "text"
    text.write_text("Wrong.", "utf-8")

    def file(relations):
        asked = {}

        def ask(method, /, **params):
            asked[method] = params
            return [{"index": 1, "name": "Dora"}] if method == "officers" else {}

        wanted = Wanted(text_file=str(text), relations=relations, **FIRST, **LAST)
        file_draft(Face(tmp_path, True, Hooks()), ask, wanted, "Dora")
        return asked["write_draft"]

    return file


def test_text_points_into_the_log_that_its_message_is_named_with(filed):
    """A serial alone is another message once a new log has begun."""
    asked = filed({"CANCELS": "bravo.example/out/1795000000/7"})
    assert asked["relation"] == {"kind": "CANCELS", "ours": True, "serial": 7}
    assert asked["relation_log"] == 1_795_000_000
    assert filed({})["relation_log"] is None


@pytest.mark.parametrize("name", ["bravo.example/out/x/7", "bravo.example/out/1/x"])
def test_name_that_is_none_is_refused(filed, name):
    """What is meant must be found, or nothing is written."""
    with pytest.raises(LocalFault, match="PLY-CFG-015"):
        filed({"CANCELS": name})
