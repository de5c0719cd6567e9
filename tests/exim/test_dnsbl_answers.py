# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Whatever a name server answers: no clean host is blocked, and a listed one still is where the answer can be read."""

import pytest
from dnsbl_case import BL, outcome, status

pytestmark = pytest.mark.usefixtures("agent")          # so that what one connection sees of a zone is known to the next

CLIENT = "192.0.2.66"
CLEAN = "192.0.2.1"

# what the zone answers about everybody; whether the zone is suspended afterwards
BAD = {
    "silence": False, "servfail": False, "refused": False, "formerr": False, "notimp": False,
    "garbage": False, "garbage-id": False,
    "127.0.0.2 wrong-id": False, "127.0.0.2 wrong-address": False, "127.0.0.2 wrong-question": False,
    "127.0.0.2 truncate": True, "127.0.0.2 truncate-always": False, "many=200": True, "127.0.0.2 cname=a.example.net": True,
    "203.0.113.9": True, "127.0.0.2": True, "127.0.0.2 ttl=0": True, "127.255.255.254": True,
    "127.255.255.255 127.0.0.2": True, "0.0.0.0": True, "255.255.255.255": True,
    "empty": False, "nodata": False, "NXDOMAIN": False,
    "NXDOMAIN 127.0.0.2": False, "servfail 127.0.0.2": False, "refused 127.0.0.2": False, "formerr 127.0.0.2": False,
    '"only a text"': False, "longtxt": False, "127.0.0.2 edns-formerr": True, "127.0.0.2 drop-first=1": True,
}


@pytest.mark.parametrize("edns", ["true", "false"])
@pytest.mark.parametrize("answer, suspended", BAD.items(), ids=BAD)
def test_no_answer_blocks_a_clean_host(exim, dns, answer, suspended, edns):
    dns.configure(exim, BL, deadline=0.3, dns=f"edns = {edns}", more='on_error = "defer"\ncategory "open-relay" { text = "%{reason}" }')
    dns.play(f"bl.example.net * {answer}")
    with exim.client(CLEAN) as client:
        replies = client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<user@example.org>")
    assert replies[-1].code == 250 and dns.queries
    assert not any("fault" in verdict for verdict in exim.verdicts())
    assert not suspended or status(exim)["bl.example.net"]["state"] == "suspended"


@pytest.mark.parametrize("answer", list(BAD))
def test_a_bad_zone_does_not_hide_a_good_one(exim, dns, answer):
    dns.configure(exim, BL.replace("bl.", "bad."), BL, deadline=0.5)
    dns.play(f"bad.example.net * {answer}\nbl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT) == (550, "open-relay")
    assert [verdict["evidence"] for verdict in exim.verdicts(CLIENT)] == ["dnsbl:bl.example.net:127.0.0.2"]


@pytest.mark.parametrize("edns", ["true", "false"])
@pytest.mark.parametrize("answer", [
    "127.0.0.2", "127.0.0.2 truncate", "127.0.0.2 drop-first=1", "127.0.0.2 cname=elsewhere.example.org", "127.0.0.2 ttl=0",
    "127.0.0.2 127.0.0.3 127.0.0.4", "127.0.0.3 127.0.0.2", "many=16", "127.0.0.2 edns-formerr", "127.0.0.2 delay=0.1",
])
def test_a_listed_host_is_refused_however_the_answer_comes(exim, dns, answer, edns):
    dns.configure(exim, BL, dns=f"edns = {edns}")
    dns.play(f"bl.example.net {CLIENT} {answer}")
    assert outcome(exim, CLIENT) == (550, "open-relay")
    asked = [query for query in dns.queries if query[0].startswith("66.2.0.192.")]
    assert asked[0].edns == (1232 if edns == "true" else None)
    assert any(query.tcp for query in asked) == ("truncate" in answer)


@pytest.mark.parametrize("probe", ["NXDOMAIN drop-first=1", "NXDOMAIN truncate", "nodata", "NXDOMAIN delay=0.1"])
def test_a_probe_however_its_answer_comes(exim, dns, probe):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.net * {probe}")
    assert outcome(exim, CLIENT) == (550, "open-relay")


def test_several_codes_are_several_categories(exim, dns):
    dns.configure(exim, 'dnsbl "zen.spamhaus.org" {}')
    dns.play(f"zen.spamhaus.org {CLIENT} 127.0.0.3 127.0.0.4 127.0.0.11")
    assert outcome(exim, CLIENT)[0] == 550
    found = exim.explain(CLIENT)["evidence"]
    assert {(row["source"], row["category"]) for row in found} == {
        ("dnsbl:zen.spamhaus.org:127.0.0.3", "spam-source"), ("dnsbl:zen.spamhaus.org:127.0.0.4", "virus"),
        ("dnsbl:zen.spamhaus.org:127.0.0.11", "policy")}


@pytest.mark.parametrize("code, category", [(1, "virus"), (4, "spam-source"), (16, "spam-source"), (2, None), (3, "virus"), (6, "spam-source"),
                                            (32, None), (31, "virus")])
def test_bits(exim, dns, code, category):
    dns.configure(exim, 'dnsbl "bl.score.senderscore.com" {}')
    dns.play(f"bl.score.senderscore.com {CLIENT} 127.0.0.{code}")
    assert outcome(exim, CLIENT) == ((550, category) if category else (250, None))


@pytest.mark.parametrize("edns", ["true", "false"])
def test_a_listing_behind_the_first_16_codes_is_no_crash(exim, dns, edns):
    dns.configure(exim, BL.replace("127.0.0.2", "127.0.0.250"), dns=f"edns = {edns}")
    dns.play(f"bl.example.net {CLIENT} many=300")
    assert outcome(exim, CLIENT)[0] in (250, 550)


@pytest.mark.parametrize("more, code, action", [
    ('mode = "monitor"', 250, "reject"),
    ('category "open-relay" { action = "tag" }', 250, "tag"),
    ('category "open-relay" { action = "defer" }', 451, "defer"),
    ('category "open-relay" { action = "log" }', 250, "log"),
])
def test_each_action(exim, dns, more, code, action):
    dns.configure(exim, BL, more=more)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    replies = exim.send(CLIENT)
    assert replies.end[1].code == code
    assert [(line["action"], line["evidence"]) for line in exim.verdicts(CLIENT)] == [(action, "dnsbl:bl.example.net:127.0.0.2")]
    assert action != "tag" or exim.tags(replies) == ["X-Whyblock: action=tag category=open-relay score=1.0 of 1.0 source=bl.example.net\n"]


def test_a_category_that_is_off_asks_nobody(exim, dns):
    dns.configure(exim, BL, more='category "open-relay" { action = "off" }')
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT) == (250, None) and dns.queries == []


def test_explain_without_dns_asks_nobody(exim, dns):
    dns.configure(exim, BL)
    exim.wb("explain", CLIENT, "--no-dns")
    assert dns.queries == []


def test_the_second_server_answers(exim, dns):
    dns.configure(exim, BL, server=f'127.0.0.1:1", "{dns.address}')
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT) == (550, "open-relay")


def test_48_zones_and_300_recipients_leave_no_descriptor(exim, dns):
    zones = [f"z{number}.example.net" for number in range(48)]
    dns.configure(exim, *(BL.replace("bl.example.net", zone) for zone in zones))
    dns.play("".join(f"{zone} * NXDOMAIN\n" for zone in zones))
    with exim.client(CLEAN) as client:
        client.say("HELO x")
        process, = exim.connections()
        before = len(list((process / "fd").iterdir()))
        for _ in range(3):
            replies = client.say("MAIL FROM:<>", *["RCPT TO:<user@example.org>"] * 100, "RSET")
            assert {reply.code for reply in replies} == {250}
        assert len(list((process / "fd").iterdir())) <= before + 1     # Exim's own log file
    assert len(dns.queries) == len(zones)              # one set of queries for each connection
