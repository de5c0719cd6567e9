# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Lists of good hosts: they take DNSBL evidence away, and nothing else."""

import pytest
from dnsbl_case import BL, outcome

CLIENT = "192.0.2.66"
DNSWL = 'dnswl "list.dnswl.org" { %s }'


@pytest.mark.parametrize("setting, answer, code", [
    ("", "127.0.5.0", 550), ("", "127.0.5.1", 250), ("", "127.0.5.2", 250), ("", "127.0.5.3", 250),
    ("min_trust = 0", "127.0.5.0", 250),
    ("min_trust = 2", "127.0.5.1", 550), ("min_trust = 2", "127.0.15.2", 250),
    ("min_trust = 3", "127.0.20.2", 550), ("min_trust = 3", "127.0.2.3", 250),
    ("", "127.0.2.1 127.0.20.0", 250),
    ("", "127.0.5.4", 550), ("", "127.1.5.3", 550),     # trust that does not exist
    ("", "127.0.0.255", 550), ("", "127.0.10.3", 550), ("", "127.0.5.3 127.0.10.3", 550), ("", "127.255.255.255", 550),
    ("", "203.0.113.3", 550), ("", "NXDOMAIN", 550), ("", "silence", 550), ("", "servfail", 550), ("", "garbage", 550),
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
    dns.play(f"list.dnswl.org {CLIENT} 127.0.5.3\nbl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT) == (550, "open-relay")


def test_explain_says_who_vouches(exim, dns):
    dns.configure(exim, BL, DNSWL % "")
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} 127.0.5.2")
    said = exim.wb("explain", CLIENT)
    assert "list.dnswl.org, trust 2" in said and "vouches" in said and "dnsbl:bl.example.net:127.0.0.2" in said
