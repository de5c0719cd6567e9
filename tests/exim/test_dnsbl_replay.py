# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Lists have died in three ways, and each blocked somebody. Clean clients one after another, and a zone that dies in the middle.
CLIENTS=1000 in the environment makes it the whole rehearsal."""

import os

import pytest
from dnsbl_case import BL, settle, status

pytestmark = pytest.mark.usefixtures("agent")          # so that what one connection sees of a zone is known to the next

COUNT = int(os.environ.get("CLIENTS", "200"))
CLIENTS = [f"198.51.{100 + number // 250}.{1 + number % 250}" for number in range(COUNT)]
ALIVE = "bl.example.net * NXDOMAIN\nbl.example.net 192.0.2.66 127.0.0.2\n"


def code_for(exim, address):
    with exim.client(address) as client:
        code = client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<user@example.org>")[-1].code
    settle(exim)
    return code


def play_until_it_dies(exim, dns, death):
    """The replies' codes: what came while the zone was alive, and afterwards."""
    dns.play(ALIVE)
    assert code_for(exim, "192.0.2.66") == 550
    before = [code_for(exim, client) for client in CLIENTS[:COUNT // 2]]
    dns.play(death)
    return set(before), {code_for(exim, client) for client in CLIENTS[COUNT // 2:]}


@pytest.mark.parametrize("answer, why", [
    ("127.0.0.2", "lists the world"),
    ("127.0.0.2 ttl=0 delay=0.01", "lists the world"),
    ("127.0.0.2 cname=parked.example.org", "lists the world"),
    ("192.0.2.1", "outside 127.0.0.0/8"),
    ("203.0.113.9 203.0.113.10 ttl=60", "outside 127.0.0.0/8"),
    ("127.255.255.254", "refuses"),
])
def test_a_zone_that_begins_to_list_the_world(exim, dns, answer, why):
    dns.configure(exim, BL)
    assert play_until_it_dies(exim, dns, f"bl.example.net * {answer}") == ({250}, {250})
    row = status(exim)["bl.example.net"]
    assert row["state"] == "suspended" and why in row["why"] and row["advice"]
    noted = [verdict for verdict in exim.verdicts() if "notice" in verdict]
    assert len(noted) == 1 and "bl.example.net" in noted[0]["notice"] and why in noted[0]["notice"]
    assert len(dns.names("bl.example.net")) == 1       # and then it is suspended

    exim.wb("dnsbl", "check", status=1)
    row = status(exim)["bl.example.net"]
    assert row["state"] == "failed" and row["why"] and row["advice"]
    said = exim.wb("dnsbl", "status", status=None)
    assert all(words in said for words in ("bl.example.net", "failed", row["why"], row["advice"]))


@pytest.mark.parametrize("answer", ["NXDOMAIN notest", "nodata notest", "empty notest"])
def test_a_zone_that_is_emptied(exim, dns, answer):
    dns.configure(exim, BL)
    assert play_until_it_dies(exim, dns, f"bl.example.net * {answer}") == ({250}, {250})
    assert status(exim)["bl.example.net"]["state"] == "good"
    exim.wb("dnsbl", "check", status=1)
    row = status(exim)["bl.example.net"]
    assert row["state"] == "failed" and "does not list 127.0.0.2" in row["why"]
    assert "bl.example.net" in exim.wb("check-config", status=None)


def test_a_zone_that_falls_silent(exim, dns):
    dns.configure(exim, BL, deadline=0.2)
    assert play_until_it_dies(exim, dns, "bl.example.net * silence") == ({250}, {250})
    row = status(exim)["bl.example.net"]
    assert row["state"] == "suspended" and "no answer" in row["why"]
    clients_that_waited = {name for name in dns.names("bl.example.net")}
    assert len(clients_that_waited) == 1


@pytest.mark.parametrize("answer", ["servfail", "refused"])
def test_a_zone_whose_servers_fail(exim, dns, answer):
    dns.configure(exim, BL)
    assert play_until_it_dies(exim, dns, f"bl.example.net * {answer}") == ({250}, {250})


def test_all_zones_die_at_once(exim, dns):
    """A resolver that rewrites every answer."""
    zones = ["zen.spamhaus.org", "b.barracudacentral.org", "psbl.surriel.com", "dnsbl.dronebl.org"]
    dns.configure(exim, *(f'dnsbl "{zone}" {{}}' for zone in zones))
    dns.play("".join(f"{zone} * 203.0.113.9\n" for zone in zones))
    assert {code_for(exim, client) for client in CLIENTS[:20]} == {250}
    assert {row["state"] for row in status(exim).values()} == {"suspended"}


def test_a_storm_that_a_healthy_zone_lists_is_refused_to_the_last(exim, dns):
    dns.configure(exim, BL)
    dns.play("bl.example.net 198.51.100.0/22 127.0.0.2")
    assert {code_for(exim, client) for client in CLIENTS} == {550}
    assert status(exim)["bl.example.net"]["state"] == "good"


def test_a_storm_at_once(exim, dns):
    dns.configure(exim, BL, deadline=10)
    dns.play("bl.example.net 198.51.100.0/22 127.0.0.2")
    clients = [exim.client(address) for address in CLIENTS[:100]]
    for client in clients:
        client.say("HELO x", "MAIL FROM:<>")
        client.sock.sendall(b"RCPT TO:<user@example.org>\r\n")
    assert {client.getreply()[0] for client in clients} == {550}
    for client in clients:
        client.close()
    assert status(exim)["bl.example.net"]["state"] == "good"
