# SPDX-License-Identifier: Apache-2.0
"""All commands, with the module each lives in; `--help` needs nothing more."""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """One command as `parley --help` shows it."""

    name: str
    module: str
    says: str


SECTIONS: tuple[tuple[str, tuple[Listed, ...]], ...] = (
    (
        "Set up a station and its link",
        (
            Listed("init", "parley.cli.commands.init", "Make a new station folder."),
            Listed(
                "officer", "parley.cli.commands.officer", "Put officers on the roster."
            ),
            Listed(
                "card", "parley.cli.commands.card", "Write our card for a counterpart."
            ),
            Listed("pair", "parley.cli.commands.pair", "Take in a counterpart's card."),
            Listed("confirm", "parley.cli.commands.confirm", "Compare the 60 digits."),
            Listed("terms", "parley.cli.commands.terms", "Terms before signing."),
            Listed("agreement", "parley.cli.commands.agreement", "What both signed."),
            Listed("position", "parley.cli.commands.position", "Add our positions."),
            Listed(
                "config", "parley.cli.commands.config", "Check or show the settings."
            ),
            Listed(
                "keystore",
                "parley.cli.commands.keystore",
                "What opens the station's keys.",
            ),
            Listed(
                "token",
                "parley.cli.commands.token",
                "Make and void tokens of the API.",
            ),
            Listed(
                "circuit", "parley.cli.commands.circuit", "Give a carrier its password."
            ),
            Listed("relay", "parley.cli.commands.relay", "Run a mailbox for stations."),
        ),
    ),
    (
        "On watch",
        (
            Listed("run", "parley.cli.commands.run", "Run the station."),
            Listed(
                "status", "parley.cli.commands.status", "The five facts of each link."
            ),
            Listed(
                "messages", "parley.cli.commands.messages", "List messages or drafts."
            ),
            Listed(
                "show", "parley.cli.commands.show", "Show one message or draft whole."
            ),
            Listed(
                "acknowledge",
                "parley.cli.commands.acknowledge",
                "Acknowledge a message by name.",
            ),
            Listed(
                "understood",
                "parley.cli.commands.understood",
                "Read critical fields back.",
            ),
            Listed(
                "delivered",
                "parley.cli.commands.delivered",
                "Say that a principal has it.",
            ),
            Listed(
                "standby",
                "parley.cli.commands.standby",
                "Promise an answer by a time.",
            ),
            Listed(
                "decline",
                "parley.cli.commands.decline",
                "Say that no answer will come.",
            ),
            Listed("wire", "parley.cli.commands.wire", "Talk on the order wire."),
            Listed("log", "parley.cli.commands.log", "Write and read the watch log."),
            Listed("handover", "parley.cli.commands.handover", "Hand the watch over."),
            Listed(
                "notices", "parley.cli.commands.notices", "What comes up at its time."
            ),
            Listed("onward", "parley.cli.commands.onward", "Who inside has a message."),
            Listed("clocks", "parley.cli.commands.clocks", "Zulu, ours, theirs."),
            Listed(
                "reached", "parley.cli.commands.reached", "Say that a call reached you."
            ),
            Listed("exercise", "parley.cli.commands.exercise", "Hold an exercise."),
            Listed("minimize", "parley.cli.commands.minimize", "Let little be said."),
            Listed(
                "translate",
                "parley.cli.commands.translate",
                "Attach and certify translations.",
            ),
            Listed(
                "clarify",
                "parley.cli.commands.clarify",
                "Ask and say what is meant.",
            ),
            Listed(
                "glossary",
                "parley.cli.commands.glossary",
                "Terms both sides read alike.",
            ),
            Listed("mt", "parley.cli.commands.mt", "Models that translate by machine."),
            Listed("test-link", "parley.cli.commands.test_link", "Prove the link now."),
            Listed("qr", "parley.cli.commands.qr", "Carry frames as QR codes."),
            Listed(
                "circuits", "parley.cli.commands.circuits", "Every way, and its state."
            ),
            Listed("waiting", "parley.cli.commands.waiting", "Keep trying, or let go."),
            Listed(
                "check-watch",
                "parley.cli.commands.check_watch",
                "Ask whether their watch is there.",
            ),
            Listed(
                "answer-check",
                "parley.cli.commands.answer_check",
                "Answer their check by name.",
            ),
            Listed(
                "suspend",
                "parley.cli.commands.suspend",
                "Close the line openly.",
            ),
            Listed("resume", "parley.cli.commands.resume", "Open the line again."),
            Listed(
                "own-stale",
                "parley.cli.commands.own_stale",
                "Own a stale link by name.",
            ),
            Listed(
                "shelve",
                "parley.cli.commands.shelve",
                "Answer for an alarm by name, for a time.",
            ),
            Listed(
                "carry", "parley.cli.commands.carry", "Carry a circuit's files by hand."
            ),
            Listed(
                "drill", "parley.drills.command", "Replay failures of the past, scored."
            ),
        ),
    ),
    (
        "Write and release",
        (
            Listed("draft", "parley.cli.commands.draft", "Write a text for release."),
            Listed(
                "release", "parley.cli.commands.release", "Release a draft by name."
            ),
            Listed(
                "verify-draft",
                "parley.cli.commands.verify_draft",
                "Compute a draft's release code elsewhere.",
            ),
            Listed(
                "send", "parley.cli.commands.send", "Draft and release at one desk."
            ),
            Listed("withdraw", "parley.cli.commands.withdraw", "Take back a draft."),
            Listed(
                "correct",
                "parley.cli.commands.correct",
                "Correct or cancel what has gone.",
            ),
            Listed("code", "parley.cli.commands.code", "Send a code of the book."),
            Listed("book", "parley.cli.commands.book", "The code book and its texts."),
            Listed(
                "exchange",
                "parley.cli.commands.exchange",
                "Files of national systems.",
            ),
        ),
    ),
    (
        "Show the record to others",
        (
            Listed(
                "record", "parley.cli.commands.record", "Contacts, times and archives."
            ),
            Listed("verify", "parley.cli.commands.verify", "Verify a proof file."),
            Listed(
                "readout",
                "parley.cli.commands.readout",
                "What we say in public, shown before.",
            ),
            Listed(
                "availability",
                "parley.cli.commands.availability",
                "The monthly report, signed by both.",
            ),
            Listed(
                "witness", "parley.cli.commands.witness", "Watch the logs of others."
            ),
        ),
    ),
    (
        "Care for the record and the keys",
        (
            Listed(
                "ceremony",
                "parley.cli.commands.ceremony",
                "Keys and counterparts, step by step.",
            ),
            Listed("key", "parley.cli.commands.key", "List, open or roll epochs."),
            Listed("revoke", "parley.cli.commands.revoke", "Stop keys that leaked."),
            Listed("rekey", "parley.cli.commands.rekey", "New keys, the old name."),
            Listed("pages", "parley.cli.commands.pages", "Pages of pre-shared key."),
            Listed(
                "delegation",
                "parley.cli.commands.delegation",
                "Change the keys in use.",
            ),
            Listed("root", "parley.cli.commands.root", "Keep the root, elsewhere."),
            Listed("audit", "parley.cli.commands.audit", "Who looked and changed."),
            Listed("fsck", "parley.cli.commands.fsck", "Verify the whole record."),
            Listed(
                "backup", "parley.cli.commands.backup", "Copy the station to a folder."
            ),
            Listed("restore", "parley.cli.commands.restore", "Restore from a backup."),
            Listed(
                "bench", "parley.cli.commands.bench", "Measure this machine's disk."
            ),
            Listed("errors", "parley.cli.commands.errors", "Explain a fault code."),
        ),
    ),
)

COMMANDS: dict[str, Listed] = {
    listed.name: listed for _, group in SECTIONS for listed in group
}
