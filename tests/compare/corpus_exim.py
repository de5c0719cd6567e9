# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The cases with a real Exim: what a client is told, what the log says, what a message is tagged with."""

import os
import shutil

from trial import ACLS, case, cases

CLIENT, CLIENT6, LONG6 = "192.0.2.66", "2001:db8:1:2::66", "2001:db8:1111:2222:3333:4444:5555:6666"
BL = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }'
COMMANDS = ["EHLO a", "MAIL FROM:<>", "RCPT TO:<user@example.org>", "RCPT TO:<postmaster@example.org>", "RCPT TO:<other@example.org>", "RSET",
            "MAIL FROM:<b@example.com>", "RCPT TO:<user@example.org>", "DATA"]


# each ACL

def each_action(trial, action):
    trial.configure(f'category "open-relay" {{ action = "{action}" }}\n')
    trial.list(CLIENT, reason='seen relaying "x"')
    trial.list(CLIENT6)
    for client in (CLIENT, CLIENT6, "192.0.2.67"):
        trial.send(client)


for place in ACLS:
    cases({f"{place} {action}": action for action in ("off", "log", "tag", "defer", "reject")}, acl=place)(each_action)


def monitor_mode(trial, action):
    trial.configure(f'mode = "monitor"\ncategory "open-relay" {{ action = "{action}" }}\n')
    trial.list(CLIENT)
    trial.send(CLIENT)


for place in ("rcpt", "all"):
    cases({f"{place} {action}": action for action in ("log", "tag", "defer", "reject")}, acl=place)(monitor_mode)


def a_longer_dialogue(trial):
    trial.list(CLIENT)
    trial.say(CLIENT, *COMMANDS)
    trial.say("192.0.2.67", *COMMANDS[:-1])


for place in ("rcpt", "data", "all"):
    cases({place: ()}, acl=place)(a_longer_dialogue)


# listings

@cases(["open-relay", "open-proxy", "formmail", "virus", "spam", "spam-source", "policy"], acl="rcpt")
def each_category(trial, category):
    trial.sign()
    for client in ("203.0.113.222", LONG6):
        trial.list(client, category)
        trial.send(client)


@cases(["host", "range", "network"], acl="rcpt")
def each_scope(trial, scope):
    trial.list("192.0.2.0/24", "open-relay", "--scope", scope)
    trial.send(CLIENT)
    trial.list(CLIENT, "open-relay", source="bob")
    trial.send(CLIENT)


@cases(["0.5", "1.001", "2.0", "3.0"], acl="rcpt")
def a_threshold(trial, threshold):
    trial.configure(f'category "open-relay" {{ threshold = {threshold} }}\n')
    trial.list(CLIENT)
    trial.list(CLIENT, source="staff:bob")
    trial.send(CLIENT)


@case(acl="rcpt")
def an_allow_listing(trial):
    trial.list(CLIENT)
    trial.list("192.0.2.0/24", "allow", source="staff:eve")
    trial.send(CLIENT)
    trial.run("list", "remove", "192.0.2.0/24")
    trial.send(CLIENT)


@case(acl="rcpt")
def a_feed(trial):
    path = trial.file("input", "192.0.2.0/24 ; SBL1, see https://example.org/\n2001:db8::/32\n")
    trial.run("feed", "sync", "drop", path, "--category", "spam")
    for client in (CLIENT, CLIENT6, "203.0.113.1"):
        trial.send(client)


@case(acl="rcpt")
def many_listings(trial):
    trial.load(*((f"192.0.2.{64 + n % 8}", ("spam", "virus", "policy")[n % 3], ("host", "range", "network")[n % 3], f"feed:f{n}", "2026-01-01", "-", f"n {n}")
                 for n in range(100)))
    trial.send(CLIENT)


@case(acl="rcpt")
def a_listing_that_is_over(trial):
    trial.load((CLIENT, "spam", "host", "staff:ann", "2020-01-01", "2020-02-01", "over"), ("192.0.2.0/24", "spam", "host", "s:a", "-", "2026-12-02", "soon"))
    trial.send(CLIENT)


@cases(["relays for anybody", 'says "x" \\ =', "Grüße", "x" * 255, "reply: 250 OK whyblock: action=accept"], acl="rcpt")
def a_reason(trial, reason):
    trial.configure('category "open-relay" { text = "%{reason}\\n%{source}" }\n')
    trial.list(CLIENT, reason=reason)
    trial.send(CLIENT)


# settings

TEXTS = ["%{ip} %{name} %{helo}\\n%{sender} %{recipient}\\n%{category} %{title}\\n%{site} %{contact} %%\\n%{country} %{asn} %{as_org}\\n%{ref}\\n%{url}",
         "%{name}\\nlast", "%{name}", "a\\nb\\nc\\nd\\ne\\nf\\ng\\nh\\ni\\nj", "%{helo} " * 20]


@cases(TEXTS, acl="rcpt")
def a_text(trial, text):
    trial.sign()
    trial.configure(f'category "open-relay" {{ text = "{text}" }}\n', country="maxmind-country", asn="maxmind-asn")
    trial.list(CLIENT)
    trial.send(CLIENT, helo="mail.example.com", sender="a@example.com")
    trial.send(CLIENT, helo="x" * 200, sender="")


@cases(['exempt { authenticated = false }', 'exempt { hosts = {"192.0.2.64/28"} }', 'exempt { hosts = {"192.0.2.80/28"} }',
        'exempt { recipients = {"user@example.org"} }', 'exempt { recipients = {"@example.org"} }', 'exempt { hosts = {} recipients = {} }', ''], acl="rcpt")
def who_is_exempt(trial, setting):
    trial.configure(f'{setting}\n')
    trial.list(CLIENT, "open-relay", "--force")
    trial.send(CLIENT)
    trial.send(CLIENT, login="ann")
    trial.send(CLIENT, to=["postmaster@example.org", "user@example.org", "ABUSE@example.net", "postmaster"])


@cases(["maxmind-country maxmind-asn", "ipinfo-lite ipinfo-lite", "connection-type connection-type", "/none /none"], acl="rcpt")
def rules_by_country_and_network(trial, layouts):
    country, asn = layouts.split()
    trial.configure('rule "us" { countries = {"US"} category = "spam" weight = 0.5 }\nrule "as" { asn = {64496} category = "policy" }\n'
                    'rule "both" { asn = {64497, AS64499} countries = {"DE", "NL"} category = "virus" scope = "host" }\n', country=country, asn=asn)
    for client in (CLIENT, "198.51.100.7", "203.0.113.9", CLIENT6, "11.0.0.1"):
        trial.send(client)


@case(acl="rcpt")
def a_reference_in_the_reply(trial):
    trial.sign()
    trial.list(CLIENT)
    trial.list(CLIENT6, "spam")
    trial.configure('category "spam" { action = "defer" }\n')
    for client in (CLIENT, CLIENT6):
        trial.send(client)


@case(acl="rcpt")
def another_site(trial):
    trial.list(CLIENT)
    for site in ("", 'site { url = "https://x.example/?a=b" }', 'site { name = "N" contacts = {"a@example.net", "b@example.net"} }'):
        trial.configure(site=site)
        trial.send(CLIENT)


# zones

ANSWERS = {
    "listed": f'bl.example.net {CLIENT} 127.0.0.2 "Open relay, see https://bl.example.net/"\nbl.example.net {CLIENT6} 127.0.0.2',
    "not listed": "bl.example.net * NXDOMAIN",
    "unnamed code": f"bl.example.net {CLIENT} 127.0.0.9",
    "parked": f"bl.example.net {CLIENT} 203.0.113.9",
    "refuses": f"bl.example.net {CLIENT} 127.255.255.254",
    "lists the world": "bl.example.net * 127.0.0.2",
    "probe unanswered": f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.net * servfail",
    "servfail": "bl.example.net * servfail",
    "silence": "bl.example.net * silence",
    "bad text": f'bl.example.net {CLIENT} 127.0.0.2 "a\\010b\\255" + "more" "second"',
}


def a_zone_answers_exim(trial, script):
    trial.zones(script, BL, deadline=0.3 if "silence" in script else 3)
    for client in (CLIENT, CLIENT, CLIENT6):
        trial.send(client)
    trial.read("dnsbl", "status")


for place in ("rcpt", "prefetch"):
    cases({f"{place} {name}": script for name, script in ANSWERS.items()}, acl=place)(a_zone_answers_exim)


@cases(["off", "log", "tag", "defer", "reject"], acl="rcpt")
def a_zone_and_each_action(trial, action):
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2", BL, more=f'category "open-relay" {{ action = "{action}" }}')
    trial.send(CLIENT)


@cases(["zen.spamhaus.org 127.0.0.2", "zen.spamhaus.org 127.0.0.3 127.0.0.4 127.0.0.11", "zen.spamhaus.org 127.0.0.10", "bl.spamcop.net 127.0.0.2",
        "bl.score.senderscore.com 127.0.0.5"], acl="rcpt")
def a_known_zone_and_exim(trial, row):
    zone, codes = row.split(" ", 1)
    trial.zones(f"{zone} {CLIENT} {codes}", f'dnsbl "{zone}" {{}}')
    trial.send(CLIENT)


@cases(["0 127.0.5.0", "1 127.0.5.1", "2 127.0.5.1", "1 127.0.0.255"], acl="rcpt")
def good_hosts(trial, row):
    trust, answer = row.split()
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} {answer}", BL,
                f'dnswl "list.dnswl.org" {{ min_trust = "{trust}" }}')
    trial.send(CLIENT)
    trial.list(CLIENT, "spam")
    trial.send(CLIENT)


@case(acl="rcpt")
def zones_listings_and_rules(trial):
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2\nbad.example.net {CLIENT} 203.0.113.9", BL, BL.replace("bl.", "bad."),
                more='category "open-relay" { threshold = 2.0 }\ncategory "spam" { threshold = 0.7 }')
    trial.list("192.0.2.0/24", "spam", "--scope", "range")
    trial.send(CLIENT)
    trial.list(CLIENT)
    trial.send(CLIENT)


# what is broken on our side

def no_configuration(trial):
    trial.conf.unlink()


def configuration_is_a_fifo(trial):
    trial.conf.unlink()
    os.mkfifo(trial.conf)


def configuration_not_readable(trial):
    trial.conf.chmod(0)


def configuration_writable(trial):
    trial.conf.chmod(0o666)


def configuration_with_mistakes(trial):
    trial.write_conf('mode = "enforced"\non_error = "defer"\nbogus = 1\n')


def no_store(trial):
    shutil.rmtree(trial.store)


def store_is_text(trial):
    (trial.store / "listings/data.mdb").write_text("192.0.2.66 open-relay\n" * 1000)


def store_cut_short(trial):
    os.truncate(trial.store / "listings/data.mdb", 8192)


def store_not_readable(trial):
    (trial.store / "listings/data.mdb").chmod(0)


def no_lock_file(trial):
    (trial.store / "listings/lock.mdb").chmod(0)


def a_bad_key(trial):
    trial.key.write_text("bad\n")


def nobody_answers(trial):
    trial.configure(f'on_error = "defer"\ndns {{ servers = {{"127.0.0.1:1"}} deadline = 0.3 }}\n{BL}\n')


def a_damaged_mmdb(trial):
    path = trial.file("input", bytes(range(256)) * 64)
    trial.configure('on_error = "defer"\n', country=str(path))


BROKEN = (no_configuration, configuration_is_a_fifo, configuration_not_readable, configuration_writable, configuration_with_mistakes, no_store,
          store_is_text, store_cut_short, store_not_readable, no_lock_file, a_bad_key, nobody_answers, a_damaged_mmdb)


@cases({f"{broken.__name__}, {on_error}": (broken, on_error) for broken in BROKEN for on_error in ("accept", "defer")}, acl="rcpt")
def on_error(trial, broken, on_error):
    trial.configure(f'on_error = "{on_error}"\n')
    trial.list(CLIENT)
    broken(trial)
    trial.send(CLIENT)
    trial.send("192.0.2.67")
