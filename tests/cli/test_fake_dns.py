# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The fake DNS server does what its script says; so do the real servers that stand beside it. No test of whyblock itself."""

import signal
import socket
import struct
import subprocess
import sys
import time

import dns_servers
import fake_dns
import pytest
from fake_dns import FakeDns, ask, exchange, query_name
from ports import free_port

V6 = "2001:db8:123:4567:89ab:cdef:fedc:ba98"
POINT, NO_POINT = "127.0.0.2", "127.0.0.1"
ZONES = """
# zone              who               answer
bl.example.net      192.0.2.66        127.0.0.2 "Open relay, see https://bl.example.net/ # 66"   # a comment
bl.example.net      192.0.2.67        127.0.0.2 127.0.0.3 "one" "two"
bl.example.net      192.0.2.0/24      127.0.0.4 ttl=77
bl.example.net      192.0.0.0/16      127.0.0.5
bl.example.net      2001:db8::/32     127.0.0.6
bl.example.net      2001:db8:123::/48 127.0.0.7
BL.Example.NET.     192.0.2.68        nodata
sub.bl.example.net  *                 127.0.0.9
world.example.net   *                 127.0.0.2
parked.example.net  *                 203.0.113.9
error.example.net   *                 127.255.255.254
named.example.net   127.0.0.2         NXDOMAIN
named.example.net   127.0.0.1         127.0.0.2
net.example.net     127.0.0.0/8       127.0.0.8
emptied.example.net *                 NXDOMAIN notest ttl=5
four.example.net    ::/0              NXDOMAIN
negative.example.net * nodata
silent.example.net  *                 silence
failing.example.net *                 servfail
"""


@pytest.fixture(scope="module")
def dns():
    with FakeDns(ZONES) as server:
        yield server


@pytest.fixture
def scripted():
    """A function: row of the script -> the server; the row is about one.example.net, of which 192.0.2.66 is asked."""
    with FakeDns("") as server:
        def load(row):
            server.load(f"one.example.net * {row}")
            return server
        yield load


NAME = query_name("192.0.2.66", "one.example.net")


@pytest.mark.parametrize("address, zone, rcode, codes", [
    ("192.0.2.66",           "bl.example.net",       "noerror",  ["127.0.0.2"]),
    ("192.0.2.66",           "BL.example.NET",       "noerror",  ["127.0.0.2"]),
    ("192.0.2.67",           "bl.example.net",       "noerror",  ["127.0.0.2", "127.0.0.3"]),
    ("192.0.2.1",            "bl.example.net",       "noerror",  ["127.0.0.4"]),
    ("192.0.3.1",            "bl.example.net",       "noerror",  ["127.0.0.5"]),
    ("192.0.2.68",           "bl.example.net",       "noerror",  []),
    ("192.1.0.1",            "bl.example.net",       "nxdomain", []),
    (V6,                     "bl.example.net",       "noerror",  ["127.0.0.7"]),
    ("2001:db8::1",          "bl.example.net",       "noerror",  ["127.0.0.6"]),
    ("2001:db9::1",          "bl.example.net",       "nxdomain", []),
    ("192.0.2.66",           "sub.bl.example.net",   "noerror",  ["127.0.0.9"]),
    (POINT,                  "bl.example.net",       "noerror",  ["127.0.0.2"]),
    (NO_POINT,               "bl.example.net",       "nxdomain", []),
    ("127.1.2.3",            "bl.example.net",       "nxdomain", []),
    ("::ffff:127.0.0.2",     "bl.example.net",       "noerror",  ["127.0.0.2"]),
    ("::ffff:127.0.0.1",     "bl.example.net",       "nxdomain", []),
    (POINT,                  "negative.example.net", "noerror",  ["127.0.0.2"]),
    (NO_POINT,               "negative.example.net", "noerror",  []),
    (NO_POINT,               "world.example.net",    "noerror",  ["127.0.0.2"]),
    ("::ffff:127.0.0.1",     "world.example.net",    "noerror",  ["127.0.0.2"]),
    (POINT,                  "parked.example.net",   "noerror",  ["203.0.113.9"]),
    (NO_POINT,               "error.example.net",    "noerror",  ["127.255.255.254"]),
    (POINT,                  "named.example.net",    "nxdomain", []),
    (NO_POINT,               "named.example.net",    "noerror",  ["127.0.0.2"]),
    ("::ffff:127.0.0.2",     "named.example.net",    "noerror",  ["127.0.0.2"]),
    (POINT,                  "net.example.net",      "noerror",  ["127.0.0.8"]),
    (POINT,                  "emptied.example.net",  "nxdomain", []),
    ("::ffff:127.0.0.2",     "four.example.net",     "nxdomain", []),
    (POINT,                  "four.example.net",     "noerror",  ["127.0.0.2"]),
    (POINT,                  "failing.example.net",  "servfail", []),
    ("192.0.2.66",           "example.net",          "refused",  []),
    ("192.0.2.66",           "xbl.example.net",      "refused",  []),
])
def test_the_most_specific_row_answers(dns, address, zone, rcode, codes):
    name = query_name(address, zone)
    for tcp in (False, True):
        reply = ask(dns.address, name, tcp=tcp)
        assert (reply.rcode, reply.codes, reply.question) == (rcode, codes, (name.lower(), "A"))
        assert dns.queries[-1] == (name.lower(), "A") and dns.queries[-1].tcp == tcp


@pytest.mark.parametrize("name, rcode, codes", [
    ("bl.example.net",             "noerror",  []),        # the zone itself, and names that only lead to addresses, exist
    ("2.0.192.bl.example.net",     "noerror",  []),
    ("8.b.d.0.1.0.0.2.bl.example.net", "noerror", []),
    ("test.bl.example.net",        "nxdomain", []),
    ("256.2.0.192.bl.example.net", "nxdomain", []),
    ("066.2.0.192.bl.example.net", "nxdomain", []),
    ("1.66.2.0.192.bl.example.net", "nxdomain", []),
    ("test.world.example.net",     "noerror",  ["127.0.0.2"]),
])
def test_names_that_are_no_address(dns, name, rcode, codes):
    reply = ask(dns.address, name)
    assert (reply.rcode, reply.codes) == (rcode, codes)


def test_an_ipv6_name_is_that_of_rfc_5782():
    assert query_name(V6, "bl") == "8.9.a.b.c.d.e.f.f.e.d.c.b.a.9.8.7.6.5.4.3.2.1.0.8.b.d.0.1.0.0.2.bl"


def test_texts_ttl_and_the_soa_of_a_negative_answer(dns):
    assert ask(dns.address, query_name("192.0.2.66", "bl.example.net"), "TXT").texts == [b"Open relay, see https://bl.example.net/ # 66"]
    assert ask(dns.address, query_name("192.0.2.67", "bl.example.net"), "TXT").texts == [b"one", b"two"]
    assert [row[2] for row in ask(dns.address, query_name("192.0.2.1", "bl.example.net")).answers] == [77]
    for address, zone, ttl_s in (("192.1.0.1", "bl.example.net", 300), (POINT, "emptied.example.net", 5), ("192.0.2.68", "bl.example.net", 300)):
        (owner, kind, soa_ttl_s, soa), = ask(dns.address, query_name(address, zone)).authority
        assert (owner, kind, soa_ttl_s, struct.unpack(">I", soa[-4:])[0]) == (zone, "SOA", ttl_s, ttl_s)
    for kind in ("TXT", "AAAA", "ANY"):
        reply = ask(dns.address, query_name("192.0.2.1", "bl.example.net"), kind)
        assert (reply.rcode, reply.answers, reply.authority[0][1]) == ("noerror", [], "SOA")
    assert [row[1] for row in ask(dns.address, "bl.example.net", "SOA").answers] == ["SOA"]


def test_silence(dns):
    for tcp in (False, True):
        with pytest.raises(TimeoutError):
            exchange(dns.address, query_name(POINT, "silent.example.net"), tcp=tcp, timeout=0.1)
        assert dns.queries[-1] == (query_name(POINT, "silent.example.net"), "A")


@pytest.mark.parametrize("row, rcode, codes, authority", [
    ("NXDOMAIN",            "nxdomain", [],            1),
    ("nodata",              "noerror",  [],            1),
    ("empty",               "noerror",  [],            0),
    ("servfail",            "servfail", [],            0),
    ("refused",             "refused",  [],            0),
    ("formerr",             "formerr",  [],            0),
    ("notimp",              "notimp",   [],            0),
    ("servfail 127.0.0.2",  "servfail", ["127.0.0.2"], 0),
    ("127.0.0.2 refused",   "refused",  ["127.0.0.2"], 0),
    ('"only a text"',       "noerror",  [],            1),
    ("many=3",              "noerror",  ["127.0.0.2", "127.0.0.3", "127.0.0.4"], 0),
])
def test_outcomes(scripted, row, rcode, codes, authority):
    reply = ask(scripted(row).address, NAME)
    assert (reply.rcode, reply.codes, len(reply.authority), reply.truncated) == (rcode, codes, authority, False)


@pytest.mark.parametrize("row, udp, tcp", [               # (codes, truncated)
    ("truncate 127.0.0.2",        (0, True),     (1, False)),
    ("truncate-always 127.0.0.2", (0, True),     (0, True)),
    ("many=4000",                 (29, True),    (4000, False)),
    ("many=20",                   (20, False),   (20, False)),
])
def test_truncation(scripted, row, udp, tcp):
    dns = scripted(row)
    for over_tcp, wanted in ((False, udp), (True, tcp)):
        reply = ask(dns.address, NAME, tcp=over_tcp)
        assert (len(reply.codes), reply.truncated, reply.rcode) == (*wanted, "noerror")
    assert len(exchange(dns.address, NAME)) <= 512


def test_a_long_text_needs_edns_or_tcp(scripted):
    dns = scripted("127.0.0.2 longtxt")
    udp, edns, tcp = (ask(dns.address, NAME, "TXT", **options) for options in ({}, {"edns": 4096}, {"tcp": True}))
    assert (udp.texts, udp.truncated) == ([], True)
    assert (edns.texts, edns.truncated) == (tcp.texts, tcp.truncated) and not tcp.truncated
    assert len(tcp.texts[0]) == 2000
    assert [query.edns for query in dns.queries] == [None, 4096, None]
    assert len(ask(scripted("127.0.0.2 longtxt=300").address, NAME, "TXT").texts[0]) == 300


def test_edns_formerr(scripted):
    dns = scripted("127.0.0.2 edns-formerr")
    assert ask(dns.address, NAME, edns=1232).rcode == "formerr"
    assert ask(dns.address, NAME).codes == ["127.0.0.2"]


def test_cname(scripted):
    dns = scripted('cname=entry.example.org 127.0.0.2 "why"')
    reply = ask(dns.address, NAME)
    assert reply.answers == [(NAME, "CNAME", 300, "entry.example.org"), ("entry.example.org", "A", 300, "127.0.0.2")]
    assert ask(dns.address, NAME, "TXT").texts == [b"why"]
    assert ask(dns.address, "entry.example.org").codes == ["127.0.0.2"]


def test_bytes_in_a_text(scripted):
    assert ask(scripted(r'127.0.0.2 "a\"b\\c\010\255" ""').address, NAME, "TXT").texts == [b'a"b\\c\n\xff', b""]


def test_names_ipv6_addresses_and_texts_of_several_strings(scripted):
    address = scripted(r'ptr=Mail.example.net. ptr=a\010b.example.net aaaa=2001:db8::1 "one" + "two" "three"').address
    assert ask(address, NAME, "PTR").values("PTR") == ["mail.example.net", "a\nb.example.net"]
    assert ask(address, NAME, "AAAA").values("AAAA") == ["2001:db8::1"]
    assert ask(address, NAME, "TXT").texts == [b"onetwo", b"three"]
    assert ask(address, NAME).rcode == "noerror" and ask(address, NAME).answers == []


def test_the_zones_own_name():
    with FakeDns("one.example.net @ 192.0.2.66\none.example.net 192.0.2.66 ptr=one.example.net") as server:
        assert ask(server.address, "one.example.net").codes == ["192.0.2.66"]
        assert ask(server.address, NAME).codes == [] and ask(server.address, NAME).rcode == "noerror"
        assert ask(server.address, "mail.one.example.net").rcode == "nxdomain"


def test_drop_first(scripted):
    dns = scripted("127.0.0.2 drop-first=2")
    for _ in range(2):
        with pytest.raises(TimeoutError):
            exchange(dns.address, NAME, timeout=0.05)
    assert ask(dns.address, NAME).codes == ["127.0.0.2"]
    assert len(dns.queries) == 3


def test_garbage(scripted):
    for row, same_id in (("garbage", True), ("garbage-id", False)):
        dns = scripted(row)
        found = {exchange(dns.address, NAME, id_=0x1234, tcp=tcp) for tcp in (False, True) for _ in range(20)}
        assert len(found) == 40
        assert {message[:2] == b"\x12\x34" for message in found} == {same_id}


def test_answers_that_do_not_fit_the_query(scripted):
    assert ask(scripted("wrong-id 127.0.0.2").address, NAME, id_=5).id != 5
    assert ask(scripted("wrong-question 127.0.0.2").address, NAME).question == (f"wrong.{NAME}", "A")
    dns = scripted("wrong-address 127.0.0.2")
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(2)
        client.bind(("127.0.0.1", 0))
        client.sendto(struct.pack(">6H", 7, 0, 1, 0, 0, 0) + fake_dns.wire_name(NAME) + b"\0\1\0\1", ("127.0.0.1", dns.port))
        message, source = client.recvfrom(512)
    assert source == ("127.0.0.2", dns.port)
    assert fake_dns.Reply.read(message).codes == ["127.0.0.2"]


def test_many_at_once_are_each_delayed_once():
    zones = [f"z{number}.example.net" for number in range(8)]
    with FakeDns("\n".join(f"{zone} * delay=0.1 NXDOMAIN" for zone in zones)) as dns, \
            socket.socket(type=socket.SOCK_DGRAM) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        client.settimeout(5)
        client.connect(("127.0.0.1", dns.port))
        sent = {}
        for number in range(800):
            name = query_name(f"198.51.100.{number // 8}", zones[number % 8])
            sent[number] = time.monotonic()
            client.send(struct.pack(">6H", number, 0, 1, 0, 0, 0) + fake_dns.wire_name(name) + b"\0\1\0\1")
        waited = []
        while sent:
            id_ = fake_dns.Reply.read(client.recv(512)).id
            waited.append(time.monotonic() - sent.pop(id_))
        assert len(dns.queries) == 800
        assert min(waited) >= 0.1 and max(waited) < 2       # one after the other would take 80 s


def test_several_queries_in_one_tcp_connection(scripted):
    dns = scripted("127.0.0.2 delay=0.01")
    message = struct.pack(">6H", 9, 0, 1, 0, 0, 0) + fake_dns.wire_name(NAME) + b"\0\1\0\1"
    stream = (struct.pack(">H", len(message)) + message) * 3
    with socket.create_connection(("127.0.0.1", dns.port), timeout=2) as client, client.makefile("rb") as answers:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in (stream[:1], stream[1:50], stream[50:]):
            client.sendall(piece)
        for _ in range(3):
            reply = fake_dns.Reply.read(answers.read(struct.unpack(">H", answers.read(2))[0]))
            assert (reply.id, reply.codes) == (9, ["127.0.0.2"])


def test_a_client_that_leaves_early_harms_nobody(scripted):
    dns = scripted("127.0.0.2 delay=0.05")
    for tcp in (False, True):
        with pytest.raises(TimeoutError):
            exchange(dns.address, NAME, tcp=tcp, timeout=0.01)
    assert ask(dns.address, NAME, tcp=True).codes == ["127.0.0.2"]


@pytest.mark.parametrize("message, rcode", [
    (b"\0\1\0\0\0\2" + bytes(20),                                          "formerr"),
    (b"\0\1\0\0\0\1" + bytes(6) + b"\x3fshort",                            "formerr"),
    (b"\0\1\0\0\0\1" + bytes(6) + b"\xc0\x0c\0\1\0\1",                     "formerr"),
    (b"\0\1\x28\0\0\1" + bytes(6) + b"\3bl2\0\0\1\0\1",                    "notimp"),
    (b"\0\1\0\0\0\1" + bytes(6) + b"\3bl2\0\0\1\0\3",                      "refused"),
], ids=["two questions", "half a name", "a pointer", "another opcode", "another class"])
def test_no_such_query(dns, message, rcode):
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(2)
        client.connect(("127.0.0.1", dns.port))
        for nothing in (b"", b"\0\1", b"\0\1\x80\0\0\1" + bytes(6) + b"\0\0\1\0\1"):
            client.send(nothing)                      # unanswered
        client.send(message)
        assert client.recv(512)[:4][3] & 15 == fake_dns.RCODES[rcode]


def test_the_script_is_swapped_while_it_runs(scripted):
    dns = scripted("NXDOMAIN")
    for row, codes in (("NXDOMAIN", []), ("127.0.0.2", ["127.0.0.2"]), ("203.0.113.9", ["203.0.113.9"])):
        scripted(row)
        assert ask(dns.address, NAME).codes == codes
    with pytest.raises(ValueError):
        dns.load("one.example.net * nonsense")
    assert ask(dns.address, NAME).codes == ["203.0.113.9"]


@pytest.mark.parametrize("row, found", [
    ("one.example.net",                       "ZONE WHO ANSWER"),
    ("one.example.net *",                     "ZONE WHO ANSWER"),
    ("one.example.net * delay=0.1",           "no answer"),
    ("one.example.net * listed",              "listed"),
    ("one.example.net * NXDOMAIN silence",    "nxdomain and silence"),
    ("one.example.net * silence 127.0.0.2",   "silence"),
    ("one.example.net * delay=soon NXDOMAIN", "soon"),
    ("one.example.net * ttl=-1 NXDOMAIN",     "-1"),
    ("one.example.net * many=",               "''"),
    ("one.example.net 192.0.2.1/24 NXDOMAIN", "192.0.2.1/24"),
    ("one.example.net 192.0.2.256 NXDOMAIN",  "192.0.2.256"),
    ("one..example.net * NXDOMAIN",           "one..example.net"),
    ("a.example * NXDOMAIN\na.example * NXDOMAIN", "line 3"),
    ("a.example ::/0 NXDOMAIN\na.example 0::/0 nodata", "line 3"),
])
def test_a_faulty_script_is_refused_with_its_line(row, found):
    with pytest.raises(ValueError, match="^line [23]: ") as error:
        fake_dns.Script(f"# the first line\n{row}\n")
    assert found in str(error.value)


def test_as_a_program(tmp_path):
    path = tmp_path / "zones"
    path.write_text("one.example.net * 127.0.0.2\n")
    with subprocess.Popen([sys.executable, "-B", fake_dns.__file__, "--port", str(free_port()), path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        try:
            address = program.stdout.readline().strip()
            assert ask(address, NAME).codes == ["127.0.0.2"]
            path.write_text("one.example.net * nonsense\n")
            program.send_signal(signal.SIGHUP)
            assert "nonsense" in program.stderr.readline()
            assert ask(address, NAME).codes == ["127.0.0.2"]
            path.write_text("one.example.net * delay=0.01 127.0.0.3\n")
            program.send_signal(signal.SIGHUP)
            assert any(ask(address, NAME).codes == ["127.0.0.3"] for _ in range(1000))
        finally:
            program.terminate()
        assert program.wait() == 0


# the real servers

needs_rbldnsd = pytest.mark.skipif(bool(dns_servers.Rbldnsd.missing()), reason=dns_servers.Rbldnsd.missing() or "-")
needs_unbound = pytest.mark.skipif(bool(dns_servers.Unbound.missing()), reason=dns_servers.Unbound.missing() or "-")
RBLDNSD_ZONE = ("real.example.net", "ip4trie", "127.0.0.2 :127.0.0.2:Test\n192.0.2.66 :127.0.0.3:Open proxy $\n")


@needs_rbldnsd
def test_rbldnsd():
    with dns_servers.Rbldnsd(RBLDNSD_ZONE, ("real.example.net", "ip6trie", "2001:db8::/64 :127.0.0.5:Spam\n")) as real:
        assert ask(real.address, query_name("192.0.2.66", "real.example.net")).codes == ["127.0.0.3"]
        assert ask(real.address, query_name("192.0.2.66", "real.example.net"), "TXT").texts == [b"Open proxy 192.0.2.66"]
        assert ask(real.address, query_name("2001:db8::66", "real.example.net")).codes == ["127.0.0.5"]
        assert ask(real.address, query_name("192.0.2.67", "real.example.net")).rcode == "nxdomain"
        process = real.process
    assert process.poll() is not None and not real.folder.exists()


@needs_rbldnsd
@needs_unbound
def test_unbound_before_rbldnsd():
    with dns_servers.Rbldnsd(RBLDNSD_ZONE) as real, dns_servers.Unbound(real.address, ["real.example.net"]) as resolver:
        assert ask(resolver.address, query_name("192.0.2.66", "real.example.net")).codes == ["127.0.0.3"]
        assert ask(resolver.address, query_name("192.0.2.67", "real.example.net")).rcode == "nxdomain"


@needs_unbound
@pytest.mark.parametrize("as_stub", [False, True], ids=["forwarder", "stub zones"])
def test_unbound_before_the_fake_server(as_stub):
    script = ZONES + "\n".join(["chain.example.net * cname=entry.chain.example.net 127.0.0.2",
                                "cut.example.net * truncate 127.0.0.2 127.0.0.3",
                                "nibble.example.net * edns-formerr 127.0.0.2"])
    with FakeDns(script) as dns, dns_servers.Unbound(dns.address, fake_dns.Script(script).zones if as_stub else ()) as resolver:
        for address, zone, rcode, codes in (
                ("192.0.2.66", "bl.example.net",      "noerror",  ["127.0.0.2"]),
                (V6,           "bl.example.net",      "noerror",  ["127.0.0.7"]),
                ("192.1.0.1",  "bl.example.net",      "nxdomain", []),
                (POINT,        "bl.example.net",      "noerror",  ["127.0.0.2"]),
                ("2001:db9::", "bl.example.net",      "nxdomain", []),
                ("192.0.2.66", "error.example.net",   "noerror",  ["127.255.255.254"]),
                ("192.0.2.66", "parked.example.net",  "noerror",  ["203.0.113.9"]),
                ("192.0.2.66", "failing.example.net", "servfail", []),
                ("192.0.2.66", "chain.example.net",   "noerror",  ["127.0.0.2"]),
                ("192.0.2.66", "cut.example.net",     "noerror",  ["127.0.0.2", "127.0.0.3"]),
                ("192.0.2.66", "nibble.example.net",  "noerror",  ["127.0.0.2"])):
            reply = ask(resolver.address, query_name(address, zone), timeout=10)
            assert (zone, reply.rcode, sorted(reply.codes)) == (zone, rcode, codes)
        asked = len(dns.queries)
        assert ask(resolver.address, query_name("192.1.0.1", "bl.example.net")).rcode == "nxdomain"
        assert len(dns.queries) == asked                  # the SOA lets it remember


@needs_unbound
def test_unbound_with_rebind_protection_strips_the_answer():
    with FakeDns(ZONES) as dns, dns_servers.Unbound(dns.address, more="  private-address: 127.0.0.0/8") as resolver:
        reply = ask(resolver.address, query_name("192.0.2.66", "bl.example.net"))
        assert (reply.rcode, reply.codes) == ("noerror", [])
