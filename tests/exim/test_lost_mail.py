# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""No mail is lost by somebody's mistake within the grace: each of these hits clean senders, and none of them is refused. That `status` names
the cause is in tests/cli/test_status.py.

LOST_SENDERS=2000 tries so many of them (`make check-faults`).
"""

import concurrent.futures
import ipaddress
import os

import exim_server
import pytest
from agent import Agent

SENDERS = int(os.environ.get("LOST_SENDERS", 16))
NETWORK = ipaddress.ip_network("198.18.0.0/15")      # RFC 2544: for tests
IN_US = ipaddress.ip_network("192.0.2.0/24")         # as the GeoIP files of the tests say
CLEAN = [str(NETWORK[1 + 37 * number]) for number in range(SENDERS)]     # of many /24
GRACE = "".join(f'category "{name}" {{ grace = "4h" }}\n' for name in ("spam", "spam-source", "open-relay"))
BL = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "spam-source" } }'
OLD = 'known_senders = "/nonexistent/known-senders.conf"\nsender "Example Mail" { suffixes = {"mail.example.net"} checked = "2024-11" }\n'
RULE = 'rule "far" { countries = {"US"} category = "spam" scope = "host" }\n'
LISTED = f"bl.example.net {NETWORK} 127.0.0.2"


def code(exim, address):
    with exim.client(address) as client:
        return client.say("HELO x.example.com", "MAIL FROM:<a@example.com>", "RCPT TO:<user@example.org>")[-1].code


def codes(exim, addresses=CLEAN):
    """Of two rounds: what was seen once is known by then."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return [set(pool.map(lambda address: code(exim, address), addresses)) for _ in range(2)]


def a_zone_lists_the_world(exim, dns, _):
    dns.configure(exim, BL, more=GRACE)
    dns.play("bl.example.net * 127.0.0.2")


def a_zone_lists_them_and_denies_its_probe(exim, dns, _):
    dns.configure(exim, BL, more=GRACE)
    dns.play(LISTED)


def a_feed_is_poisoned(exim, dns, _):
    feed = exim.folder / "feed.txt"
    dns.configure(exim, BL, more=GRACE + f'feed "drop" {{ file = "{feed}" category = "spam" }}\n')
    feed.write_text(f"{NETWORK}\n")
    exim.wb("feed", "sync")


def staff_list_far_too_much(exim, dns, _):
    dns.configure(exim, BL, more=GRACE)
    exim.list("198.0.0.0/8", "spam", "--force")


def the_country_file_shifts_by_one(exim, dns, files):
    """Now it says of them that they are where a rule lets nobody in."""
    exim.configure(dns.settings(BL, more=GRACE + RULE), geoip=exim_server.geoip(country=files["maxmind-country"]))


def the_table_of_senders_is_two_years_old(exim, dns, _):
    dns.configure(exim, BL, more=GRACE + OLD)
    dns.play(LISTED)


MISTAKES = [a_zone_lists_the_world, a_zone_lists_them_and_denies_its_probe, a_feed_is_poisoned, staff_list_far_too_much,
            the_country_file_shifts_by_one, the_table_of_senders_is_two_years_old]


@pytest.mark.parametrize("has_agent", [True, False], ids=["agent", "no agent"])
@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.__name__ for mistake in MISTAKES])
def test_nobody_is_refused_within_the_grace(exim, dns, geoip_files, mistake, has_agent):
    agent = Agent(exim)
    addresses = [str(IN_US[1 + number % 254]) for number in range(SENDERS)] if mistake is the_country_file_shifts_by_one else CLEAN
    with agent if has_agent else open(os.devnull):
        mistake(exim, dns, geoip_files)
        first, second = codes(exim, addresses)
    assert first <= {250, 451} and second <= {250, 451}
    if mistake is a_zone_lists_the_world:
        assert second == {250} or not has_agent
    else:
        assert first == second == {451}              # the mistake is one that grace alone holds


def test_without_grace_the_same_mistake_refuses(exim, dns):
    """Else the test above could not fail."""
    dns.configure(exim, BL)
    exim.list("198.0.0.0/8", "spam", "--force")
    assert codes(exim) == [{550}, {550}]

