# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What strangers send instead of a visit: the service stays up, answers others, and says nothing it should not."""

import concurrent.futures
import contextlib
import html.parser
import os
import pathlib
import random
import re
import selectors
import socket

import pytest
import web_service
from web_service import read_answer

CLIENT = "192.0.2.66"
FORM = {"address": CLIENT, "how": "by our newsletter", "done": "closed the relay", "name": "Ann", "email": "ann@example.com"}
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


class Markup(html.parser.HTMLParser):
    """What a browser would see of a page: its elements, and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.names = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.names |= {tag} | {name for name, _ in attributes}


def assert_harmless(text):
    names = Markup(text).names
    assert not names & {"script", "b", "iframe", "style"} and not [name for name in names if name.startswith("on")]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", text)


def short(value):
    """The name of a case."""
    return repr(value)[:40]


def is_well(service):
    assert service.process.poll() is None, service.log.read_text()
    return service.get("/healthz").body == b"ok\n"


def wait_for_end(sock):
    """Until the other side has closed; what it still sent is returned."""
    sock.settimeout(web_service.PATIENCE_S)
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while part := sock.recv(65536):
            received += part
    return received


# slow ones, and many

@pytest.mark.parametrize("start", [b"", b"G", b"GET / HTTP/1.1\r\n", HEAD, HEAD + b"X: ", b"POST /remove HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nho"])
def test_a_client_that_falls_silent(make_service, start):
    service = make_service("--timeout", "1", "--deadline", "3600")
    with service.connect() as sock:
        sock.sendall(start)
        assert is_well(service)
        wait_for_end(sock)
    assert is_well(service)


@pytest.mark.parametrize("start, drip", [
    (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-%d: y\r\n"),
    (b"GET /", b"a%d"),
    (b"POST /remove HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n", b"a%d"),
    (b"POST /remove HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nb\r\n"),
])
def test_a_client_that_drips(make_service, start, drip):
    """Each byte begins the time of silence anew: the deadline for the whole request ends it."""
    service = make_service("--timeout", "2", "--deadline", "3")
    with service.connect() as sock, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        sock.sendall(start)
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_READ)
            for i in range(300):
                if selector.select(0.2):                    # the end, or an answer
                    break
                sock.sendall(drip % i if b"%" in drip else drip)
            else:
                raise AssertionError("it was listened to for a minute")
        wait_for_end(sock)
    assert is_well(service)
    assert service.metric('connections_closed_total{why="deadline"}') == 1


def test_a_client_that_does_not_read(make_service):
    service = make_service("--timeout", "1")
    with service.connect() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        with pytest.raises((BlockingIOError, ConnectionResetError, BrokenPipeError)):   # it reads no more than it can answer
            sock.setblocking(False)
            while True:
                sock.sendall(b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
        assert is_well(service)


def test_a_client_that_does_not_read_gets_no_megabytes(service):
    """What is written for it and waits in the system's memory is about a page, however many it asks for at once."""
    with service.connect() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 400)
        given, before = service.metric('answers_total{page="overview",status="2xx"}'), None
        while given != before:
            before, given = given, service.metric('answers_total{page="overview",status="2xx"}')
        assert 0 < given < 40
    assert is_well(service)


@pytest.mark.parametrize("start", [b"", HEAD, b"POST /remove HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhow=", HEAD + b"\r\n"])
def test_a_thousand_connections_at_once(make_service, start):
    """They stay open, and whoever comes then is answered without waiting for them to end."""
    service = make_service("--timeout", "3600", "--deadline", "3600")
    code = service.code(CLIENT)
    with contextlib.ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(service.connect()).sendall(start)
        for _ in range(20):
            assert service.get(f"/blocked?ref={code}").status == 200
        assert service.metric("connections_open") >= 1000
        assert service.metric('connections_closed_total{why="room"}') == 0
    assert is_well(service)


def test_more_connections_than_there_is_room_for(make_service):
    """The oldest make room: who comes is served, and the service never runs out of descriptors."""
    service = make_service("--connections", "64")
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(service.connect())
        for _ in range(20):
            assert is_well(service)
        assert service.metric("connections_open") <= 64
        assert service.metric('connections_closed_total{why="room"}') >= 230


def test_few_descriptors(make_service):
    """Where the system gives few, there are fewer connections, and newcomers are served all the same."""
    service = make_service(prefix=["sh", "-c", 'ulimit -n 100 && exec "$@"', "sh"])
    with contextlib.ExitStack() as stack:
        for _ in range(150):
            stack.enter_context(service.connect())
        assert is_well(service)
        assert service.metric("connections_open") <= 100


def test_a_thousand_visitors_at_once(service):
    service.add(CLIENT)
    code = service.code(CLIENT)
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda _: service.get(f"/blocked?ref={code}"), range(1000)))
    assert {answer.status for answer in answers} == {200} and len({answer.body for answer in answers}) == 1


# too much

@pytest.mark.parametrize("field", ["ref", "address", "how", "done", "name", "email"])
def test_a_field_of_a_megabyte(service, field):
    answer = service.post(dict(FORM, **{field: "a" * 1_000_000}))
    assert answer.status == 413 and "too" in answer.text
    assert service.metric("bodies_too_large_total") == 1


@pytest.mark.parametrize("field, length", [("ref", 300), ("address", 300), ("how", 20_000), ("done", 20_000), ("name", 300), ("email", 300)])
def test_a_field_that_is_too_long(service, field, length):
    answer = service.post(dict(FORM, **{field: "a" * length}))
    assert answer.status == 422 and f'href="#{field}"' in answer.text and len(answer.body) < 50_000


def test_a_body_of_a_gigabyte_is_not_waited_for(service):
    with service.connect() as sock:
        sock.sendall(b"POST /remove HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000000\r\n\r\nhow=a")
        assert read_answer(sock).status == 413


def test_a_body_without_an_end(service):
    with service.connect() as sock, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        sock.sendall(b"POST /remove HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(10_000):
            sock.sendall(b"1000\r\n" + b"a" * 4096 + b"\r\n")
        raise AssertionError("40 MB were taken")
    assert is_well(service)


def test_who_asks_beforehand_is_told_at_once(service):
    with service.connect() as sock:
        sock.sendall(b"POST /remove HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n")
        assert read_answer(sock).status == 413


def test_a_hundred_thousand_headers(service):
    with service.connect() as sock, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        sock.sendall(HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(100_000)) + b"\r\n")
        assert read_answer(sock).status in (400, 413, 431)
    assert is_well(service)


@pytest.mark.parametrize("fields", [
    b"&".join(b"f%d=x" % i for i in range(30)), b"&" * 60_000, b"=" * 60_000, b"%" * 60_000, b"&=" * 30_000, b"\0" * 60_000, b""], ids=short)
def test_forms_that_are_none(service, fields):
    assert service.post(fields).status in (400, 422)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencodedx", ""])
def test_a_form_of_another_kind(service, kind):
    body = b"how=x"
    answer = service.raw(f"POST /remove HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    assert answer.status == 400


# where a request ends, on which a web server in front and we must agree

POST = b"POST /remove HTTP/1.1\r\nHost: x\r\n"
BEHIND = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"       # smuggled, if anybody takes it for a request
FRAMES = {
    "both lengths": (POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "both, the other way round": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhow=x", 400),
    "one length twice": (POST + b"Content-Length: 5\r\ncontent-length: 5\r\n\r\nhow=x", 400),
    "a list of lengths": (POST + b"Content-Length: 5, 5\r\n\r\nhow=x", 400),
    "a sign": (POST + b"Content-Length: +5\r\n\r\nhow=x", 400),
    "a length with a space before the colon": (POST + b"Content-Length : 5\r\n\r\nhow=x", 400),
    "a coding with a space before the colon": (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    "chunked twice": (POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "chunked and another": (POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n", 400),
    "chunked in HTTP/1.0": (b"POST /remove HTTP/1.0\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "another coding": (POST + b"Transfer-Encoding: gzip\r\n\r\nhow=x", 501),
    "another, then chunked": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    "no coding": (POST + b"Transfer-Encoding: identity\r\n\r\nhow=x", 501),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "a space in the URL": (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "a line that ends with CR alone": (b"GET / HTTP/1.1\r\nHost: x\r\nX: y\rTransfer-Encoding: chunked\r\n\r\n", 400),
}
# Which no version of the library refuses before 1.0.4: these answers are ours everywhere.
OURS = ("two lengths", "one length twice", "chunked twice", "chunked and another", "chunked in HTTP/1.0", "two hosts")


def security_headers(head):
    return {line.split(b":")[0].lower() for line in head.split(b"\r\n")} & {b"content-security-policy", b"x-content-type-options", b"referrer-policy", b"x-frame-options"}


@pytest.mark.parametrize("frame", FRAMES)
def test_who_says_in_two_ways_where_a_request_ends(service, frame):
    """It is refused, and the connection ends: nothing behind it becomes a request. By us with a page, or by the library."""
    data, status = FRAMES[frame]
    with service.connect() as sock:
        sock.sendall(data + BEHIND)
        head, _, rest = wait_for_end(sock).partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 %d " % status, b"HTTP/1.1 400 ")) and b"\r\nConnection: close" in head
    assert b"ok\n" not in rest and b" 200 " not in rest
    is_ours = b"<!DOCTYPE html>" in rest
    assert len(security_headers(head)) == (4 if is_ours else 0) and (is_ours or frame not in OURS)
    assert is_well(service)


@pytest.mark.parametrize("data, status, word", [
    (b"GET /" + b"a" * 8191 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 404, "There is no such page"),
    (b"GET /" + b"a" * 8192 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "This link is too long"),
    (b"GET /?ref=" + b"a" * 28_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "This link is too long"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 10_000 + b"\r\n\r\n", 200, "Example Internet"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 10_300 + b"\r\n\r\n", 431, "This was too much"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 10_300 + b"\r\n\r\n", 431, "This was too much"),
    (b"GET /" + b"a" * 8191 + b" HTTP/1.1\r\nHost: x\r\nCookie: " + b"a" * 10_000 + b"\r\n\r\n", 404, "There is no such page"),
], ids=short)
def test_a_head_that_is_too_long_gets_a_page_of_ours(service, data, status, word):
    """In the visitor's language, with the way to the overview."""
    answer = service.raw(data)
    assert answer.status == status and word in answer.text and answer.headers["Content-Security-Policy"]
    if status in (414, 431):
        assert answer.headers["Connection"] == "close" and 'href="./"' in answer.text.replace('href="."', 'href="./"')
        if status == 414:
            assert "Dieser Link ist zu lang" in service.raw(data.replace(b"Host: x", b"Host: x\r\nAccept-Language: de")).text
    assert is_well(service)


def test_what_the_library_itself_refuses_shows_nothing_of_the_request(service):
    """Its answers have no headers of ours: it lets nobody add any. They are constant texts."""
    for data in (b"GET /<script>" + b"a" * 100_000, HEAD + b"<script>\r\n\r\n", HEAD + b"X: <script>" + b"a" * 100_000,
                 b"GET /<script> HTTP/9.9\r\nHost: x\r\n\r\n"):
        with service.connect() as sock, contextlib.suppress(ConnectionResetError, BrokenPipeError):
            sock.sendall(data)
            assert b"<script" not in wait_for_end(sock)
    assert is_well(service)


# each field

VALUES = {
    "script": b"<script>alert(1)</script>",
    "quotes": b"\"'><b onmouseover=\"x",
    "NUL": b"a\0b<script>",
    "escape": b"\x1b[31mred",
    "not UTF-8": b"\xff\xfe<script>\xc0\xaf",
    "half a character": b"abc\xe2\x82",
    "surrogate": b"\xed\xa0\x80",
    "direction": "\u202eevil".encode(),
    "entity": b"&lt;script&gt;&#x3c;",
    "template": b"%{site} %{0} ${run{id}}",
    "lines": b"a\r\nSet-Cookie: x=y\r\n\r\n<script>",
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("field", ["ref", "address", "how", "done", "name", "email", "lang", "other"])
def test_every_field_with_what_it_should_not_hold(service, field, value):
    """Shown as text, or refused with a clear message."""
    # a second mistake, so that the form is shown again with all that was typed
    answer = service.post({**FORM, "email": "nobody", field: VALUES[value]})
    assert answer.status == 422
    assert_harmless(answer.text)
    assert "Set-Cookie" not in answer.headers
    if field in ("how", "done", "name"):
        is_refused = value in ("NUL", "escape", "not UTF-8", "half a character", "surrogate", "direction") or (value == "lines" and field == "name")
        assert (f'href="#{field}"' in answer.text) == is_refused
        if value == "script":
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        if value == "entity":
            assert "&amp;lt;script&amp;gt;" in answer.text


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("place", ["/blocked?ref={}", "/remove?ref={}", "/?lang={}", "/category/{}", "/status/{}", "/{}"])
def test_every_place_in_an_address(service, place, value):
    encoded = "".join(f"%{byte:02x}" for byte in VALUES[value])
    answer = service.get(place.format(encoded))
    assert answer.status in (200, 404)
    assert_harmless(answer.text)


def test_a_field_twice_counts_once(service):
    answer = service.post(b"name=first&name=second&email=nobody")
    assert 'value="first"' in answer.text and "second" not in answer.text


# lines of HTTP

@pytest.mark.parametrize("path", [
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/category/../../etc/passwd", "/category/..", "/status/../healthz",
    "//", "//etc/passwd", "///", "/./", "/blocked/", "/blocked//", "/BLOCKED", "/blocked%00", "/healthz%00.css", "/%", "/%0", "/%zz", "/%c0%ae%c0%ae/",
    "/category/", "/status/", "/store/listings/data.mdb", "/" + "a" * 8000, "/" + "/" * 4000, "/" + "%2f" * 2000, "/" + "../" * 2000], ids=short)
def test_tricks_with_paths(service, path):
    answer = service.get(path)
    assert answer.status == 404 and len(answer.body) < 50_000
    assert "root:" not in answer.text and str(service.folder) not in answer.text
    assert is_well(service)


def test_a_path_that_means_the_same(service):
    assert service.get("/%68ealthz").body == service.get("/healthz?" + "x" * 4000).body == service.get("http://other.example/healthz").body == b"ok\n"


@pytest.mark.parametrize("data", [
    b"\r\n" * 1000, b"\0" * 1000, b"\xff" * 100_000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\n\n", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /remove HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /remove HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"POST /remove HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /" + b"a" * 1_000_000, b"X" * 1_000_000 + b" / HTTP/1.1\r\n\r\n",
    HEAD + b"Cookie: " + b"a=b;" * 3000 + b"\r\n\r\n", HEAD + b"Accept-Language: " + b"de;q=0.1," * 1500 + b"\r\n\r\n",
    HEAD + b"X-Forwarded-For: " + b"1.1.1.1," * 1500 + b"\r\n\r\n"], ids=short)
def test_what_is_no_http(make_service, data):
    service = make_service("--timeout", "1")
    with service.connect() as sock, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        sock.sendall(data)
        with contextlib.suppress(OSError):                  # the other side may have hung up already
            sock.shutdown(socket.SHUT_WR)
        answer = wait_for_end(sock)
        assert b"root:" not in answer and b"Set-Cookie" not in answer
    assert is_well(service)


def test_noise(make_service):
    """Requests with bytes changed, cut and doubled: the sanitizers watch."""
    service, chance = make_service("--timeout", "1"), random.Random(4)
    whole = (b"POST /remove?lang=de HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nAccept-Language: fr, en;q=0.5\r\n"
             b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 34\r\n\r\nref=ABCD&how=%3Cx%3E&email=a%40b.de")
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            place = chance.randrange(len(data))
            data[place:place + chance.randrange(3)] = chance.choice([b"", b"\0", b"%", b"&", b"\r\n", b":", bytes([chance.randrange(256)]), b"9" * 20])
        with service.connect() as sock:
            sock.sendall(data)
    assert is_well(service)


def test_several_requests_at_once_on_one_connection(service):
    with service.connect() as sock:
        sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 50 + b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        received = wait_for_end(sock)
    assert received.count(b"HTTP/1.1 200 OK") == 51 and received.count(b"ok\n") == 50


def test_http_1_0(service):
    answer = service.raw(b"GET / HTTP/1.0\r\n\r\n")
    assert answer.status == 200 and b"<!DOCTYPE html>" in answer.body


@pytest.mark.parametrize("host", ["", "evil.example", "evil.example:99999", "\"><script>", "a" * 1000])
def test_the_host_header_shows_nowhere(service, host):
    answer = service.raw(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert "evil" not in answer.text and "<script" not in answer.text


def seconds_used(service):
    """Of processor time, by the service."""
    fields = pathlib.Path(f"/proc/{service.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_code_that_could_begin_everywhere(make_service):
    """Looking for it takes no longer than its length: the longest URL must not keep the others waiting."""
    service = make_service(program=web_service.PLAIN)
    for part in ("ref", "ref-", "rref", "ref%20"):
        assert service.get(f"/blocked?ref={part * (8_000 // len(part))}").status == 404
    assert seconds_used(service) < 1


def test_the_log_says_nothing_raw(service):
    for _ in range(200):
        service.raw(b"GET /\x1b[31m<script> HTTP/1.1\r\nHost: \x1b[31m\r\nConnection: close\r\n\r\n")
    log = service.log.read_bytes()
    assert b"\x1b" not in log and len(log.splitlines()) <= 30


def test_nobody_crowds_out_what_the_operator_has_to_know(service):
    for _ in range(20):
        service.raw(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n")
    (service.store / "requests").rename(service.store / "elsewhere")
    (service.store / "requests").write_text("")
    assert service.get("/healthz").status == 503
    (service.store / "requests").unlink()
    (service.store / "elsewhere").rename(service.store / "requests")
    assert "is a link or a file" in service.log.read_text()


def test_it_does_not_grow(make_service):
    """Memory after many visits is about what it was after some."""
    service = make_service(program=web_service.PLAIN)

    def visit_many():
        for _ in range(500):
            service.get("/")
            service.post({**FORM, "email": "nobody"})
        with open(f"/proc/{service.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    before = visit_many()
    assert visit_many() < before + 1_000_000
