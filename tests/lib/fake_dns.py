# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A fake DNS server on 127.0.0.1, UDP and TCP on one port, that plays DNSBL zones from a script, with every fault a zone can have.

    with FakeDns('''
        # zone            who              answer
        bl.example.net    192.0.2.66       127.0.0.2 "Open relay, see https://bl.example.net/"
        bl.example.net    192.0.2.67       127.0.0.2 127.0.0.3
        bl.example.net    192.0.2.0/24     127.0.0.4
        bl.example.net    2001:db8::/32    127.0.0.2
        slow.example.net  *                delay=0.1 NXDOMAIN
        dead.example.net  *                silence
    ''') as dns:
        ...                                           # dns.address is "127.0.0.1:PORT"
        print(dns.queries)                            # [("66.2.0.192.bl.example.net", "A"), ...]
        dns.load("bl.example.net  *  127.0.0.2")      # now the zone lists the world

Or as a program, which prints the address when it is ready and reads the file again at SIGHUP: fake_dns.py [--port N] ZONEFILE
(as a program it does not share Python's lock with the clients, which matters when times are measured).

A row is ZONE WHO ITEM..., `#` starts a comment. WHO is an address, a network (the longest prefix wins), `*`, which stands for every
name below the zone, or `@`, the zone's own name. The root's name servers are told; a row for the zone `.` (`. * servfail`) says otherwise. Without a row for `*` the rest of a zone is NXDOMAIN; a name in no zone is REFUSED. Each row
says what is answered:
  127.0.0.2 ...       these A records; any IPv4 address will do (a parking page: 203.0.113.9)
  many=N              N A records, from 127.0.0.2 counting up
  "text" ...          a TXT record each; \\", \\\\ and \\DDD (a byte, decimal) as in zone files. Asked for A or TXT and without one: as nodata
  "text" + "more"     one TXT record of two strings
  ptr=NAME, mx=NAME, aaaa=ADDRESS         a PTR, MX or AAAA record; \\DDD in a name as in texts
  longtxt[=N]         a TXT record of N bytes (2000)
  NXDOMAIN, nodata    with a SOA
  empty               no error, no answer, no SOA
  servfail, refused, formerr, notimp      may be followed by records, which nobody should believe (so may NXDOMAIN)
  silence             nothing
  garbage             random bytes after the query's id
  garbage-id          random bytes, the id too
and may say how:
  delay=S             S seconds later
  ttl=N               of the records and for the negative answer (300)
  drop-first=N        silence for the first N queries of this row
  truncate            TC and no record over UDP, all of it over TCP
  truncate-always     over TCP too
  cname=NAME          a CNAME first, the records under NAME; NAME can be asked too
  edns-formerr        FORMERR when the query has EDNS
  wrong-id, wrong-question, wrong-address      the answer does not fit the query; wrong-address sends it from 127.0.0.2, and nothing over TCP
  notest              for the whole zone: do not list the test point by itself
An answer that does not fit is cut and has TC set, over UDP at 512 bytes or what EDNS allows.

127.0.0.2 and ::ffff:127.0.0.2, the test points of RFC 5782, are listed without being named if the row for `*` is negative (it then tells how:
delay=, truncate, ...). So `* 127.0.0.2` lists 127.0.0.1 too, `* silence` is silent on all, `* NXDOMAIN notest` is an emptied zone, and a
row for ::/0 makes a zone without IPv6.
"""

import argparse
import collections
import contextlib
import dataclasses
import functools
import heapq
import ipaddress
import itertools
import pathlib
import random
import re
import selectors
import signal
import socket
import struct
import sys
import threading
import time
from typing import NamedTuple

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "OPT": 41, "ANY": 255}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
RCODES = {"noerror": 0, "formerr": 1, "servfail": 2, "nxdomain": 3, "notimp": 4, "refused": 5}
RCODE_NAMES = {number: name for name, number in RCODES.items()}
OCTETS = {str(octet) for octet in range(256)}
QR, AA, TC, RD, RA, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0010
SAME_NAME = b"\xc0\x0c"                               # a pointer to the name in the question
EDNS_BYTES = 1232
SO_RCVBUFFORCE = 33                                   # Linux: beyond net.core.rmem_max; only for root
BUFFER_BYTES = 8 << 20                                # a crowd's queries wait in the socket, not in a time-out


# names and messages

def query_name(address, zone):
    """The name to ask for an address in a zone, as RFC 5782 has it: 192.0.2.66 is 66.2.0.192.ZONE."""
    return ipaddress.ip_address(address).reverse_pointer.rsplit(".", 2)[0] + "." + zone


def wire_name(name):
    labels = name.encode("latin-1").split(b".") if name else []
    if not all(0 < len(label) < 64 for label in labels) or len(name) > 253:
        raise ValueError(f"{name!r} is no domain name")
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def read_name(message, at):
    """The name that starts at an offset, in lower case, and where it ends; follows compression."""
    labels, end = [], None
    while message[at]:
        if message[at] >= 0xc0:
            end = end or at + 2
            target = struct.unpack_from(">H", message, at)[0] & 0x3fff
            if target >= at:
                raise ValueError("a name that points forwards")
            at = target
            continue
        labels.append(message[at + 1:at + 1 + message[at]].decode("latin-1").lower())
        at += 1 + message[at]
    return ".".join(labels), end or at + 1


def record(owner, type_, ttl_s, rdata):
    return owner + struct.pack(">HHIH", TYPES[type_], 1, ttl_s, len(rdata)) + rdata


class Query(tuple):
    """(name, type), in lower case and as in TYPES. Beside it what a test may want to look at:
    id, flags, edns (bytes that the client takes, None without EDNS), tcp, client (address, port), at_s (monotonic clock)."""

    @classmethod
    def read(cls, message, tcp, client):
        """None when there is nothing to answer; raises ValueError or IndexError when it is no query."""
        if len(message) < 12 or message[2] & QR >> 8:
            return None
        id_, flags, questions, answers, authorities, additional = struct.unpack_from(">6H", message)
        if questions != 1:
            raise ValueError("not one question")
        name, end = read_name(message, 12)
        if len(message) < end + 4:
            raise ValueError("half a question")
        type_, class_ = struct.unpack_from(">HH", message, end)
        query = cls((name, TYPE_NAMES.get(type_, f"TYPE{type_}")))
        query.id, query.flags, query.tcp, query.client, query.at_s = id_, flags, tcp, client, time.monotonic()
        query.class_ = class_
        query.question = message[12:end + 4]
        query.edns = None
        if additional and not answers and not authorities and message[end + 4:end + 7] == b"\0\0\x29":
            query.edns = struct.unpack_from(">H", message, end + 7)[0]
        return query


class Reply(NamedTuple):
    """A message as a client sees it; records are (owner, type, TTL, value)."""
    id: int
    rcode: str
    truncated: bool
    authoritative: bool
    question: tuple
    answers: list
    authority: list

    @classmethod
    def read(cls, message):
        id_, flags, questions, *counts = struct.unpack_from(">6H", message)
        name, at = read_name(message, 12)
        question = name, TYPE_NAMES[struct.unpack_from(">H", message, at)[0]]
        at += 4
        sections = []
        for count in counts[:2]:
            sections.append([])
            for _ in range(count):
                owner, at = read_name(message, at)
                type_, _class, ttl_s, length = struct.unpack_from(">HHIH", message, at)
                at += 10
                sections[-1].append((owner, TYPE_NAMES[type_], ttl_s, cls._value(message, at, type_, length)))
                at += length
        return cls(id_, RCODE_NAMES.get(flags & 15, str(flags & 15)), bool(flags & TC), bool(flags & AA), question, *sections)

    @staticmethod
    def _value(message, at, type_, length):
        rdata = message[at:at + length]
        if type_ == TYPES["A"]:
            return socket.inet_ntoa(rdata)
        if type_ == TYPES["AAAA"]:
            return socket.inet_ntop(socket.AF_INET6, rdata)
        if type_ in (TYPES["CNAME"], TYPES["PTR"]):
            return read_name(message, at)[0]
        if type_ == TYPES["TXT"]:
            text = b""
            while rdata:
                text, rdata = text + rdata[1:1 + rdata[0]], rdata[1 + rdata[0]:]
            return text
        return rdata

    def values(self, type_):
        return [value for _, found, _, value in self.answers if found == type_]

    @property
    def codes(self):
        return self.values("A")

    @property
    def texts(self):
        return self.values("TXT")


def exchange(address, name, type_="A", tcp=False, edns=None, timeout=2, id_=None):
    """Asks "HOST:PORT" one question; the bytes of whatever comes back from there. Raises OSError (TimeoutError) if nothing does."""
    host, port = address.rsplit(":", 1)
    id_ = random.randrange(65536) if id_ is None else id_
    query = struct.pack(">6H", id_, RD, 1, 0, 0, edns is not None) + wire_name(name) + struct.pack(">HH", TYPES[type_], 1)
    if edns is not None:
        query += b"\0" + struct.pack(">HHIH", TYPES["OPT"], edns, 0, 0)
    with socket.socket(type=socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM) as client:
        client.settimeout(timeout)
        client.connect((host, int(port)))
        if not tcp:
            client.send(query)
            return client.recv(65535)
        client.sendall(struct.pack(">H", len(query)) + query)
        with client.makefile("rb") as stream:
            return stream.read(struct.unpack(">H", stream.read(2))[0])


def ask(*arguments, **options):
    """As exchange(), read."""
    return Reply.read(exchange(*arguments, **options))


# the script

@dataclasses.dataclass
class Row:
    """What one row of the script answers."""
    zone: str
    answer: str = ""                                  # a word of ANSWERS; empty: the records say all
    codes: list = dataclasses.field(default_factory=list)
    texts: list = dataclasses.field(default_factory=list)     # tuples of strings
    names: list = dataclasses.field(default_factory=list)     # of PTR records, in wire format
    exchanges: list = dataclasses.field(default_factory=list)  # of MX records, the same
    sixes: list = dataclasses.field(default_factory=list)     # of AAAA records
    ttl_s: int = 300
    delay_s: float = 0
    drop_first: int = 0
    cname: str = ""
    flags: frozenset = frozenset()
    apex: bool = False

    def __post_init__(self):
        self.asked = 0
        self.sections = functools.cache(self._sections)

    def _sections(self, type_):
        """(answers, authority): lists of records in wire format."""
        owner, answers = SAME_NAME, []
        if self.cname:
            answers.append(record(owner, "CNAME", self.ttl_s, wire_name(self.cname)))
            owner = wire_name(self.cname)
        if type_ == "A":
            found = [socket.inet_aton(code) for code in self.codes]
        elif type_ == "TXT":
            found = [b"".join(bytes([len(text[at:at + 255])]) + text[at:at + 255] for text in strings for at in range(0, len(text) or 1, 255))
                     for strings in self.texts]
        elif type_ == "PTR":
            found = self.names
        elif type_ == "MX":
            found = [struct.pack(">H", 10) + name for name in self.exchanges]
        elif type_ == "NS":
            found = [] if self.zone or self.answer else [wire_name("a.root.example")]
        elif type_ == "AAAA":
            found = [socket.inet_pton(socket.AF_INET6, six) for six in self.sixes]
        else:
            found = [self._soa()] if self.apex and type_ == "SOA" else []
        answers += [record(owner, type_, self.ttl_s, rdata) for rdata in found]
        negative = not found and self.answer in ("", "nxdomain", "nodata")
        return answers, [record(wire_name(self.zone), "SOA", self.ttl_s, self._soa())] if negative else []

    def _soa(self):
        server, person = wire_name(f"ns.{self.zone}"), wire_name(f"hostmaster.{self.zone}")
        return server + person + struct.pack(">5I", 1, 3600, 600, 86400, self.ttl_s)

    def message(self, query, noise):
        """The answer to a query in wire format; noise: a random.Random."""
        if self.answer.startswith("garbage"):
            id_ = query.id if self.answer == "garbage" else query.id ^ noise.randrange(1, 65536)
            return struct.pack(">H", id_) + noise.randbytes(noise.randrange(1, 300))
        if "edns-formerr" in self.flags and query.edns is not None:
            return struct.pack(">6H", query.id, QR | query.flags & RD | RCODES["formerr"], 1, 0, 0, 0) + query.question

        answers, authority = self.sections(query[1])
        id_, question = query.id, query.question
        flags = QR | AA | RA | query.flags & (RD | CD) | RCODES.get(self.answer, 0)
        if "wrong-id" in self.flags:
            id_ ^= noise.randrange(1, 65536)
        if "wrong-question" in self.flags:
            question = b"\5wrong" + question
        if "truncate-always" in self.flags or "truncate" in self.flags and not query.tcp:
            answers, authority, flags = [], [], flags | TC

        opt = b"" if query.edns is None else b"\0" + struct.pack(">HHIH", TYPES["OPT"], EDNS_BYTES, 0, 0)
        room = (65535 if query.tcp else max(512, query.edns or 0)) - 12 - len(question) - len(opt)
        if sum(map(len, answers)) + sum(map(len, authority)) > room:
            ends = itertools.accumulate(map(len, answers))
            answers, authority, flags = answers[:sum(end <= room for end in ends)], [], flags | TC
        header = struct.pack(">6H", id_, flags, 1, len(answers), len(authority), bool(opt))
        return b"".join([header, question, *answers, *authority, opt])


ANSWERS = {"nxdomain", "nodata", "empty", "servfail", "refused", "formerr", "notimp", "silence", "garbage", "garbage-id"}
NEGATIVE = {"nxdomain", "nodata", "empty"}
WITH_RECORDS = {"", "nxdomain", "servfail", "refused", "formerr", "notimp"}
FLAGS = {"truncate", "truncate-always", "edns-formerr", "wrong-id", "wrong-question", "wrong-address", "notest"}
REFUSED = Row("", answer="refused")
NOT_IMPLEMENTED = Row("", answer="notimp")


def number(text, kind=int, most=0xffffffff):
    value = kind(text)
    if not 0 <= value <= most:
        raise ValueError(f"{text} is not between 0 and {most}")
    return value


def text_bytes(quoted):
    r"""The text of a quoted string: \DDD is a byte, \ before anything else takes it as it is."""
    return re.sub(rb"\\(\d{3}|.)", lambda found: bytes([int(found[1])]) if found[1].isdigit() and len(found[1]) == 3 else found[1], quoted.encode())


def read_row(zone, items):
    """Reads what follows WHO; raises ValueError."""
    row, flags, joins = Row(zone), set(), False
    for item in items:
        word, equals, value = item.partition("=")
        word = word.lower()
        if item[0] == '"':
            strings = row.texts.pop() if joins else ()
            row.texts.append((*strings, text_bytes(item[1:-1])))
            joins = False
        elif item == "+" and row.texts:
            joins = True
        elif word in ("ptr", "mx"):
            (row.names if word == "ptr" else row.exchanges).append(wire_name(text_bytes(value.rstrip(".")).decode("latin-1")))
        elif word == "aaaa":
            row.sixes.append(str(ipaddress.IPv6Address(value)))
        elif word in ANSWERS and not equals:
            if row.answer:
                raise ValueError(f"{row.answer} and {word}")
            row.answer = word
        elif word in FLAGS and not equals:
            flags.add(word)
        elif word == "longtxt":
            row.texts.append(((b"A long text. " * 5000)[:number(value or 2000, most=60000)],))
        elif word == "many":
            row.codes += [str(ipaddress.IPv4Address("127.0.0.2") + more) for more in range(number(value, most=4000))]
        elif word == "delay":
            row.delay_s = number(value, float, 3600)
        elif word == "ttl":
            row.ttl_s = number(value)
        elif word == "drop-first":
            row.drop_first = number(value)
        elif word == "cname":
            row.cname = value.lower().rstrip(".")
            wire_name(row.cname)
        else:
            try:
                row.codes.append(str(ipaddress.IPv4Address(item)))
            except ValueError:
                raise ValueError(f"{item} is neither an IPv4 address nor a word of the script") from None
    records = row.codes or row.texts or row.names or row.exchanges or row.sixes
    if not records and not row.answer:
        raise ValueError("no answer: codes, a text, or one of " + ", ".join(sorted(ANSWERS)))
    if records and row.answer not in WITH_RECORDS:
        raise ValueError(f"records do not go with {row.answer}")
    return dataclasses.replace(row, flags=frozenset(flags))


class Zone:
    """The rows of one zone."""

    def __init__(self, name):
        self.name = name
        self.default = None                           # the row for "*"
        self.apex = None                              # the row for "@"
        self.rows = {4: {}, 6: {}}                    # IP version: {(prefix length, network >> host bits): row}
        self.lengths = {4: [], 6: []}                 # the prefix lengths in use, longest first

    def add(self, who, row):
        if who == "*":
            duplicate = self.default is not None
            self.default = row
        elif who == "@":
            duplicate = self.apex is not None
            self.apex = dataclasses.replace(row, apex=True)
        else:
            network = ipaddress.ip_network(who)
            key = network.prefixlen, int(network.network_address) >> network.max_prefixlen - network.prefixlen
            duplicate = key in self.rows[network.version]
            self.rows[network.version][key] = row
            self.lengths[network.version] = sorted({length for length, _ in self.rows[network.version]}, reverse=True)
        if duplicate:
            raise ValueError(f"{self.name} has a row for {who} already")

    def complete(self):
        """What a zone has without being told."""
        self.default = self.default or Row(self.name, answer="nxdomain")
        every = [self.default, *([self.apex] if self.apex else []), *self.rows[4].values(), *self.rows[6].values()]
        if not any("notest" in row.flags for row in every) and self.default.answer in NEGATIVE and not self.default.codes:
            for point in map(ipaddress.ip_address, ("127.0.0.2", "::ffff:127.0.0.2")):
                if self.find_address(point.version, int(point)) is None:
                    self.add(str(point), dataclasses.replace(self.default, answer="", codes=["127.0.0.2"], texts=[(b"Test entry, RFC 5782",)]))
        alive = self.default.answer in NEGATIVE | {""}
        bare = dataclasses.replace(self.default, answer="", codes=[], texts=[], names=[], exchanges=[], sixes=[], cname="", drop_first=0, apex=True)
        self.apex = self.apex or (bare if alive else self.default)
        # A name that only leads to addresses exists: a resolver that minimises its queries asks for it.
        self.partial = dataclasses.replace(self.default, answer="nodata", drop_first=0) if self.default.answer in NEGATIVE else self.default

    def find_address(self, version, value):
        for length in self.lengths[version]:
            row = self.rows[version].get((length, value >> (32 if version == 4 else 128) - length))
            if row:
                return row
        return None

    def find(self, labels):
        """The row for the labels before the zone's name."""
        if not labels:
            return self.apex
        octets = len(labels) <= 4 and all(label in OCTETS for label in labels)
        if octets and len(labels) == 4:
            return self.find_address(4, int.from_bytes(map(int, reversed(labels)), "big")) or self.default
        nibbles = len(labels) <= 32 and all(len(label) == 1 and label in "0123456789abcdef" for label in labels)
        if nibbles and len(labels) == 32:
            return self.find_address(6, int("".join(reversed(labels)), 16)) or self.default
        return self.partial if octets or nibbles else self.default


class Script:
    """A zone file, read."""

    def __init__(self, text):
        self.zones = {}
        self.targets = {}                             # the names of cname=
        self.root = Row("")              # for the root's name servers, which any resolver knows
        for line_number, line in enumerate(text.splitlines(), 1):
            items = re.findall(r'#.*|"(?:[^"\\]|\\.)*"|\S+', line)
            items = list(itertools.takewhile(lambda item: item[0] != "#", items))
            try:
                if items:
                    self._add(*items)
            except (ValueError, TypeError) as error:
                raise ValueError(f"line {line_number}: {error}: {line.strip()}") from None
        for zone in self.zones.values():
            zone.complete()
        self.depths = sorted({name.count(".") + 1 for name in self.zones}, reverse=True)

    def _add(self, zone, who="", *items):
        if zone == ".":
            self.root = read_row("", items)
            return
        zone = zone.lower().rstrip(".")
        wire_name(f"hostmaster.{zone}")
        if not items:
            raise ValueError("a row is ZONE WHO ANSWER")
        row = read_row(zone, items)
        self.zones.setdefault(zone, Zone(zone)).add(who, row)
        if row.cname:
            self.targets[row.cname] = dataclasses.replace(row, cname="")

    def find(self, query):
        if query.flags & 0x7800:
            return NOT_IMPLEMENTED
        if query.class_ != 1:
            return REFUSED
        if query == ("", "NS"):
            return self.root
        labels = query[0].split(".")
        for depth in self.depths:
            zone = self.zones.get(".".join(labels[-depth:])) if depth <= len(labels) else None
            if zone:
                return self.targets.get(query[0]) or zone.find(labels[:-depth])
        return self.targets.get(query[0], REFUSED)


# the server

class Connection:
    """One TCP client: queries and answers, each with its length before it."""

    def __init__(self, server, stream, client):
        self.server, self.stream, self.client = server, stream, client
        self.received, self.waiting = b"", b""
        stream.setblocking(False)
        server.selector.register(stream, selectors.EVENT_READ, self.ready)
        server.connections.add(self)

    def ready(self, events):
        if events & selectors.EVENT_WRITE:
            self.flush()
        if events & selectors.EVENT_READ:
            try:
                more = self.stream.recv(65536)
            except OSError:                           # also when flush() has closed it
                more = b""
            self.received += more
            if not more:
                self.close()
        while len(self.received) >= 2:
            end = 2 + struct.unpack_from(">H", self.received)[0]
            if len(self.received) < end:
                break
            message, self.received = self.received[2:end], self.received[end:]
            self.server.asked(message, True, self.client, self.send)

    def send(self, message):
        self.waiting += struct.pack(">H", len(message)) + message
        self.flush()

    def flush(self):
        if self not in self.server.connections:       # gone before its answer was due
            return
        try:
            self.waiting = self.waiting[self.stream.send(self.waiting):]
        except BlockingIOError:
            pass
        except OSError:
            self.close()
            return
        self.server.selector.modify(self.stream, selectors.EVENT_READ | (selectors.EVENT_WRITE if self.waiting else 0), self.ready)

    def close(self):
        if self in self.server.connections:
            self.server.connections.remove(self)
            self.server.selector.unregister(self.stream)
            self.stream.close()


class FakeDns:
    """A context manager; the server runs in a thread of its own. remember: keep the queries."""

    def __init__(self, text, port=0, remember=True):
        self.load(text)
        self.port = port
        self.answered = 0                             # answers that have left
        self.queries = [] if remember else collections.deque(maxlen=0)
        self.noise = random.Random(5782)              # the same garbage each time
        self.connections = set()
        self.due, self.count = [], itertools.count()  # a heap of (time, number, send, message)
        self.stopping = False
        self.error = None

    def load(self, text):
        """Another script from now on; raises ValueError, and the old one stays, if it is faulty. Answers that are already due are sent."""
        self.script = Script(text)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def __enter__(self):
        self.open()
        self.thread = threading.Thread(target=self._run, name="fake_dns", daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        self.waker.send(b"x")
        self.thread.join()
        self.close()
        if self.error:
            raise self.error

    def _run(self):
        try:
            self.serve()
        except BaseException as error:                # a test should hear of it, not wait for answers
            self.error = error

    def open(self):
        """Takes a port that is free for UDP and TCP on 127.0.0.1, and for UDP on 127.0.0.2."""
        wanted = self.port
        for attempts_left in range(50, -1, -1):
            self.udp, self.stranger = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
            self.tcp = socket.socket()
            self.tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                self.udp.bind(("127.0.0.1", wanted))
                self.port = self.udp.getsockname()[1]
                self.tcp.bind(("127.0.0.1", self.port))
                self.stranger.bind(("127.0.0.2", self.port))
                break
            except OSError:
                for taken in (self.udp, self.stranger, self.tcp):
                    taken.close()
                if wanted or not attempts_left:
                    raise
        for size in (socket.SO_RCVBUF, socket.SO_SNDBUF, SO_RCVBUFFORCE):
            with contextlib.suppress(PermissionError):
                self.udp.setsockopt(socket.SOL_SOCKET, size, BUFFER_BYTES)
        self.tcp.listen(1024)
        # select() and not epoll, whose time-outs Python rounds up to whole milliseconds.
        self.selector = selectors.SelectSelector()
        self.waker, woken = socket.socketpair()
        self.sockets = [self.udp, self.tcp, self.stranger, self.waker, woken]
        for each, ready in ((self.udp, self._read_udp), (self.tcp, self._accept), (woken, lambda _: None)):
            each.setblocking(False)
            self.selector.register(each, selectors.EVENT_READ, ready)

    def close(self):
        for connection in list(self.connections):
            connection.close()
        self.selector.close()
        for each in self.sockets:
            each.close()

    def serve(self):
        """Answers until self.stopping."""
        while not self.stopping:
            timeout = None
            while self.due:
                timeout = self.due[0][0] - time.monotonic()
                if timeout > 0:
                    break
                _, _, send, message = heapq.heappop(self.due)
                self._answer(send, message)
                timeout = None
            for key, events in self.selector.select(timeout):
                key.data(events)

    def _read_udp(self, _):
        for _ in range(256):                          # then see what is due
            try:
                message, client = self.udp.recvfrom(65535)
            except BlockingIOError:
                return
            self.asked(message, False, client, functools.partial(self._send_udp, self.udp, client))

    @staticmethod
    def _send_udp(source, client, message):
        try:
            source.sendto(message, client)
        except OSError:                               # as lost on the way
            pass

    def _accept(self, _):
        try:
            Connection(self, *self.tcp.accept())
        except OSError:                               # gone again
            pass

    def asked(self, message, tcp, client, send):
        try:
            query = Query.read(message, tcp, client)
        except (ValueError, IndexError, struct.error):
            send(message[:2] + struct.pack(">5H", QR | RCODES["formerr"], 0, 0, 0, 0))
            return
        if query is None:
            return
        self.queries.append(query)
        row = self.script.find(query)
        row.asked += 1
        if row.answer == "silence" or row.asked <= row.drop_first:
            return
        if "wrong-address" in row.flags:
            if tcp:
                return
            send = functools.partial(self._send_udp, self.stranger, client)
        answer = row.message(query, self.noise)
        if row.delay_s:
            heapq.heappush(self.due, (query.at_s + row.delay_s, next(self.count), send, answer))
        else:
            self._answer(send, answer)

    def _answer(self, send, message):
        send(message)
        self.answered += 1


def main():
    parser = argparse.ArgumentParser(description="A fake DNS server on 127.0.0.1 that plays DNSBL zones from a script.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("zonefile", type=pathlib.Path)
    arguments = parser.parse_args()
    server = FakeDns(arguments.zonefile.read_text(), arguments.port, remember=False)

    def reload(*_):
        try:
            server.load(arguments.zonefile.read_text())
        except (OSError, ValueError) as error:
            print(f"fake_dns: {error}; the old script stays", file=sys.stderr)
    signal.signal(signal.SIGHUP, reload)
    for number_ in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number_, lambda *_: sys.exit(0))
    server.open()
    print(server.address, flush=True)
    server.serve()


if __name__ == "__main__":
    main()
