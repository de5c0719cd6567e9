# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`removal list`, `show` and `note`: what staff see of requests, and what approve would do."""

import json
import re

import pytest
from exim_server import geoip
from fake_dns import FakeDns
from removal_case import CLIENT, CLIENT6, SENDER, Site, in_days
from test_terminal import STRANGE, check

REQUEST = ["number", "created", "state", "by", "client", "category", "reference", "visitor", "language", "name", "email", "how",
           "done", "decided", "decided_by", "answer", "allowed", "allowed_until", "assignee", "question", "asked_back", "replied"]

ASK = ["--"]                                             # the zones, too


@pytest.fixture
def site(wb, tmp_path):
    return Site(wb, tmp_path)


def plan(site, number, *more):
    """What approve would do: what goes, whether the host is allowed, and why."""
    found = site.show(number, *(more or ["--no-dns"]))["approve"]
    return [(row["prefix"], row["category"], row["source"]) for row in found["removes"]], found["allows"], found["why"]


# list

def test_nothing_to_do(site):
    assert site.wb("removal", "list").out == "no request is open\n"
    assert site.wb("removal", "list", "--all").out == "there is no request\n"
    assert site.wb.json("removal", "list") == []


def test_list(site):
    site.ask()
    site.ask("192.0.2.67", "virus", "bob@example.com")
    site.wb("removal", "deny", "2", "--reason", "it still sends", "--no-mail")
    open_ones = site.wb("removal", "list").lines
    assert open_ones[0].split() == ["NUMBER", "AGE", "ADDRESS", "CATEGORY", "PROOF", "STATE", "FROM"]
    assert len(open_ones) == 2
    assert re.fullmatch(rf" +1   0m {CLIENT} +open-relay ref   open     ann@example.com", open_ones[1])
    rows = site.wb("removal", "list", "--all").lines
    assert [row.split()[5] for row in rows[1:]] == ["open", "denied"]
    found = site.wb.json("removal", "list", "--all")
    assert [list(row) for row in found] == [REQUEST, REQUEST]
    assert [(row["number"], row["client"], row["category"], row["state"], row["by"], row["email"]) for row in found] == [
        (1, CLIENT, "open-relay", "open", "mail", SENDER), (2, "192.0.2.67", "virus", "denied", "mail", "bob@example.com")]


# show

def test_one_screen(site):
    site.wb.add(CLIENT, reason="seen relaying")
    site.wb.add("192.0.2.0/24", "spam", source="feed:drop")
    site.ask()
    site.wb("removal", "note", "1", "phoned them")
    run = check(site.wb("removal", "show", "1", "--no-dns"))
    assert len(run.lines) <= 24 and max(len(line) for line in run.lines) <= 80
    for line in ["Request    1, open, made ", f"Address    {CLIENT}", "Category   open-relay", "From       ann@example.com",
                 "How        Blocked", "  reference  genuine: reject at ", "  DNS        not asked", "Now        reject as open-relay",
                 f"{CLIENT}/32, seen relaying", "192.0.2.0/24, seen by staff", ", since 20", "phoned them",
                 "whyblock removal approve 1 would", f"  remove the listing of {CLIENT}/32 as open-relay by staff:ann",
                 f"  add allow for {CLIENT}/32 until ", "192.0.2.0/24 stays listed as spam by feed:drop"]:
        assert line in run.out, line


def test_show_for_programs(site):
    site.wb.add(CLIENT)
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "it still relays", "--no-mail")
    site.ask(sender="bob@example.com")
    site.wb("removal", "note", "2", "the second time")
    found = site.show(2, "--no-dns")
    assert list(found) == REQUEST + ["proof", "now", "history", "requests", "same_email", "notes", "approve"]
    assert found["how"].startswith("Blocked\nPlease remove us: ref ")
    assert found["proof"]["reference"]["action"] == "reject" and found["proof"]["reference"]["category"] == "open-relay"
    assert (found["proof"]["dns"], found["proof"]["visit"]) == (None, False)
    assert found["now"]["accept"] is False
    assert [row["action"] for row in found["history"]] == ["add"]
    assert [(row["number"], row["state"], row["answer"]) for row in found["requests"]] == [(1, "denied", "it still relays")]
    assert [row["text"] for row in found["notes"]] == ["the second time"]
    assert list(found["approve"]) == ["removes", "allows", "allowed_already", "until", "why"]
    assert site.show(1, "--no-dns")["approve"] is None                  # it was decided


def test_country_and_network(site, geoip_files):
    site.configure(geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]))
    site.wb("apply")
    site.ask()
    site.wb.add(CLIENT)
    assert re.search(rf"^Address    {CLIENT}  [A-Z][A-Z]  AS\d+ \w+", site.wb("removal", "show", "1", "--no-dns").out, re.M)


@pytest.mark.parametrize("number", ["2", "18446744073709551615", "99999999999999999"])
def test_there_is_none(site, number):
    site.ask()
    for verb in (["show", number], ["approve", number], ["deny", number, "--reason", "x"], ["note", number, "x"]):
        status = 65 if len(number) > 18 else 1
        assert number[:5] in site.wb("removal", *verb, status=status).err


@pytest.mark.parametrize("number", ["0", "", "-1", "1x", "x", "1.0", " 1", "+1"])
def test_no_number(site, number):
    assert "no request's number" in site.wb("removal", "show", "--", number, status=65).err


def test_without_a_store(bare, tmp_path):
    for verb in (["list"], ["show", "1"], ["approve", "1"], ["deny", "1", "--reason", "x"], ["note", "1", "x"]):
        assert "whyblock init" in bare("removal", *verb, status=74).err


# notes

def test_notes(site):
    site.ask()
    assert site.wb("removal", "note", "1", "phoned them").out == "request 1: noted\n"
    assert site.wb.json("removal", "note", "1", "ünd again") == {"number": 1, "noted": True}
    assert [row["text"] for row in site.show(1, "--no-dns")["notes"]] == ["phoned them", "ünd again"]
    assert "empty" in site.wb("removal", "note", "1", "", status=65).err
    assert "2001 bytes" in site.wb("removal", "note", "1", "x" * 2001, status=65).err
    assert len(site.show(1, "--no-dns")["notes"]) == 2
    site.wb("removal", "deny", "1", "--reason", "no", "--no-mail")
    site.wb("removal", "note", "1", "also afterwards")
    assert len(site.show(1, "--no-dns")["notes"]) == 3


# what approve would do

@pytest.mark.parametrize("listed, client, goes, allows, why", [
    ([], CLIENT, 0, False, None),
    ([(f"{CLIENT}/32", "open-relay", "staff:ann")], CLIENT, 1, False, None),
    ([(f"{CLIENT}/32", "open-relay", "staff:ann"), (f"{CLIENT}/32", "virus", "staff:bob")], CLIENT, 2, False, None),
    ([("192.0.2.0/24", "open-relay", "staff:ann")], CLIENT, 0, True, "192.0.2.0/24 stays listed as open-relay by staff:ann"),
    ([(f"{CLIENT}/32", "open-relay", "staff:ann"), (f"{CLIENT}/32", "open-relay", "feed:drop")], CLIENT, 1, True,
     f"{CLIENT}/32 stays listed as open-relay by feed:drop"),
    ([(f"{CLIENT6}/128", "open-relay", "staff:ann")], CLIENT6, 1, False, None),
    ([("2001:db8:1:2::/64", "open-relay", "staff:ann")], CLIENT6, 0, True, "2001:db8:1:2::/64 stays listed as open-relay by staff:ann"),
    ([("2001:db8:1:2::67/128", "open-relay", "staff:ann")], CLIENT6, 0, False, None),
    ([("2001:db8:1::/48", "open-relay", "feed:drop")], CLIENT6, 0, True, "2001:db8:1::/48 stays listed as open-relay by feed:drop"),
    ([(f"{CLIENT6}/128", "open-relay", "feed:drop")], CLIENT6, 0, True, f"{CLIENT6}/128 stays listed as open-relay by feed:drop"),
])
def test_plan(site, listed, client, goes, allows, why):
    site.wb.load(*((prefix, category, "host", source, "-", "-", "-") for prefix, category, source in listed))
    site.ask(client)
    found = plan(site, 1)
    assert (len(found[0]), *found[1:]) == (goes, allows, why)
    assert found[0] == listed[:goes]


def test_plan_of_a_code_of_before(site):
    """It is about the /64, so the listing of that goes, and the hosts in it."""
    site.wb.load(("2001:db8:1:2::/64", "open-relay", "host", "staff:ann", "-", "-", "-"), (f"{CLIENT6}/128", "open-relay", "host", "staff:ann", "-", "-", "-"))
    site.ask(CLIENT6, subnet=True)
    found = plan(site, 1)
    assert (len(found[0]), *found[1:]) == (2, False, None)
    assert "of some host in 2001:db8:1:2::/64, it does not say which" in site.wb("removal", "show", "1", "--no-dns").out


def test_a_code_of_a_host_says_which(site):
    """Blocked when it is, and not a word of its neighbours."""
    site.wb.add(CLIENT6)
    site.wb.add("2001:db8:1:2::67", reason="a neighbour")
    site.ask(CLIENT6)
    shown = site.wb("removal", "show", "1", "--no-dns").out
    assert CLIENT6 in shown and "neighbour" not in shown and "some host in" not in shown and "2001:db8:1:2::67" not in shown
    assert site.show(1, "--no-dns")["now"]["verdict"]["action"] == "reject"


def test_exempt(site):
    site.configure('exempt { hosts = {"192.0.2.0/24"} }\n')
    site.ask()
    assert plan(site, 1) == ([], False, "it is exempt: host 192.0.2.0/24")


def test_allowed_already(site):
    site.wb.add(CLIENT, "allow", "--ttl", "10d")
    site.wb.add("192.0.2.0/24", source="feed:drop")
    site.ask()
    found = site.show(1, "--no-dns")["approve"]
    assert (found["allows"], found["allowed_already"], found["why"]) == (False, True, f"{CLIENT}/32 is allowed by staff:ann")
    assert in_days(found["until"]) == 10


@pytest.mark.parametrize("answer, allows, why", [
    ("NXDOMAIN", False, None),
    ("127.0.0.2", True, "bl.example.net lists it as open-relay"),
    ("silence", True, "bl.example.net did not answer, and may list it"),
    ("servfail", True, "bl.example.net did not answer, and may list it"),
    ("127.255.255.254", True, "bl.example.net did not answer, and may list it"),
])
def test_zones(site, answer, allows, why):
    with FakeDns(f"bl.example.net {CLIENT} {answer}") as dns:
        zone = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }\n'
        site.configure(f'dns {{ servers = {{"{dns.address}"}} deadline = 0.4 }}\n{zone}')
        site.ask()
        assert plan(site, 1, *ASK) == ([], allows, why)
        assert plan(site, 1) == ([], True, "bl.example.net did not answer, and may list it")
        site.wb.add(CLIENT)
        removes, allows_now, _ = plan(site, 1, *ASK)
        assert len(removes) == 1 and allows_now == (answer == "127.0.0.2")


def test_a_zone_without_ipv6_has_answered(site):
    with FakeDns("four.example.net ::/0 NXDOMAIN") as dns:
        zone = 'dnsbl "four.example.net" { ipv6 = "no" code "127.0.0.2" { category = "open-relay" } }\n'
        site.configure(f'dns {{ servers = {{"{dns.address}"}} deadline = 0.4 }}\n{zone}')
        site.ask(CLIENT6)
        assert plan(site, 1, *ASK) == ([], False, None)


# proof

@pytest.mark.parametrize("host, record, says", [
    ("ptr=mail.example.com", "TOKEN", "confirmed"),
    ("ptr=mail.example.com", '"whyblock=00000000000000000000000000"', "no token"),
    ("ptr=mail.example.com", "nodata", "no token"),
    ("NXDOMAIN", "TOKEN", "no name"),
    ("servfail", "TOKEN", "unknown"),
])
def test_dns_proof(site, host, record, says):
    site.ask()
    token = site.show(1, "--no-dns")["proof"]["token"]
    script = f"""
        in-addr.arpa               {CLIENT}  {host}
        mail.example.com           @         {CLIENT}
        _whyblock.mail.example.com @         {record.replace("TOKEN", f'"whyblock={token}"')}
    """
    with FakeDns(script) as dns:
        site.configure(f'dns {{ servers = {{"{dns.address}"}} deadline = 0.5 }}\n')
        proof = site.show(1)["proof"]
        assert (proof["dns"], proof["name"]) == (says, "mail.example.com" if says in ("confirmed", "no token") else None)
        shown = re.search(r"^  DNS +(.*)", site.wb("removal", "show", "1").out, re.M)[1]
        assert shown.startswith(says.replace("no token", "not there").replace("no name", "nothing can be proved"))
        if proof["name"]:
            assert shown.endswith(f': _whyblock.mail.example.com TXT "whyblock={token}"')


def test_of_a_64_the_dns_proves_nothing(site):
    site.ask(CLIENT6, subnet=True)
    assert "  DNS        not asked: which address of the /64 it is, is not known" in site.wb("removal", "show", "1").out


def test_of_a_64_the_reference_does_not_say_which_host(site):
    """Staff see what the code is about: a neighbour in the same /64 could ask with one of their own."""
    network = CLIENT6.replace("::66", "::/64")
    site.ask(CLIENT6, subnet=True)
    site.ask()
    assert f"of some host in {network}, it does not say which" in site.wb("removal", "show", "1", "--no-dns").out
    assert "it was sent to some host" not in site.wb("removal", "show", "2", "--no-dns").out
    assert [site.show(n, "--no-dns")["proof"]["reference"]["client"] for n in (1, 2)] == [network, CLIENT]


# what strangers wrote

@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_on_the_terminal(site, strange):
    strange = strange.replace("\n", " ").replace("\r", " ")
    site.wb.add(CLIENT)
    mail = site.mail(f"{strange}\nref {site.code()}\n{strange}", subject=strange, From=f'"{strange[:500]}" <{SENDER}>')
    site.receive(mail)
    for arguments in (["list"], ["show", "1", "--no-dns"], ["approve", "1", "--no-mail"]):
        check(site.wb("removal", *arguments))
    check(site.wb("--json", "removal", "list", "--all"))
    json.loads(site.wb("--json", "removal", "show", "1", "--no-dns").out)
