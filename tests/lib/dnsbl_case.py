# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What the tests of DNSBL zones share: a fake DNS server for the session (conftest.py makes it known), and the configuration that asks it."""

import ipaddress
import json
import os
import time

import agent
import fake_dns
import pytest

# A zone that whyblock does not know, with codes of its own.
BL = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }'


class Zones(fake_dns.FakeDns):
    def play(self, script):
        """Another script, and nothing asked so far."""
        self.load(script)
        self.queries.clear()
        self.answered = 0

    def configure(self, exim, *sections, deadline=2, dns="", more="", server=None):
        """whyblock.conf with these zones, asked of this server (or another one)."""
        exim.configure(self.settings(*sections, deadline=deadline, dns=dns, more=more, server=server))

    def settings(self, *sections, deadline=2, dns="", more="", server=None):
        zones = "\n".join(sections)
        return f'{more}\ndns {{ servers = {{"{server or self.address}"}} deadline = {deadline} {dns} }}\n{zones}\n'

    def wait_for(self, count):
        """Waits until so many queries have come; fails when they do not."""
        until = time.monotonic() + 10
        while len(self.queries) < count and time.monotonic() < until:
            os.sched_yield()
        assert len(self.queries) >= count

    def wait_for_answers(self, count):
        """Waits until so many answers have left: on loopback the kernel of whoever asked has them."""
        agent.until(lambda: self.answered >= count)

    def names(self, zone, type_="A", probes=False):
        """The names asked in a zone, without the zone; probes: only the random ones, else only the others."""
        names = [name.removesuffix(f".{zone}") for name, found in self.queries if found == type_ and name.endswith(f".{zone}")]
        return [name for name in names if is_probe(name) == probes]


def is_probe(name):
    """Is it in 127.0.0.0/8 (or ::ffff:127.0.0.0/104), and no test point?"""
    if name.endswith(".f.f.f.f" + ".0" * 20):
        value = int("".join(reversed(name.split(".")[:8])), 16)
    elif name.count(".") == 3:
        value = int(ipaddress.IPv4Address(".".join(reversed(name.split(".")))))
    else:
        return False
    return value >> 24 == 127 and value not in (0x7f000001, 0x7f000002)


@pytest.fixture(scope="session")
def fake_server():
    with Zones("") as server:
        yield server


@pytest.fixture
def dns(fake_server):
    fake_server.play("")
    return fake_server


def settle(exim):
    """Until the agent, if there is one, knows what connections have seen."""
    if (exim.store / "run/events").exists():
        agent.settle(exim.store / "run")


def status(exim):
    """`whyblock dnsbl status` by zone."""
    settle(exim)
    return {row["zone"]: row for row in json.loads(exim.wb("--json", "dnsbl", "status", status=None))}


def outcome(exim, client):
    """The code of the last reply, and the category that is named by it or by the log."""
    code = exim.send(client).end[1].code
    lines = exim.verdicts(str(ipaddress.ip_address(client)))
    return code, lines[-1].get("category") if lines else None
