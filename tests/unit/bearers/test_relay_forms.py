# SPDX-License-Identifier: Apache-2.0
"""Lists of slips, folders and tickets of a relay that cannot be."""

from __future__ import annotations

import pytest

from parley.bearers.relay.config import settings_from
from parley.bearers.relay.mailbox.settings import make_folder, open_folder
from parley.errors import CounterpartFault, LocalFault
from parley.testing.relay_runs import new_relay
from parley.wire.slip import decode_slips, encode_slips


@pytest.mark.parametrize(
    "body",
    [b"\0", b"\0\0\0\x21" + bytes(33), encode_slips([bytes(40)] * 1_025)],
)
def test_lists_of_slips_that_cannot_be_are_refused(body):
    """Both sides read them from somebody they do not trust."""
    # SPEC 10.64: "Slips in a request or an answer MUST each stand behind their length
    # in 4 bytes; at most 1,024 of them and 4 MiB."
    with pytest.raises(CounterpartFault, match="BRR-050"):
        decode_slips(body)


def test_folders_and_tickets_that_cannot_be_used_are_named(tmp_path):
    """An operator must see which line is wrong."""
    with pytest.raises(LocalFault, match="BRR-052"):
        open_folder(tmp_path / "nowhere")
    folder = new_relay(tmp_path)
    with pytest.raises(LocalFault, match="BRR-052"):
        make_folder(folder, "127.0.0.1:1", "127.0.0.1:1")
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    (folder / "relay.toml").write_text("listen = 5\n")
    with pytest.raises(LocalFault, match="BRR-053"):
        open_folder(folder)
    for wrong in ({}, {"admission": "00" * 32, "address": "x"}):
        with pytest.raises(LocalFault, match="BRR-054"):
            settings_from(wrong)
