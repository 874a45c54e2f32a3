# SPDX-License-Identifier: Apache-2.0
"""Postfix and Dovecot of this machine as private instances on loopback.

Each has its own folder, ports and certificate and touches nothing of the system's.
Both must be started by root, and give their rights away themselves.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from parley.bearers.mail.config import Account, MailSettings
from parley.fixed import Fixed
from parley.testing.host_certificate import make_host_certificate
from parley.testing.stations import free_port

PROGRAMS: Final = ("postfix", "dovecot")
DOMAIN: Final = "mail.example"
PASSWORD: Final = "a-password-of-the-tests"  # noqa: S105 - of nobody
READY_S_MAX: Final = 30.0
_OWNER: Final = "mail"  # an account that every Debian has

_MAIN = """\
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
myhostname = {domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = inline:{{ {{alfa@{domain}=x}}, {{bravo@{domain}=x}} }}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_tls_cert_file = {root}/host.pem
smtpd_tls_key_file = {root}/host.key
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
message_size_limit = 10240000
mailbox_size_limit = 0
authorized_submit_users = root
"""
_MASTER = """\
127.0.0.1:{smtp} inet n - n - 20 smtpd -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""
_DOVECOT = """\
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
ssl = required
ssl_cert = <{root}/host.pem
ssl_key = <{root}/host.key
mail_location = maildir:{root}/boxes/%n
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={root}/boxes/%n
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
auth_username_format = %Ln
"""


class MailHosts(Fixed):
    """Where the two are found; accounts are alfa and bravo."""

    root: Path
    smtp: int
    imap: int

    @property
    def authorities(self) -> Path:
        """The certificate to trust."""
        return self.root / "host.pem"

    def log(self) -> str:
        """Return what both have written."""
        parts = (self.root / f"{name}.log" for name in PROGRAMS)
        return "\n".join(
            path.read_text("utf-8", "replace") for path in parts if path.exists()
        )


def why_not() -> str | None:
    """Say why the hosts cannot be started here, or None if they can."""
    missing = [name for name in PROGRAMS if shutil.which(name, path=_PATH) is None]
    if missing:
        return f"not installed: {', '.join(missing)} (make setup as root does it)"
    if os.geteuid() != 0:
        return "postfix and dovecot are started by root only"
    return None


_PATH = f"/usr/sbin:/sbin:{os.environ.get('PATH', '')}"


def mail_settings(hosts: MailHosts, ours: str, theirs: str) -> MailSettings:
    """Return settings of a circuit between two accounts, in a hurry."""
    return MailSettings(
        Account("localhost", hosts.smtp, ours, PASSWORD),
        Account("localhost", hosts.imap, ours, PASSWORD),
        f"{ours}@{DOMAIN}",
        f"{theirs}@{DOMAIN}",
        authorities=hosts.authorities,
        retry_s_min=0.1,
        retry_s_max=0.5,
        idle_s=2.0,
    )


@contextmanager
def mail_hosts() -> Iterator[MailHosts]:
    """Run both for a block."""
    # Short, since paths of sockets have an end: a folder of pytest would be too long.
    root = Path(tempfile.mkdtemp(prefix="ply"))
    root.chmod(0o755)
    ports = {name: free_port() for name in ("smtp", "imap", "lmtp", "auth")}
    hosts = MailHosts(root, ports["smtp"], ports["imap"])
    try:
        _write(root, ports)
        _run("dovecot", "-c", str(root / "dovecot.conf"))
        _run("postfix", "-c", str(root / "etc"), "start")
        for port in ports.values():
            _until_open(port, hosts)
        yield hosts
    finally:
        with suppress(subprocess.CalledProcessError):
            _run("postfix", "-c", str(root / "etc"), "stop")
        with suppress(subprocess.CalledProcessError):
            _run("doveadm", "-c", str(root / "dovecot.conf"), "stop")
        shutil.rmtree(root, ignore_errors=True)


def _write(root: Path, ports: dict[str, int]) -> None:
    facts: dict[str, object] = {
        "root": root,
        "domain": DOMAIN,
        "password": PASSWORD,
        "owner": _OWNER,
        **ports,
    }
    for name in ("queue", "data", "run", "state", "boxes", "etc"):
        (root / name).mkdir()
    shutil.chown(root / "data", "postfix")
    shutil.chown(root / "boxes", _OWNER, _OWNER)
    certificate, key = make_host_certificate(
        "localhost",
        ip_address("127.0.0.1"),
        datetime.now(UTC),  # noqa: TID251
    )
    (root / "host.pem").write_bytes(certificate)
    (root / "host.key").write_bytes(key)
    (root / "host.key").chmod(0o600)
    (root / "etc" / "main.cf").write_text(_MAIN.format(**facts), "utf-8")
    (root / "etc" / "master.cf").write_text(_MASTER.format(**facts), "utf-8")
    (root / "dovecot.conf").write_text(_DOVECOT.format(**facts), "utf-8")


def _run(*command: str) -> None:
    program = shutil.which(command[0], path=_PATH)
    assert program is not None, "asked before"
    subprocess.run(  # noqa: S603 - the system's own programs
        [program, *command[1:]],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=READY_S_MAX,
    )


def _until_open(port: int, hosts: MailHosts) -> None:
    until_s = time.monotonic() + READY_S_MAX
    while time.monotonic() < until_s:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens on {port}:\n{hosts.log()}")
