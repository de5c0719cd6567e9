# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Known senders: the hosts of the shipped table are not refused for one bad customer, whatever zones and feeds say of them.

GUARD_CONNECTIONS=10000 tries more hosts of each row (`make check-faults`).
"""

import concurrent.futures
import ipaddress
import json
import os
import re

import exim_server
import pytest

CONNECTIONS = int(os.environ.get("GUARD_CONNECTIONS", 0))
TABLE = exim_server.TOP / "config/known-senders.conf"
ROWS = [(name, re.findall(r'"([^"]+)"', suffixes)) for name, suffixes in
        re.findall(r'^sender "([^"]+)" \{ suffixes = \{([^}]*)\}', TABLE.read_text(), re.M)]
NETWORK = ipaddress.ip_network("198.18.0.0/15")      # RFC 2544: for tests
ZONES = [f"bl{number}.example.net" for number in range(3)]
BL = "\n".join(f'dnsbl "{zone}" {{ code "127.0.0.2" {{ category = "spam-source" }} }}' for zone in ZONES)
LISTED = "".join(f"{zone} {NETWORK} 127.0.0.2\n" for zone in ZONES)
FEED = f"{NETWORK}\tspam\thost\tfeed:everybody"


def hosts():
    """(address, name, sender): one of each suffix, or as many as are wanted."""
    pairs = [(sender, suffix) for sender, suffixes in ROWS for suffix in suffixes]
    for number in range(CONNECTIONS or len(pairs)):
        sender, suffix = pairs[number % len(pairs)]
        yield str(NETWORK[number + 1]), f"mta{number}.{suffix}", sender


HOSTS = list(hosts())


def script(forward):
    """The DNS of all hosts; forward: what the look-up of a name says, ADDRESS standing for the host's own."""
    reverse = "".join(f"in-addr.arpa {address} ptr={name}\n" for address, name, _ in HOSTS)
    return LISTED + reverse + "".join(f"{name} @ {forward.replace('ADDRESS', address)}\n" for address, name, _ in HOSTS)


def code(exim, address):
    with exim.client(address) as client:
        return client.say("HELO x.example.com", "MAIL FROM:<a@example.com>", "RCPT TO:<user@example.org>")[-1].code


def codes(exim, addresses):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda address: code(exim, address), addresses))


def configure(exim, dns, *sections, more="", deadline=5):
    dns.configure(exim, *sections, deadline=deadline, more=f'known_senders = "{TABLE}"\n{more}')


def test_the_table_is_read():
    assert len(ROWS) == TABLE.read_text().count("\nsender ") >= 50


def test_no_host_of_the_table_is_refused(exim, dns):
    configure(exim, dns, BL)
    exim.import_listings(FEED.split("\t"))
    dns.play(script("ADDRESS"))
    assert set(codes(exim, [address for address, _, _ in HOSTS])) == {451}
    guards = {line["client"]: line["guard"] for line in exim.verdicts()}
    assert guards == {address: sender for address, _, sender in HOSTS}


def test_a_name_that_is_denied_guards_nobody(exim, dns):
    configure(exim, dns, BL)
    exim.import_listings(FEED.split("\t"))
    dns.play(script("203.0.113.9"))
    assert set(codes(exim, [address for address, _, _ in HOSTS])) == {550}
    assert not any("guard" in line for line in exim.verdicts())


@pytest.mark.parametrize("fault", ["silence", "servfail"])
def test_nobody_is_refused_while_the_dns_says_nothing(exim, dns, fault):
    chosen = HOSTS if CONNECTIONS else HOSTS[:12]
    configure(exim, dns, deadline=0.3)
    exim.import_listings(FEED.split("\t"))
    dns.play(f"in-addr.arpa * {fault}\n")
    assert set(codes(exim, [address for address, _, _ in chosen])) == {451}
    assert {line["guard"] for line in exim.verdicts()} == {"unknown"}
    assert all("its host name: " in line["notice"] or "fault" in line for line in exim.verdicts())


def test_staff_decide_and_everything_says_whose_host_it_is(exim, dns):
    address, name, sender = HOSTS[0]
    configure(exim, dns, BL)
    dns.play(script("ADDRESS"))
    reply = exim.send(address).end[1]
    assert reply.code == 451 and f"4.7.1 Server [{address}] blocked as a source of spam" in reply.text
    said = exim.wb("explain", address, status=None)
    assert re.search(rf"^Host is +known: {sender}, a bulk sender$", said, re.M) and re.search(rf"^Host name +{name}$", said, re.M)
    assert "and not more: the host is a known sender's" in said
    found = exim.explain(address)
    assert found["verdict"]["guard"] == sender and [row["guarded"] for row in found["categories"] if row["score"]] == [True]
    assert json.loads(exim.wb("--json", "stats", exim.folder / "log/mainlog"))["guard"]["rows"][0]["name"] == sender
    # A name that somebody only tries; DNS is not asked for another.
    assert exim.explain("203.0.113.7", "--name", name)["accept"]
    exim.import_listings(("203.0.113.7", "spam", "host", "feed:x"))
    assert exim.explain("203.0.113.7", "--name", name)["verdict"]["guard"] == sender
    # Who lists it by hand is asked whether they mean it.
    exim.wb("list", "add", address, "spam", "--reason", "x", status=65)
    exim.list(address, "spam", "--force")
    assert exim.send(address).end[1].code == 550
    assert "guard" not in exim.verdicts(address)[-1]


def test_the_operator_says_what_is_done_instead(exim, dns):
    address = HOSTS[0][0]
    for action, wanted in (("tag", 250), ("log", 250), ("off", 550), ("defer", 451)):
        configure(exim, dns, BL, more=f'sender_action = "{action}"')
        dns.play(script("ADDRESS"))
        replies = exim.send(address)
        assert replies.end[1].code == wanted, action
        assert exim.verdicts(address)[-1]["action"] == {"off": "reject"}.get(action, action)
        assert ("X-Whyblock: action=tag" in exim.header(replies)) is (action == "tag") if wanted == 250 else True
