# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Lists of good hosts: they take DNSBL evidence away, and nothing else."""

import json

import pytest
from dnsbl_case import BL, outcome, status

CLIENT = "192.0.2.66"
DNSWL = 'dnswl "list.dnswl.org" { %s }'


@pytest.mark.parametrize("setting, answer, code", [
    ("", "127.0.5.0", 550), ("", "127.0.5.1", 250), ("", "127.0.5.2", 250), ("", "127.0.5.3", 250),
    ("min_trust = 0", "127.0.5.0", 250),
    ("min_trust = 2", "127.0.5.1", 550), ("min_trust = 2", "127.0.15.2", 250),
    ("min_trust = 3", "127.0.20.2", 550), ("min_trust = 3", "127.0.2.3", 250),
    ("", "127.0.2.1 127.0.20.0", 250),
    ("", "127.0.5.4", 550), ("", "127.1.5.3", 550),     # trust that does not exist
    ("", "NXDOMAIN", 550),
    # No usable answer: it might have vouched.
    ("", "127.0.0.255", 451), ("", "127.0.10.3", 451), ("", "127.0.5.3 127.0.10.3", 451), ("", "127.255.255.255", 451),
    ("", "203.0.113.3", 451), ("", "silence", 451), ("", "servfail", 451), ("", "garbage", 451), ("", "refused", 451),
])
def test_trust(exim, dns, setting, answer, code):
    dns.configure(exim, BL, DNSWL % setting, deadline=0.5)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} {answer}")
    assert outcome(exim, CLIENT)[0] == code


@pytest.mark.parametrize("delays", [(0, 0.1), (0.1, 0)])
def test_whichever_answers_first(exim, dns, delays):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2 delay={delays[0]}\nlist.dnswl.org {CLIENT} 127.0.5.2 delay={delays[1]}")
    assert outcome(exim, CLIENT) == (250, None)


# Rule 12: an allow list is believed no more than a block list.

LISTS_THE_WORLD = "list.dnswl.org * 127.0.5.3"


def test_rule_12_a_list_that_vouches_for_the_world_exempts_nobody(exim, dns, agent):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\n{LISTS_THE_WORLD}")
    reply = exim.send(CLIENT).end[1]
    assert reply.code == 451 and "4.7.1 Server [192.0.2.66] blocked as possible open relay" in reply.text
    verdict = exim.verdicts(CLIENT)[0]
    assert (verdict["action"], verdict["category"], verdict["dnswl"]) == ("defer", "open-relay", "list.dnswl.org:unknown")
    assert "list.dnswl.org: lists an address that nobody lists" in verdict["notice"]
    row = status(exim)["list.dnswl.org"]
    assert row["state"] == "suspended" and "lists the world" in row["why"]
    # From now on it counts as absent, which is said.
    assert outcome(exim, CLIENT) == (550, "open-relay")
    assert exim.verdicts(CLIENT)[-1]["notice"] == "list.dnswl.org: suspended, so it vouched for nobody"
    assert "  list.dnswl.org: suspended, so it vouched for nobody\n" in exim.wb("explain", CLIENT, status=None)
    exim.list(CLIENT, "open-relay")
    assert outcome(exim, CLIENT)[0] == 550 and "notice" not in exim.verdicts(CLIENT)[-1]


def test_rule_12_a_known_good_sender_costs_no_second_question(exim, dns):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net * NXDOMAIN\nlist.dnswl.org {CLIENT} 127.0.5.3")
    assert outcome(exim, CLIENT) == (250, None)
    assert dns.names("list.dnswl.org", probes=True) == [] and len(dns.queries) == 2
    # Nor does it end the round: who vouches for the world would hide what the block list is about to say.
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2 delay=0.1\n{LISTS_THE_WORLD}")
    assert outcome(exim, CLIENT) == (451, "open-relay")


@pytest.mark.parametrize("probe", ["silence", "servfail"])
def test_rule_12_without_an_answer_to_its_probe_it_is_unknown(exim, dns, probe):
    dns.configure(exim, BL, DNSWL % "", deadline=0.3)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org * {probe}\nlist.dnswl.org {CLIENT} 127.0.5.3")
    assert outcome(exim, CLIENT) == (451, "open-relay")
    said = exim.wb("explain", CLIENT, status=None)
    assert "defer, not reject: an allow list in the DNS gave no answer" in said and "Verdict    defer as open-relay" in said


def test_rule_12_what_the_site_says_alone_stays(exim, dns):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org * servfail")
    exim.list(CLIENT, "open-relay")
    assert outcome(exim, CLIENT) == (550, "open-relay") and "dnswl" not in exim.verdicts(CLIENT)[0]


def test_rule_12_one_that_failed_its_test_is_absent(exim, dns):
    dns.configure(exim, BL, DNSWL % "")
    dns.play("list.dnswl.org * 127.0.5.3\nbl.example.net 192.0.2.66 127.0.0.2")
    exim.wb("dnsbl", "check", status=1)
    assert outcome(exim, CLIENT) == (550, "open-relay")
    assert exim.verdicts(CLIENT)[-1]["notice"] == "list.dnswl.org: failed its last test, so it vouched for nobody"


# One that weighs.

def explained(exim):
    return json.loads(exim.wb("--json", "explain", CLIENT, status=None))


def test_an_allow_list_may_weigh_instead(exim, dns, agent):
    relays = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" weight = %s } }'
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} 127.0.5.2")
    dns.configure(exim, relays % "2.9", DNSWL % "weight = -2.0")
    assert outcome(exim, CLIENT)[0] == 250
    line = exim.verdicts(CLIENT)[0]
    assert (line["action"], line["below"], line["dnswl"]) == ("accept", "open-relay:0.9/1.0", "list.dnswl.org:-2.0")
    dns.configure(exim, relays % "3.0", DNSWL % "weight = -2.0")
    assert outcome(exim, CLIENT) == (550, "open-relay")
    line = exim.verdicts(CLIENT)[-1]
    assert (line["score"], line["dnswl"]) == ("1.0", "list.dnswl.org:-2.0")
    agent.settle()
    said = exim.wb("explain", CLIENT, status=None)
    assert "  list.dnswl.org knows the host: it takes 2.0 from what the zones say in each category\n" in said
    assert explained(exim)["allow_lists"] == [
        {"zone": "list.dnswl.org", "weight": -2.0, "vouches": True, "unknown": False, "absent": False}]
    dns.configure(exim, relays % "2.0", DNSWL % "weight = -2.0")
    assert "does not count: an allow list in the DNS weighs as much" in exim.wb("explain", CLIENT)


@pytest.mark.parametrize("rows, weight, code", [
    ("list.dnswl.org * servfail", 2.9, 451),
    ("list.dnswl.org * servfail", 3.0, 550),           # no answer of it could have prevented that
    (LISTS_THE_WORLD, 2.9, 451),
])
def test_rule_12_holds_for_one_that_weighs(exim, dns, rows, weight, code):
    dns.configure(exim, BL.replace("}", f"weight = {weight} }}", 1), DNSWL % "weight = -2.0")
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\n{rows}")
    assert outcome(exim, CLIENT) == (code, "open-relay")


def test_codes_of_the_operators_own(exim, dns):
    own = 'dnswl "wl.example.net" { min_trust = 2 ipv6 = "yes" code "127.0.0.2" { trust = 2 } code "127.0.0.3" {} }'
    dns.configure(exim, BL.replace("{ code", '{ ipv6 = "yes" code', 1), own)
    for client in (CLIENT, "2001:db8::66"):
        for code, reply in ("127.0.0.2", 250), ("127.0.0.3", 550), ("127.0.0.4", 550):
            dns.play(f"bl.example.net {client} 127.0.0.2\nwl.example.net {client} {code}")
            assert outcome(exim, client)[0] == reply


def test_not_from_the_operators_own_listings(exim, dns):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} 127.0.5.3")
    exim.list(CLIENT, "formmail")
    assert outcome(exim, CLIENT) == (550, "formmail")
    assert exim.verdicts(CLIENT)[0]["evidence"] == "listing:staff:ann"


def test_an_ipv6_client(exim, dns):
    dns.configure(exim, 'dnsbl "zen.spamhaus.org" {}', DNSWL % "")
    dns.play("zen.spamhaus.org 2001:db8::/32 127.0.0.4\nlist.dnswl.org 2001:db8:1::/48 127.0.5.2")
    assert outcome(exim, "2001:db8:1::1")[0] == 250
    assert outcome(exim, "2001:db8:2::1") == (550, "virus")


def test_a_dnswl_never_lists_and_a_dnsbl_never_allows(exim, dns):
    dns.configure(exim, 'dnswl "zen.spamhaus.org" {}', 'dnsbl "list.dnswl.org" { weight = 9 }', BL)
    dns.play(f"zen.spamhaus.org {CLIENT} 127.0.0.4\nlist.dnswl.org {CLIENT} 127.0.5.3")
    assert outcome(exim, CLIENT) == (250, None)
    dns.play(f"list.dnswl.org {CLIENT} 127.0.5.3\nbl.example.net {CLIENT} 127.0.0.2\nzen.spamhaus.org * NXDOMAIN")
    assert outcome(exim, CLIENT) == (550, "open-relay")


def test_explain_says_who_vouches(exim, dns):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net * NXDOMAIN\nlist.dnswl.org {CLIENT} 127.0.5.2")
    assert "list.dnswl.org, trust 2 vouches" in exim.wb("explain", CLIENT)     # with nothing to weigh, too: it asks all
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} 127.0.5.2")
    said = exim.wb("explain", CLIENT)
    assert "list.dnswl.org, trust 2" in said and "vouches" in said and "dnsbl:bl.example.net:127.0.0.2" in said
