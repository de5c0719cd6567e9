# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Events as Exim's processes would send them, made up by chance: verdicts with all their facts, and the ends of connections.

    made = MadeEvents(clients=5000)
    for packet in made.packets(100_000):              # so many verdicts, and the end of each connection
        send(exim.store / "run/events", packet)
"""

import ipaddress
import random
import socket
import struct

VERDICT, DONE = 0, 1
LISTING, ZONE, RULE, NEIGHBOURS = 0, 1, 2, 3
ZONES = [f"bl{number}.example.net" for number in range(7)]
ALLOW = "wl0.example.net"
CODE = 0x7f000002
VERDICTS_OF_CONNECTION = 3

# What whyblock.conf says of these zones; with the shipped rules it is what the events are about.
SETTINGS = "\n".join(
    [f'dnsbl "{zone}" {{ code "127.0.0.2" {{ category = "spam-source" weight = {1.0 if number < 3 else 0.5} }} code "127.0.0.3" {{ category = "policy" weight = 0.6 }} }}'
     for number, zone in enumerate(ZONES)] + [f'dnswl "{ALLOW}" {{ code "127.0.2.3" {{ trust = 2 }} }}'])

# action, category, evidence (kind, weight, code, category, origin, detail, reason), answers that are not "no".
KINDS = [
    ("reject", "spam-source", [(ZONE, 1000, CODE, "spam-source", ZONES[0], "listed", "https://bl0.example.net/query?ip=CLIENT")], {ZONES[0]: "127.0.0.2"}),
    ("reject", "spam-source", [(ZONE, 1000, CODE, "spam-source", ZONES[1], "listed", "spam source, seen at traps"),
                               (ZONE, 500, CODE, "spam-source", ZONES[4], "listed", "")], {ZONES[1]: "127.0.0.2", ZONES[4]: "127.0.0.2"}),
    ("reject", "spam-source", [(ZONE, 500, CODE, "spam-source", ZONES[3], "listed", "seen by three sensors"), (ZONE, 500, CODE, "spam-source", ZONES[5], "listed", ""),
                               (RULE, 400, 0, "virus", "helo-localhost", "HELO localhost", "in HELO the host calls itself localhost")], {ZONES[3]: "127.0.0.2", ZONES[5]: "127.0.0.2"}),
    ("reject", "open-relay", [(LISTING, 1000, 0, "open-relay", "staff:ann", "CLIENT", "relays for anybody"),
                              (RULE, 450, 0, "policy", "helo-client-address", "HELO made of its address", "the name in HELO is made from the host's address")], {}),
    ("accept", "", [(ZONE, 500, CODE, "spam-source", ZONES[3], "listed", "")], {ZONES[3]: "127.0.0.2"}),
    ("accept", "", [(ZONE, 600, CODE + 1, "policy", ZONES[0], "dynamic", "an end user's line")], {ZONES[0]: "127.0.0.3"}),
    ("accept", "", [(RULE, 200, 0, "policy", "helo-unqualified", "HELO winbox", "the name in HELO has no domain")], {ZONES[6]: "unknown"}),
    ("accept", "", [(RULE, 350, 0, "virus", "helo-bare-ip", "HELO CLIENT", "in HELO the host gives a bare IP address instead of a name")], {}),
]


def texts(*values):
    return b"".join(value.encode() + b"\0" for value in values)


def make_packet(kind, at_s, pid, opened_us, message, is_refusal, client, fields, evidence):
    """The bytes, see module/verdict/event.c."""
    return b"".join([
        struct.pack(">BBqIQIB16sH", 1, kind, at_s, pid, opened_us, message, is_refusal, client.packed, 0),
        bytes([len(fields)]), *(texts(key, value) for key, value in fields), b"\0",
        bytes([len(evidence)]), *(struct.pack(">BBBII", row[0], 0, 0, row[1], row[2]) + texts(*row[3:]) for row in evidence)])


class MadeEvents:
    """clients: how many addresses there are."""

    def __init__(self, clients, seed=1):
        self.chance = random.Random(seed)
        self.clients = clients
        self.connection = 0

    def client(self, number):
        """The address: most are IPv4."""
        if number % 10 == 0:
            return ipaddress.IPv6Address(f"2001:db8:{number >> 16:x}:{number & 0xffff:x}::25")
        return ipaddress.IPv6Address((0xffff << 32) + 0x0b000000 + number * 7 % 0x1000000)

    def verdict(self, number, at_s, client, connection):
        """The packet of one: the same client has the same evidence each time."""
        action, category, evidence, answers = KINDS[number % len(KINDS)]
        address = client.ipv4_mapped or client
        name = f"host{number}.mail{number % 700}.example.com" if number % 3 else ""
        recipient = f"user{self.chance.randrange(20_000)}@example.org"
        fields = [("action", action), ("category", category), ("client", str(address)), ("country", "DE"), ("asn", str(64496 + number % 400)),
                  ("as_org", f"Example Network {number % 400}"), ("score", "1.0" if category else ""), ("threshold", "1.0" if category else ""),
                  ("below", "" if category else "spam-source:0.5/1.0"), ("checks", "1"), ("us", "812"), ("name", name), ("helo", f"mail{number % 700}.example.com"),
                  ("sender", f"sender{number % 5000}@mail{number % 700}.example.com"), ("recipient", recipient),
                  ("since", ",".join("0" for _ in evidence)),
                  ("answers", " ".join(f"{zone}={answers.get(zone, 'no')}" for zone in ZONES) + f" {ALLOW}=no"),
                  ("host", f"0/0 {0 if name else 1:x}/0 {name}"),
                  ("names", f"all {'confirmed' if name else 'denied'}{f' {name}+' if name else ''}")]
        return make_packet(VERDICT, at_s, 1000 + connection % 30_000, connection, 1, action == "reject", client, [field for field in fields if field[1]],
                           [(*row[:5], *(part.replace("CLIENT", str(address)) for part in row[5:])) for row in evidence])

    def done(self, at_s, client, connection):
        return make_packet(DONE, at_s, 1000 + connection % 30_000, connection, 0, False, client,
                           [("asked", str(VERDICTS_OF_CONNECTION)), ("accepted", "0"), ("unknown", "0"), ("errors", "0")], [])

    def packets(self, verdicts, at_s=1_790_000_000):
        """So many verdicts, in connections of three, and behind each connection its end."""
        for made in range(0, verdicts, VERDICTS_OF_CONNECTION):
            self.connection += 1
            number = self.chance.randrange(self.clients)
            client = self.client(number)
            for _ in range(min(VERDICTS_OF_CONNECTION, verdicts - made)):
                yield self.verdict(number, at_s, client, self.connection)
            yield self.done(at_s, client, self.connection)

    def past(self, cases, first_s, last_s):
        """(time, packet): so many verdicts over this time, each of another client than those within an hour."""
        for made in range(cases):
            at_s = first_s + (last_s - first_s) * made // cases
            number = made * 7919 % self.clients
            yield at_s, self.verdict(number, at_s, self.client(number), made)


def frame(at_s, packet):
    """What tests/bench/fill_cases reads."""
    return struct.pack(">QI", at_s, len(packet)) + packet


def field(packet, key):
    """The value of a field of a packet that was made here; empty: it has none."""
    _, found, rest = packet.partition(b"\0" + key.encode() + b"\0")
    return rest.split(b"\0", 1)[0].decode() if found else ""


def send(path, packet, waits=True):
    """As Exim does, in a connection of its own; waits: for room in the queue. False: it is lost."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as sender:
        sender.setblocking(waits)
        try:
            sender.connect(str(path))
            sender.send(packet)
        except BlockingIOError:
            return False
    return True
