# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Which listings count for a client, and when."""

import time

import pytest

YEAR_S = 365 * 86400


@pytest.mark.parametrize("prefix, client, covered", [
    ("192.0.2.66", "192.0.2.66", True),
    ("192.0.2.66", "192.0.2.67", False),
    ("192.0.2.0/24", "192.0.2.255", True),
    ("192.0.2.0/24", "192.0.3.0", False),
    ("198.51.0.0/16", "198.51.255.255", True),
    ("198.51.0.0/16", "198.52.0.0", False),
    ("203.0.113.64/26", "203.0.113.127", True),
    ("203.0.113.64/26", "203.0.113.128", False),
    ("2001:db8::66", "2001:db8::66", True),
    ("2001:db8::66", "2001:db8::67", False),
    ("2001:db8:0:1::/64", "2001:db8:0:1:ffff:ffff:ffff:ffff", True),
    ("2001:db8:0:1::/64", "2001:db8:0:2::", False),
    ("2001:db8:1::/48", "2001:db8:1:ffff::1", True),
    ("2001:db8:1::/48", "2001:db8:2::1", False),
    ("192.0.2.66", "::ffff:192.0.2.66", True),         # a v4-mapped client is an IPv4 client
    ("192.0.2.0/24", "::ffff:192.0.2.1", True),
    ("192.0.2.66", "64:ff9b::192.0.2.66", True),       # as NAT64 writes it (RFC 6052)
    ("192.0.2.66", "64:ff9b::192.0.2.67", False),
    ("64:ff9b::192.0.2.66", "192.0.2.66", True),
    ("192.0.2.66", "2002:c000:242::1", False),         # 6to4: only if configured
    ("192.0.2.66", "::c000:242", False),               # the same 32 bits, but not v4-mapped
])
def test_coverage(exim, prefix, client, covered):
    exim.list(prefix, "open-relay")
    assert exim.send(client).end[1].code == (550 if covered else 250)


def test_a_client_behind_a_translator(exim):
    """It is refused, logged and exempt as the IPv4 host; Exim's own address is in the line."""
    exim.configure('nat64_prefixes = {"2001:db8:64::/96", "2002::/16"}\nexempt { hosts = {"192.0.2.99"} }\n')
    exim.list("192.0.2.66", "open-relay")
    exim.list("192.0.2.99", "open-relay", "--force")
    for client, shown in (("2001:db8:64::192.0.2.66", "2001:db8:64::c000:242"), ("2002:c000:242::1", "2002:c000:242::1")):
        reply = exim.send(client).end[1]
        assert reply.code == 550 and any("[192.0.2.66] blocked using" in line for line in reply.text)
        verdict = exim.verdicts()[-1]
        assert (verdict["client"], verdict["translated"]) == ("192.0.2.66", shown)
    assert exim.send("64:ff9b::192.0.2.99").end[1].ok
    assert exim.send("2001:db8:64::192.0.2.67").end[1].ok


@pytest.mark.parametrize("client, prefixes", [
    ("192.0.2.66", ["192.0.2.66", "192.0.2.0/24", "192.0.0.0/16"]),
    ("2001:db8::66", ["2001:db8::66", "2001:db8::/64", "2001:db8::/48"]),
])
def test_all_that_cover_the_client_count(exim, client, prefixes):
    """Three prefixes in three categories: the strictest action wins, then what is left."""
    exim.configure('category "formmail" { action = "tag" }\ncategory "virus" { action = "defer" }\n')
    host, network, wide = prefixes
    for prefix, category in ((host, "formmail"), (network, "virus"), (wide, "open-relay")):
        exim.list(prefix, category)
    for wanted, then_remove in ((("reject", "open-relay"), wide), (("defer", "virus"), network), (("tag", "formmail"), host)):
        exim.send(client)
        verdict = exim.verdicts()[-1]
        assert (verdict["action"], verdict["category"]) == wanted
        exim.wb("list", "remove", then_remove)
    assert exim.send(client).end[1].ok


@pytest.mark.parametrize("listings, settings, winner", [
    # of categories with the same action: the highest score divided by threshold, then the order of the table
    (("192.0.2.66 spam", "192.0.2.0/24 virus"), "", "virus"),
    (("192.0.2.66 spam", "192.0.2.0/24 spam", "192.0.2.0/25 virus"), "", "spam"),
    (("192.0.2.66 spam", "192.0.2.0/24 spam", "192.0.2.0/25 virus"), 'category "virus" { threshold = 0.4 }\n', "virus"),
    (("192.0.2.66 spam", "192.0.2.0/24 virus"), 'category "virus" { threshold = 1.1 }\n', "spam"),
    (("192.0.2.66 mine", "192.0.2.0/24 policy"), 'category "mine" {}\n', "policy"),
    (("192.0.2.66 mine",), 'category "mine" {}\n', "mine"),
])
def test_which_category_wins(exim, listings, settings, winner):
    exim.configure(settings)
    for listing in listings:
        exim.list(*listing.split())
    assert exim.send("192.0.2.66").end[1].code == 550
    assert exim.verdicts()[0]["category"] == winner


@pytest.mark.parametrize("expires_in_s, listed", [(-YEAR_S, False), (-1, False), (60, True), (YEAR_S, True)])
def test_expiry(exim, expires_in_s, listed):
    now_s = int(time.time())
    exim.import_listings(("192.0.2.66", "open-relay", "host", "staff:ann", now_s - 2 * YEAR_S, now_s + expires_in_s, "old"))
    assert exim.send("192.0.2.66").end[1].code == (550 if listed else 250)


@pytest.mark.parametrize("at, listed", [("2030-01-01T11:59:59Z", True), ("2030-01-01T12:00:00Z", False)])
def test_expiry_to_the_second(exim, at, listed):
    exim.list("192.0.2.66", "open-relay", "--expires", "2030-01-01T12:00:00Z")
    assert exim.explain("192.0.2.66", "--at", at)["accept"] is not listed


def test_seen_by_the_very_next_connection(exim):
    for _ in range(3):
        assert exim.send("192.0.2.66").end[1].ok
        exim.list("192.0.2.66", "open-relay")
        assert exim.send("192.0.2.66").end[1].code == 550
        exim.wb("list", "remove", "192.0.2.66")


def test_evidence_without_room_is_counted_and_said(exim):
    """130 listings of one host: explain and the log say that two of them do not count."""
    lines = "".join(f"192.0.2.66\tspam\thost\tfeed:list-{i}\n" for i in range(130))
    exim.wb("list", "import", "-", input=lines)
    assert exim.send("192.0.2.66").end[1].code == 550
    assert [verdict["left_out"] for verdict in exim.verdicts()] == ["2"]
    assert "2 more, for which there is no room: they do not count" in exim.wb("explain", "192.0.2.66", status=1)
