# SPDX-License-Identifier: Apache-2.0
"""The door: strangers' pages, names and origins get no answer."""

import http.client
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from parley.console.guard import host_name


def ask(post, method="GET", path="/", body=b"", **headers):
    """Send one request as bare HTTP; header names use underscores here."""
    address = urlsplit(post.url)
    link = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    link.request(method, path, body, fields)
    answer = link.getresponse()
    text = answer.read().decode()
    link.close()
    return answer.status, answer.headers, text


def test_every_answer_carries_the_strict_headers(post):
    """Pages, pictures, sheets and refusals alike; one forgotten answer is a hole."""
    ref = post.do(lambda station: station.receive())
    paths = ["/", "/board.json", "/desk", "/screen", "/static/page.js", "/nowhere"]
    paths += [f"/message/{ref}", f"/message.txt/{ref}", "/message/none"]
    for path in paths:
        status, headers, _ = ask(post, path=path)
        assert status in {200, 404}, path
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "require-trusted-types-for 'script'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "microphone=()" in headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in headers


def test_foreign_host_name_is_refused(post):
    """A name made to point at this machine would carry a stranger's pages in."""
    status, _, text = ask(post, Host="evil.example")
    assert status == 403
    assert "PLY-UI-003" in text
    assert "BRAVO" not in text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_request_caused_by_another_site_is_refused(post, site):
    """Another page must not even learn that a station answers here."""
    status, _, text = ask(post, path="/board.json", Sec_Fetch_Site=site)
    assert status == 403
    assert "PLY-UI-003" in text


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example"])
@pytest.mark.parametrize("path", ["/acknowledge", "/desk/on", "/desk/off"])
def test_act_without_our_origin_is_refused(post, origin, path):
    """An acknowledgement must come from our own page, pressed by our own officer."""
    ref = post.do(lambda station: station.receive())
    headers = {} if origin is None else {"Origin": origin}
    status, _, _ = ask(post, "POST", path, f"ref={ref}".encode(), **headers)
    assert status == 403
    assert post.do(lambda station: station.given) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_method_the_console_does_not_know_is_refused(post, method):
    """OPTIONS above all: no page elsewhere may ask for leave to send."""
    assert ask(post, method)[0] == 403


def test_live_wire_of_a_foreign_origin_is_refused(post):
    """A WebSocket is not bound to its origin by the browser; the station must be."""
    url = post.url.replace("http", "ws") + "/live?after=0"
    for origin in (None, "http://evil.example"):
        with pytest.raises(InvalidStatus) as refused, connect(url, origin=origin):
            pass
        assert refused.value.response.status_code == 403


def test_live_wire_says_look_again_and_bears_strange_words(post):
    """What a screen says is never trusted; nonsense means "not armed"."""
    url = post.url.replace("http", "ws") + "/live?after=99999999999999999999x"
    with connect(url, origin=post.url) as wire:
        wire.send('{"armed": true}')
        post.until(lambda station: station.armed == 1)
        wire.send("[" * 400)
        post.until(lambda station: station.armed == 0)
        wire.send('{"armed": true}')
        post.until(lambda station: station.armed == 1)
    post.until(lambda station: station.armed == 0)


def test_live_wire_is_quiet_when_the_screen_has_seen_all(post):
    """`after` spares a screen that only lost its wire the question."""
    seq = post.do(lambda station: station.seq)
    url = post.url.replace("http", "ws") + f"/live?after={seq}"
    with connect(url, origin=post.url) as wire:
        assert wire.recv(60) == '{"beat":0}'
        post.do(lambda station: station.look_again())
        said = iter(lambda: wire.recv(60), None)
        told = next(one for one in said if not one.startswith('{"beat"'))
        assert told == f'{{"seq":{seq + 1},"topic":"board"}}'


@pytest.mark.parametrize(
    "body",
    [b"", b"ref", b"ref=%ff%fe", b"\xff\xfe", b"ref=" + b"a" * 20_000, b"&=&=" * 9],
)
def test_form_that_is_none_is_refused_in_words(post, body):
    """Strange bodies meet a fault with four sentences, never a stack trace."""
    status, _, text = ask(post, "POST", "/acknowledge", body, Origin=post.url)
    assert status in {303, 409}
    assert "Traceback" not in text
    if status == 409:
        assert "PLY-UI-004" in text


def test_fault_of_our_own_is_told_in_words_and_guarded(post, caplog):
    """No text of a message may reach the log, and no stack trace the screen."""

    async def fails() -> None:
        message = "words an officer wrote"
        raise ValueError(message)

    post.station.board = fails
    status, headers, text = ask(post)
    assert status == 500
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "words an officer wrote" not in text
    assert "Traceback" not in text
    assert "words an officer wrote" not in caplog.text
    assert "console.mistake kind=ValueError place=test_door.py" in caplog.text


def test_page_that_is_not_there_keeps_the_alarm(post):
    """A mistyped address is still a screen of this station."""
    status, _, text = ask(post, path="/nowhere")
    assert status == 404
    assert "PLY-UI-001" in text
    assert "page.js" in text


def test_desk_cookie_is_out_of_reach_of_scripts_and_other_sites(post):
    """Its name carries the port: cookies do not know ports, and two stations may
    share a machine."""
    body = b"officer=1&passphrase=correct+horse"
    status, headers, _ = ask(post, "POST", "/desk/on", body, Origin=post.url)
    cookie = headers["Set-Cookie"]
    assert status == 303
    assert cookie.startswith(f"parley_desk_{urlsplit(post.url).port}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_sign_on_returns_to_our_own_pages_only(post):
    """`back` names one of two pages; an address in it goes nowhere."""
    body = b"officer=1&passphrase=correct+horse&ref=%2F%2Fevil.example&back=//evil"
    _, headers, _ = ask(post, "POST", "/desk/on", body, Origin=post.url)
    assert headers["Location"] == "/#acknowledge"
    body = b"officer=1&passphrase=correct+horse&ref=//evil.example&back=message"
    _, headers, _ = ask(post, "POST", "/desk/on", body, Origin=post.url)
    assert headers["Location"].startswith("/message/")


def test_words_cannot_be_put_on_the_board_through_its_address(post):
    """What is told after an act is read from the message, not from the link."""
    _, _, text = ask(post, path="/?told=%3Cb%3EAll+clear%3C%2Fb%3E")
    assert "All clear" not in text


@pytest.mark.parametrize(
    ("address", "host"),
    [("127.0.0.1:8471", "127.0.0.1"), ("[::1]:8471", "[::1]"),
     ("LOCALHOST", "localhost"), ("", "")],
)  # fmt: skip
def test_host_name_of_an_address(address, host):
    """Brackets, capitals and a missing port are all ordinary."""
    assert host_name(address) == host


def test_a_print_is_noted_with_its_page_alone(post):
    """Paper leaves the room; who printed what stands in the party's audit log."""
    where = {
        "Origin": post.url.rstrip("/"),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for body in (b"page=%2Frecord", b"page=javascript%3Ax", b""):
        status, _, _ = ask(post, "POST", "/printed", body, **where)
        assert status == 204
    noted = post.do(lambda station: list(station.noted))
    assert noted == [
        ("PRINTED", "/record", None),
        ("PRINTED", "a page", None),
        ("PRINTED", "a page", None),
    ]
