# SPDX-License-Identifier: Apache-2.0
"""What drafts say to have read of a log of the counterpart ends with that log."""

from __future__ import annotations

from parley.core.shelves import encode_draft, number_key
from parley.core.state import Link
from parley.core.step import Step
from parley.fixed import replace


def forget_read(step: Step, link: Link) -> None:
    """Let no draft speak of a log of theirs after which another one has begun."""
    # SPEC 8.23: "When the recipient begins another log, a draft has read nothing of it;
    # releases given before are void."
    for draft in list(step.state.drafts.values()):
        content = replace(draft.content, read_through=0)
        if draft.link == link.name and content != draft.content:
            fresh = replace(draft, content=content, releases=())
            step.state.drafts[content.number] = fresh
            step.put("draft", number_key(content.number), encode_draft(fresh))
            step.look("drafts")
