# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A real rbldnsd, and a real unbound in between, give the same verdicts as the fake server for the same data."""

import pytest
from dnsbl_case import BL, outcome, status
from dns_servers import Rbldnsd, Unbound

ZONES = ["zen.spamhaus.org", "bl.example.net", "list.dnswl.org"]
CONFIGURED = ['dnsbl "zen.spamhaus.org" {}', BL, 'dnswl "list.dnswl.org" {}']
LISTED = {
    "zen.spamhaus.org": {"192.0.2.3": 3, "192.0.2.4": 4, "192.0.2.10": 10, "192.0.2.99": 99, "2001:db8:4::/64": 4, "192.0.2.20": 4},
    "bl.example.net": {"192.0.2.2": 2, "198.51.100.0/24": 2, "192.0.2.98": 98},
    "list.dnswl.org": {"192.0.2.20": "5.2", "198.51.100.7": "5.1"},
}
CLIENTS = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.10", "192.0.2.20", "192.0.2.98", "192.0.2.99",
           "198.51.100.6", "198.51.100.7", "198.51.101.1", "2001:db8:4::1", "2001:db8:5::1"]


def code(last):
    return f"127.0.{last if '.' in str(last) else f'0.{last}'}"


def fake_script():
    return "".join(f'{zone} {who} {code(last)} "listed"\n' for zone, rows in LISTED.items() for who, last in rows.items()) + \
        "".join(f"{zone} * NXDOMAIN\n" for zone in LISTED)


def rbldnsd_data():
    """Two sets for each zone, as rbldnsd keeps IPv4 and IPv6 apart; with the test points."""
    for zone, rows in LISTED.items():
        for kind, test, colon in (("ip4trie", "127.0.0.2", False), ("ip6trie", "::ffff:7f00:2", True)):
            yield zone, kind, "".join(f"{who} :{code(last)}:listed\n" for who, last in ({test: 2} | rows).items() if (":" in who) == colon)


@pytest.fixture(scope="module")
def rbldnsd():
    if Rbldnsd.missing():
        pytest.skip(Rbldnsd.missing())
    with Rbldnsd(*rbldnsd_data()) as server:
        yield server


@pytest.fixture(scope="module")
def unbound(rbldnsd):
    if Unbound.missing():
        pytest.skip(Unbound.missing())
    with Unbound(rbldnsd.address, ZONES) as server:
        yield server


@pytest.fixture(scope="module")
def rebinding(rbldnsd):
    """A resolver that takes answers in 127.0.0.0/8 away, against DNS rebinding."""
    if Unbound.missing():
        pytest.skip(Unbound.missing())
    with Unbound(rbldnsd.address, ZONES, more="  private-address: 127.0.0.0/8") as server:
        yield server


def verdicts(exim):
    """What became of each client."""
    found = {}
    for client in CLIENTS:
        found[client] = outcome(exim, client)
        last = (exim.verdicts(client) or [{}])[-1]
        found[client] += tuple(last.get(name) for name in ("score", "evidence", "notice"))
    return found


@pytest.mark.parametrize("edns", ["true", "false"])
@pytest.mark.parametrize("server", ["rbldnsd", "unbound"])
def test_the_same_verdicts(exim, dns, server, edns, request):
    dns.configure(exim, *CONFIGURED, dns=f"edns = {edns}", deadline=5)
    dns.play(fake_script())
    expected = verdicts(exim)
    assert {client for client, verdict in expected.items() if verdict[0] == 550} == {
        "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.10", "198.51.100.6", "2001:db8:4::1"}

    exim.reset()
    dns.configure(exim, *CONFIGURED, dns=f"edns = {edns}", deadline=5, server=request.getfixturevalue(server).address)
    assert verdicts(exim) == expected
    exim.wb("dnsbl", "check")
    assert {row["state"] for row in status(exim).values()} == {"good"}


def test_a_resolver_that_strips_answers_blocks_nobody_and_is_found_out(exim, dns, rebinding):
    dns.configure(exim, *CONFIGURED, deadline=5, server=rebinding.address)
    assert {outcome(exim, client)[0] for client in CLIENTS} == {250}
    exim.wb("dnsbl", "check", status=1)
    assert {row["state"] for row in status(exim).values()} == {"failed"}
    assert "rebind" in exim.wb("check-config", status=None)


def test_a_dead_upstream_behind_unbound_blocks_nobody(exim, dns):
    if Unbound.missing():
        pytest.skip(Unbound.missing())
    with Unbound("127.0.0.1:1", ZONES) as resolver:
        dns.configure(exim, *CONFIGURED, deadline=2, server=resolver.address)
        assert {outcome(exim, client)[0] for client in CLIENTS[:4]} == {250}
        assert all("fault" in line or "notice" in line for line in exim.verdicts())


def test_own_listings_exported_as_a_zone(exim, dns):
    """list export --format rbldnsd: another host of the cluster refuses the same clients, by DNS alone."""
    if Rbldnsd.missing():
        pytest.skip(Rbldnsd.missing())
    exim.list("192.0.2.66", "open-relay")
    exim.list("203.0.113.0/28", "virus")
    exim.list("2001:db8:66::/64", "formmail")
    exim.list("192.0.2.67", "allow")
    clients = ["192.0.2.65", "192.0.2.66", "192.0.2.67", "203.0.113.15", "203.0.113.16", "2001:db8:66::1", "2001:db8:67::1"]
    expected = [outcome(exim, client) for client in clients]
    assert [code for code, _ in expected] == [250, 550, 250, 550, 250, 550, 250]

    zone = exim.wb("list", "export", "--format", "rbldnsd")
    exim.reset()
    section = "".join(line.removeprefix("#") for line in zone.splitlines(keepends=True) if line.startswith("#   "))
    with Rbldnsd(("bl.example.net", "combined", zone)) as server:
        dns.configure(exim, section, server=server.address)
        assert [outcome(exim, client) for client in clients] == expected
