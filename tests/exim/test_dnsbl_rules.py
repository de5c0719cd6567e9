# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The eleven rules that keep an innocent host from being blocked, whatever the configuration says. Each test fails if its rule is taken out."""

import datetime
import re

import pytest
from dnsbl_case import BL, outcome, status

pytestmark = pytest.mark.usefixtures("agent")          # so that what one connection sees of a zone is known to the next

CLIENT = "192.0.2.66"
ANYTHING = 'dnsbl "bl.example.net" { code "127.0.0.0-127.255.255.255" { category = "open-relay" } }'
PARKED = "outside 127.0.0.0/8"
REFUSES = "refuses this resolver"


# Rules 1 and 2: error answers, even beside a good code and where the operator's own section names them; the zone is suspended (rule 5).

@pytest.mark.parametrize("codes, why", [
    ("192.0.2.1", PARKED),
    ("203.0.113.9 127.0.0.2", PARKED),
    ("127.0.0.2 203.0.113.9", PARKED),
    ("126.255.255.255 127.0.0.2", PARKED),
    ("128.0.0.2 127.0.0.2", PARKED),
    ("0.0.0.0", PARKED),
    ("127.255.255.254", REFUSES),
    ("127.255.255.255 127.0.0.2", REFUSES),
    ("127.0.0.2 127.255.0.1", REFUSES),
    ("127.0.0.2 127.255.255.252", REFUSES),
])
def test_rules_1_and_2_error_answers(exim, dns, codes, why):
    dns.configure(exim, ANYTHING)
    dns.play(f"bl.example.net {CLIENT} {codes}\nbl.example.net 192.0.2.77 127.0.0.2\n")
    assert outcome(exim, CLIENT)[0] == 250
    row = status(exim)["bl.example.net"]
    assert row["state"] == "suspended" and why in row["why"]
    assert why in exim.verdicts(CLIENT)[0]["notice"]
    assert outcome(exim, "192.0.2.77")[0] == 250 and dns.names("bl.example.net") == ["66.2.0.192"]


@pytest.mark.parametrize("code", ["127.254.255.255", "127.0.0.1", "127.0.0.0", "127.200.0.2"])
def test_rules_1_and_2_go_no_further(exim, dns, code):
    dns.configure(exim, ANYTHING)
    dns.play(f"bl.example.net {CLIENT} {code}")
    assert outcome(exim, CLIENT) == (550, "open-relay")


@pytest.mark.parametrize("code", ["127.0.0.255", "127.0.10.0", "127.0.10.1", "127.0.10.3"])
def test_rule_2_false_trust_does_not_exempt(exim, dns, code):
    dns.configure(exim, BL, 'dnswl "list.dnswl.org" { min_trust = 0 }')
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} {code}")
    assert outcome(exim, CLIENT) == (451, "open-relay")
    assert status(exim)["list.dnswl.org"]["state"] == "suspended"


@pytest.mark.parametrize("codes, code", [
    ("127.0.0.3", 250), ("127.0.0.200 127.0.0.1", 250), ("127.1.0.2", 250), ("127.0.0.3 127.0.0.2", 550)])
def test_rule_3_a_code_without_a_name_does_not_count(exim, dns, codes, code):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} {codes}")
    with exim.client(CLIENT) as client:
        client.say("HELO x", "MAIL FROM:<>", *["RCPT TO:<user@example.org>"] * 3)
        assert client.reply.code == code
    unnamed = [verdict for verdict in exim.verdicts(CLIENT) if "which its table does not name" in verdict.get("notice", "")]
    assert len(unnamed) == 1                           # once for each process
    assert "does not name" in exim.wb("explain", CLIENT, status=None)


# Rule 4: no usable answer is neither listed nor not listed; as the answer to a probe it is no denial.

@pytest.mark.parametrize("answer", ["silence", "servfail", "refused", "formerr", "garbage", "truncate-always nodata", "127.0.0.2 truncate-always",
                                    "servfail 127.0.0.2", "refused 127.0.0.2"])
@pytest.mark.parametrize("who", ["client", "probe"])
def test_rule_4_no_usable_answer_is_unknown(exim, dns, who, answer):
    rows = {CLIENT: "127.0.0.2", "*": "NXDOMAIN"} | {{"client": CLIENT, "probe": "*"}[who]: answer}
    dns.configure(exim, BL, deadline=0.3)
    dns.play("".join(f"bl.example.net {row} {says}\n" for row, says in rows.items()))
    assert re.search(r"bl\.example\.net +unknown ", exim.wb("explain", CLIENT))
    assert outcome(exim, CLIENT) == (250, None)
    assert bool(dns.names("bl.example.net", probes=True)) == (who == "probe")


def test_rule_5_the_state_is_shared_and_ends(exim, dns):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.255.255.254")
    exim.send(CLIENT)
    row = status(exim)["bl.example.net"]
    since, until = (int(datetime.datetime.fromisoformat(row[name].replace("Z", "+00:00")).timestamp()) for name in ("since", "until"))
    assert until - since == 300

    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    exim.send(CLIENT)
    exim.wb("explain", CLIENT, "--at", str(until - 1))
    assert dns.queries == []
    exim.wb("explain", CLIENT, "--at", str(until), status=1)
    assert dns.names("bl.example.net") == ["66.2.0.192"]


# Rule 6: the test points.

@pytest.mark.parametrize("script, state, why", [
    ("NXDOMAIN", "good", ""),
    ("NXDOMAIN notest", "failed", "does not list 127.0.0.2"),
    ("nodata notest", "failed", "does not list 127.0.0.2"),
    ("127.0.0.2", "failed", "lists 127.0.0.1"),
    ("203.0.113.9", "failed", "error"),
    ("127.255.255.254", "failed", "error"),
    ("silence", "suspended", "its test"),              # says nothing about the zone: until the next test nobody waits for it
    ("servfail", "suspended", "its test"),
])
def test_rule_6_a_zone_that_fails_its_test_is_not_asked(exim, dns, script, state, why):
    dns.configure(exim, BL, deadline=0.5)
    dns.play(f"bl.example.net * {script}")
    exim.wb("dnsbl", "check", status=int(state != "good"))
    row = status(exim)["bl.example.net"]
    assert row["state"] == state and why in row["why"] and row["tested"]

    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT)[0] == (550 if state == "good" else 250)
    assert bool(dns.queries) == (state == "good")
    exim.wb("dnsbl", "check")                          # the zone is well again
    assert outcome(exim, CLIENT)[0] == 550


def test_rule_6_a_zone_that_was_never_tested_is_asked_and_exim_sends_no_test_point(exim, dns):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT)[0] == 550
    assert not {"2.0.0.127", "1.0.0.127"} & set(dns.names("bl.example.net"))


@pytest.mark.parametrize("zone", ["rbl.efnetrbl.org", "hostkarma.junkemailfilter.com"])
def test_rule_6_two_zones_may_list_127_0_0_1(exim, dns, zone):
    dns.configure(exim, f'dnsbl "{zone}" {{}}', BL)
    dns.play(f"{zone} 127.0.0.1 127.0.0.1\nbl.example.net 127.0.0.1 127.0.0.2")
    exim.wb("dnsbl", "check", status=1)
    assert {name: row["state"] for name, row in status(exim).items()} == {zone: "good", "bl.example.net": "failed"}


@pytest.mark.parametrize("rows, state", [
    ("", "good"),
    ("bl.example.net ::ffff:127.0.0.1 127.0.0.2", "failed"),
    ("bl.example.net ::ffff:127.0.0.2 NXDOMAIN", "failed"),
])
def test_rule_6_ipv6_points(exim, dns, rows, state):
    dns.configure(exim, BL.replace("{ code", '{ ipv6 = "yes" code', 1))
    dns.play(f"bl.example.net * NXDOMAIN\n{rows}")
    exim.wb("dnsbl", "check", status=int(state == "failed"))
    assert status(exim)["bl.example.net"]["state"] == state


# Rule 7: a hit needs a probe.

@pytest.mark.parametrize("client, ipv6", [(CLIENT, "no"), ("2001:db8::66", "yes")])
def test_rule_7_a_zone_that_lists_the_world_blocks_nobody(exim, dns, client, ipv6):
    dns.configure(exim, BL.replace("{ code", f'{{ ipv6 = "{ipv6}" code', 1))
    dns.play("bl.example.net * 127.0.0.2")
    assert outcome(exim, client)[0] == 250
    assert "lists the world" in exim.verdicts(client)[0]["notice"]
    row = status(exim)["bl.example.net"]
    assert row["state"] == "suspended" and "lists the world" in row["why"]


@pytest.mark.parametrize("probe", ["203.0.113.9", "127.255.255.254", "127.0.0.99"])
def test_rule_7_any_answer_to_a_probe_is_an_error(exim, dns, probe):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net * {probe}\nbl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT)[0] == 250
    assert status(exim)["bl.example.net"]["state"] == "suspended"


@pytest.mark.parametrize("client, ipv6", [(CLIENT, "no"), ("2001:db8::66", "yes")])
def test_rule_7_probes_are_random_and_only_for_hits(exim, dns, client, ipv6):
    dns.configure(exim, BL.replace("{ code", f'{{ ipv6 = "{ipv6}" code', 1), 'dnswl "list.dnswl.org" {}')
    dns.play(f"bl.example.net {client} 127.0.0.2\nlist.dnswl.org * NXDOMAIN")
    for _ in range(3):
        assert outcome(exim, client)[0] == 550
    assert outcome(exim, "192.0.2.1")[0] == 250
    probes = dns.names("bl.example.net", probes=True)
    assert 1 <= len(probes) == len(set(probes)) <= 3 and len(dns.names("bl.example.net")) == 4

    # Rule 12: an allow list's too, when there is something to weigh.
    dns.play(f"bl.example.net {client} 127.0.0.2\nlist.dnswl.org {client} 127.0.5.3")
    assert outcome(exim, client)[0] == 250
    assert len(dns.names("list.dnswl.org", probes=True)) == 1


# Rule 8: what is not about the host.

@pytest.mark.parametrize("code", [10, 11])
def test_rule_8_policy_codes_count_for_policy_alone(exim, dns, code):
    zone = 'dnsbl "zen.spamhaus.org" { weight = 9 }'
    dns.play(f"zen.spamhaus.org {CLIENT} 127.0.0.{code}")
    dns.configure(exim, zone)
    assert outcome(exim, CLIENT) == (550, "policy")
    dns.configure(exim, zone, more='category "policy" { action = "off" }')
    assert outcome(exim, CLIENT)[0] == 250
    dns.configure(exim, 'dnsbl "zen.spamhaus.org" { weight = 0.9 }')
    exim.list(CLIENT, "spam-source", "--ttl", "1h", "--scope", "network")
    dns.configure(exim, 'dnsbl "zen.spamhaus.org" { weight = 0.9 }', more='category "spam-source" { threshold = 1.5 }')
    assert outcome(exim, CLIENT)[0] == 250             # 1.0 and 0.9 of two categories are no sum


WIDE = ['dnsbl "dnsbl-2.uceprotect.net" { weight = 5 }', 'dnsbl "dnsbl-3.uceprotect.net" { weight = 5 }']
OWN = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "policy" scope = "%s" weight = 5 } }'


@pytest.mark.parametrize("zones, code", [
    (WIDE[:1], 451), (WIDE[1:], 451), (WIDE, 451),
    ([OWN % "range"], 451), ([OWN % "network"], 451), ([*WIDE, OWN % "network"], 451),
    ([OWN % "host"], 550), ([*WIDE, OWN % "host"], 550),
    ([*WIDE, OWN.replace("weight = 5", "weight = 0.1") % "host"], 550),
])
def test_rule_8_scope_range_and_network_defer_at_most(exim, dns, zones, code):
    dns.configure(exim, *zones)
    dns.play("\n".join(f"{zone} {CLIENT} 127.0.0.2" for zone in ("dnsbl-2.uceprotect.net", "dnsbl-3.uceprotect.net", "bl.example.net")))
    assert outcome(exim, CLIENT) == (code, "policy")


def test_rule_8_a_level_2_list_alone_does_nothing_with_its_own_weight(exim, dns):
    dns.configure(exim, 'dnsbl "dnsbl-2.uceprotect.net" {}', 'dnsbl "dnsbl-3.uceprotect.net" {}')
    dns.play("\n".join(f"dnsbl-{level}.uceprotect.net {CLIENT} 127.0.0.2" for level in (2, 3)))
    assert outcome(exim, CLIENT) == (250, None)


# Rule 9: one operator, one voice.

@pytest.mark.parametrize("zones, code", [
    ({"zen.spamhaus.org": 4}, 250),
    ({"zen.spamhaus.org": 4, "xbl.spamhaus.org": 4, "SECRET.xbl.dq.spamhaus.net": 4}, 250),
    ({"zen.spamhaus.org": 4, "bip.virusfree.cz": 2}, 550),
    ({"zen.spamhaus.org": 4, "xbl.spamhaus.org": 4, "dnsbl.dronebl.org": 3}, 550),
    ({"a.example.net": 2, "b.example.net": 2}, 550),   # unknown zones: each its own operator
])
def test_rule_9_an_operator_counts_once(exim, dns, zones, code):
    own = ' code "127.0.0.2" { category = "virus" }'
    dns.configure(exim, *(f'dnsbl "{zone}" {{ weight = 0.5{own if "example" in zone else ""} }}' for zone in zones))
    dns.play("\n".join(f"{zone} {CLIENT} 127.0.0.{last}" for zone, last in zones.items()))
    assert outcome(exim, CLIENT) == (code, "virus" if code == 550 else None)
    if code == 550:
        assert exim.verdicts(CLIENT)[0]["score"] == "1.0"


def test_rule_9_several_codes_of_one_answer_count_once(exim, dns):
    dns.configure(exim, 'dnsbl "bl.mailspike.net" { weight = 0.5 }', 'dnsbl "bl.spamcop.net" {}')
    dns.play(f"bl.mailspike.net {CLIENT} 127.0.0.2 127.0.0.10 127.0.0.11 127.0.0.12\nbl.spamcop.net * delay=0.1 NXDOMAIN")
    assert outcome(exim, CLIENT)[0] == 250 and dns.names("bl.mailspike.net")


@pytest.mark.parametrize("first, second", [("bl.example.net", "BL.Example.Net"), ("zen.spamhaus.org", "ZEN.spamhaus.org")])
def test_rule_9_a_zone_written_twice_does_not_corroborate_itself(exim, dns, first, second):
    half = 'dnsbl "%s" { weight = 0.5 code "127.0.0.2" { category = "open-relay" } }'
    dns.configure(exim, half % first)
    exim.write_conf(dns.settings(half % first, half % second))
    assert f'found zone "{second}": expected one section for a zone' in exim.apply_refused()
    dns.play(f"{first} {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT)[0] == 250


# Rule 10: IPv6.

@pytest.mark.parametrize("client, name, zones", [
    ("192.0.2.66", "66.2.0.192", {"bl.spamcop.net", "zen.spamhaus.org", "bl.example.net"}),
    ("::ffff:192.0.2.66", "66.2.0.192", {"bl.spamcop.net", "zen.spamhaus.org", "bl.example.net"}),
    ("2001:db8:123:4567:89ab:cdef:8765:4321", "1.2.3.4.5.6.7.8.f.e.d.c.b.a.9.8.7.6.5.4.3.2.1.0.8.b.d.0.1.0.0.2", {"zen.spamhaus.org"}),
])
def test_rule_10_ipv6_clients_are_asked_only_of_zones_that_list_ipv6(exim, dns, client, name, zones):
    dns.configure(exim, 'dnsbl "bl.spamcop.net" { weight = 2 }', 'dnsbl "zen.spamhaus.org" {}', BL)
    dns.play("bl.spamcop.net 0.0.0.0/0 NXDOMAIN\nzen.spamhaus.org * NXDOMAIN\nbl.example.net * NXDOMAIN")
    assert exim.send(client).end[1].code == 250
    assert sorted(dns.queries) == sorted((f"{name}.{zone}", "A") for zone in zones)


def test_rule_10_a_listed_ipv6_client(exim, dns):
    dns.configure(exim, 'dnsbl "zen.spamhaus.org" {}')
    dns.play("zen.spamhaus.org 2001:db8:66::/64 127.0.0.3")
    assert outcome(exim, "2001:db8:66::5") == (550, "spam-source")
    assert outcome(exim, "2001:db8:67::5")[0] == 250


# Rule 11: account keys.

KEY = "k3yOfOurAccount0123456789"
KEYED = ["zen.dq.spamhaus.net", "sbl.dq.spamhaus.net", "xbl.dq.spamhaus.net", "pbl.dq.spamhaus.net", "authbl.dq.spamhaus.net",
         "combined.mail.abusix.zone", "black.mail.abusix.zone", "exploit.mail.abusix.zone", "dynamic.mail.abusix.zone"]
REASONED = 'category "virus" { text = "[%{ip}] %{source} %{reason}" }'


def everything_said(exim, client):
    """All that anybody gets to see."""
    exim.send(client)
    said = list(exim.dialogue) + exim.log() + exim.log("reject") + exim.panic()
    for json in ([], ["--json"]):
        said += [exim.wb(*json, *verb, status=None) for verb in
                 (["explain", client], ["check-config"], ["dnsbl", "status"], ["dnsbl", "check"], ["dnsbl", "status"], ["check-config"])]
    return "\n".join(said).lower()


@pytest.mark.parametrize("zone", KEYED)
@pytest.mark.parametrize("answer", ["127.0.0.4", "127.0.0.77", "203.0.113.9", "127.255.255.254", "silence", "servfail"])
def test_rule_11_a_key_shows_nowhere(exim, dns, zone, answer):
    dns.configure(exim, f'dnsbl "{KEY}.{zone}" {{}}', more=REASONED, deadline=0.1)
    dns.play(f"{KEY}.{zone} {CLIENT} {answer}")
    said = everything_said(exim, CLIENT)
    assert zone in said and KEY.lower() not in said
    assert dns.names(f"{KEY.lower()}.{zone}")          # but it was asked


@pytest.mark.parametrize("kind, zone", [("dnswl", "white.mail.abusix.zone"), ("dnsbl", "sbl-xbl.dq.spamhaus.net"), ("dnsbl", "new.dq.spamhaus.net")])
def test_rule_11_zones_of_these_operators_that_the_catalogue_does_not_name(exim, dns, kind, zone):
    dns.configure(exim, f'{kind} "{KEY}.{zone}" {{ }}', BL, more=REASONED)
    dns.play(f"{KEY}.{zone} * 203.0.113.9\nbl.example.net {CLIENT} 127.0.0.2")
    said = everything_said(exim, CLIENT)
    assert zone in said and KEY.lower() not in said


@pytest.mark.parametrize("zone", ["zen.dq.spamhaus.net", "combined.mail.abusix.zone"])
def test_rule_11_a_zone_whose_text_tells_the_key(exim, dns, zone):
    dns.configure(exim, f'dnsbl "{KEY}.{zone}" {{}}', more=REASONED)
    dns.play(f'{KEY}.{zone} {CLIENT} 127.0.0.4 "see 66.2.0.192.{KEY.upper()}.{zone}"')
    said = everything_said(exim, CLIENT)
    assert zone in said and KEY.lower() not in said


@pytest.mark.parametrize("zone", ["zen.dq.spamhaus.net", "combined.mail.abusix.zone"])
@pytest.mark.parametrize("mistake", [
    'dnsbl "{key}.{zone}." {{}}',
    'dnsbl "{key}.{zone}" {{ weight = 0 }}',
    'dnsbl "{key}.{zone}" {{ wait = 0 }}',
    'dnsbl "{key}.{zone}" {{}}\ndnsbl "{key}.{zone}" {{}}',
    'dnsbl "{key}.{zone}" {{ code "127.0.0.2" {{}} }}',
    'dnsbl "{key}.{zone}" {{ code "1.2.3.4" {{}} }}',
    'dnsbl "{key} .{zone}" {{}}',
    'dnsbl "{key}.{zone}',
    'dnsbl "{key}.{zone}" }}',
])
def test_rule_11_a_key_does_not_show_in_a_mistake_either(exim, dns, zone, mistake):
    exim.write_conf(dns.settings(mistake.format(key=KEY, zone=zone)))
    said = exim.apply_refused().lower() + everything_said(exim, CLIENT)
    assert "mistake" in said and KEY.lower() not in said
