# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The cases of the staff command that say why a client is blocked: explain, dnsbl, ref."""

from trial import NOW_S, case, cases

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
CATEGORIES = ["open-relay", "open-proxy", "formmail", "virus", "spam", "spam-source", "policy"]
BL = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }'
LATER = "2027-06-01"


# explain

@cases(CATEGORIES)
def explain_each_category(trial, category):
    trial.list(CLIENT, category)
    trial.list(CLIENT6, category, "--ttl", "30d", reason="Grüße, \"quoted\"")
    trial.read("explain", CLIENT)
    trial.read("explain", CLIENT6)


@case()
def explain_nothing_listed(trial):
    for address in (CLIENT, CLIENT6, "::ffff:192.0.2.66", "127.0.0.1", "x", "192.0.2.0/24", ""):
        trial.read("explain", "--", address)


@cases(["off", "log", "tag", "defer", "reject"])
def explain_each_action(trial, action):
    trial.configure(f'category "open-relay" {{ action = "{action}" }}\n')
    trial.list(CLIENT)
    trial.list("192.0.2.0/24", "spam", "--scope", "network", source="feed:drop")
    trial.read("explain", CLIENT)
    trial.read("explain", "192.0.2.67")


@cases(["host", "range", "network"])
def explain_each_scope(trial, scope):
    trial.list("192.0.2.0/24", "open-relay", "--scope", scope)
    trial.read("explain", CLIENT)
    trial.list(CLIENT, "open-relay", source="bob")
    trial.read("explain", CLIENT)


@cases(["0.5", "1.0", "1.001", "2.0", "3.0"])
def explain_a_threshold(trial, threshold):
    trial.configure(f'category "open-relay" {{ threshold = {threshold} }}\n')
    trial.list(CLIENT)
    trial.list(CLIENT, source="staff:bob")
    trial.read("explain", CLIENT)


@cases(['mode = "monitor"', 'on_error = "defer"', 'category "open-relay" { status = "5.0.0" title = "a relay" }',
        'category "open-relay" { text = "%{ip} %{name} %{helo}\\n%{sender} %{recipient}\\n%{category} %{title}\\n%{source} %{reason}\\n'
        '%{site} %{contact} %%\\n%{country} %{asn} %{as_org}\\n%{ref}\\n%{url}" }',
        'category "open-relay" { text = "%{reason}\\n%{country}\\nlast" }', 'category "open-relay" { text = "%{country}" }',
        'exempt { hosts = {"192.0.2.0/24"} }', 'exempt { recipients = {"b@example.org"} }', 'exempt { recipients = {"@example.org"} }'])
def explain_a_setting(trial, setting):
    trial.configure(setting)
    trial.list(CLIENT, reason="seen relaying")
    said = ["--helo", "mail.example.com", "--name", "host.example.com", "--sender", "a@example.com", "--recipient", "b@example.org"]
    trial.read("explain", CLIENT)
    trial.read("explain", CLIENT, *said)


@cases([f"{CLIENT}/32", "192.0.2.0/24", "0.0.0.0/0"])
def explain_an_allow_listing(trial, prefix):
    trial.list(CLIENT)
    trial.list(prefix, "allow", "--force", "--ttl", "30d", reason="our partner", source="staff:eve")
    trial.read("explain", CLIENT)
    trial.read("explain", CLIENT, "--at", LATER)


@cases(["2026-12-04T11:59:59Z", "2026-12-04T12:00:00Z", "1796385600", "2026-12-04", "2026-12-05", "2020-01-01", "tomorrow", "2026-02-30"])
def explain_at(trial, at):
    trial.list(CLIENT, "open-relay", "--ttl", "3d")
    trial.read("explain", CLIENT, "--at", at)
    trial.read("list", "show", CLIENT, "--at", at)


@cases(["postmaster@example.org", "POSTMASTER", "abuse@example.net", "user@example.org", "user@postmaster", ""])
def explain_a_recipient(trial, recipient):
    trial.list(CLIENT)
    trial.read("explain", CLIENT, "--recipient", recipient)


@case()
def explain_many_listings(trial):
    trial.load(*((f"192.0.2.{64 + n % 8}", CATEGORIES[n % 7], ("host", "range", "network")[n % 3], f"feed:f{n}", "2026-01-01", "-", f"n {n}")
                 for n in range(100)))
    trial.load(*(("192.0.2.0/24", "spam", "host", f"feed:g{n}", "2020-01-01", "2020-02-01", "over") for n in range(40)))
    trial.read("explain", CLIENT)
    trial.read("list", "show", CLIENT)


@case()
def explain_categories_of_ones_own(trial):
    trial.configure('category "dynamic" { title = "dial-up" action = "defer" threshold = 1.5 }\n')
    trial.list(CLIENT, "dynamic")
    trial.list(CLIENT, "dynamic", source="bob")
    trial.read("explain", CLIENT)
    trial.configure()
    trial.read("explain", CLIENT)


@cases(["maxmind-country maxmind-asn", "dbip-country dbip-asn", "ipinfo-lite ipinfo-lite", "connection-type connection-type", "/none /none"])
def explain_geoip(trial, layouts):
    country, asn = layouts.split()
    trial.configure('rule "us" { countries = {"US"} category = "spam" weight = 0.5 }\nrule "as" { asn = {64496} category = "policy" }\n'
                    'rule "both" { asn = {64497, AS64499} countries = {"DE", "NL"} category = "virus" scope = "host" }\n', country=country, asn=asn)
    trial.run("apply", record=False)                   # what is asked are the copies
    trial.read("check-config")
    for address in (CLIENT, "198.51.100.7", "203.0.113.9", CLIENT6, "11.0.0.1"):
        trial.read("explain", address)


# zones

ANSWERS = {
    "listed": f'bl.example.net {CLIENT} 127.0.0.2 "Open relay, see https://bl.example.net/"',
    "not listed": "bl.example.net * NXDOMAIN",
    "two codes": f"bl.example.net {CLIENT} 127.0.0.2 127.0.0.3",
    "unnamed code": f"bl.example.net {CLIENT} 127.0.0.9",
    "parked": f"bl.example.net {CLIENT} 203.0.113.9",
    "refuses": f"bl.example.net {CLIENT} 127.255.255.254",
    "lists the world": "bl.example.net * 127.0.0.2",
    "probe unanswered": f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.net * servfail",
    "servfail": "bl.example.net * servfail",
    "silence": "bl.example.net * silence",
    "refused": "bl.example.net * refused",
    "empty": "bl.example.net * empty",
    "many codes": f"bl.example.net {CLIENT} many=40",
    "bad text": f'bl.example.net {CLIENT} 127.0.0.2 "a\\010b\\255" + "more" "second"',
    "no test point": "bl.example.net * NXDOMAIN notest",
    "ipv6": f"bl.example.net {CLIENT6} 127.0.0.2",
}


@cases(ANSWERS)
def a_zone_answers(trial, script):
    trial.zones(script, BL, deadline=0.3 if "silence" in script else 3)
    trial.read("explain", CLIENT)
    trial.run("explain", CLIENT6)
    trial.read("dnsbl", "status")
    trial.run("dnsbl", "check")
    trial.run("dnsbl", "status")
    trial.run("explain", CLIENT, "--no-dns")


KNOWN = ["zen.spamhaus.org 127.0.0.2", "zen.spamhaus.org 127.0.0.10", "zen.spamhaus.org 127.0.0.3 127.0.0.4 127.0.0.11", "bl.spamcop.net 127.0.0.2",
         "bl.score.senderscore.com 127.0.0.5", "b.barracudacentral.org 127.0.0.2", "psbl.surriel.com 127.0.0.2"]


@cases(KNOWN)
def a_known_zone(trial, row):
    zone, codes = row.split(" ", 1)
    trial.zones(f"{zone} {CLIENT} {codes}", f'dnsbl "{zone}" {{}}')
    trial.read("check-config")
    trial.read("explain", CLIENT)
    trial.read("dnsbl", "check")


@cases(["0 127.0.5.0", "1 127.0.5.1", "2 127.0.5.1", "3 127.0.10.3", "1 127.0.0.255", "1 NXDOMAIN"])
def a_list_of_good_hosts(trial, row):
    trust, answer = row.split()
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2\nlist.dnswl.org {CLIENT} {answer}", BL,
                f'dnswl "list.dnswl.org" {{ min_trust = "{trust}" }}')
    trial.read("explain", CLIENT)
    trial.list(CLIENT, "spam")
    trial.read("explain", CLIENT)
    trial.read("dnsbl", "status")


@cases(["weight = 0.5", 'ipv6 = "yes"', 'ipv6 = "no"', 'removal = "https://bl.example.net/?ip=%{ip}"'])
def a_zone_with(trial, setting):
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.net {CLIENT6} 127.0.0.2 127.0.0.5",
                f'dnsbl "bl.example.net" {{ {setting} code "127.0.0.2-127.0.0.4" {{ category = "open-relay" }}\n'
                'code "127.0.0.5" { category = "spam" weight = 0.3 scope = "range" } }')
    trial.read("explain", CLIENT)
    trial.read("explain", CLIENT6)
    trial.read("check-config")


@case()
def zones_together(trial):
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2\nslow.example.net * silence\nbad.example.net {CLIENT} 203.0.113.9", BL,
                BL.replace("bl.", "slow."), BL.replace("bl.", "bad."), deadline=1, more='category "open-relay" { threshold = 2.0 }')
    trial.list("192.0.2.0/24", "spam", "--scope", "range")
    for _ in range(2):
        trial.read("explain", CLIENT)
        trial.read("dnsbl", "status")
    trial.read("dnsbl", "check")


# references

@cases([(category, client, action) for category in ("open-relay", "policy") for client in (CLIENT, CLIENT6) for action in ("defer", "reject")])
def a_reference(trial, category, client, action):
    trial.configure(f'category "{category}" {{ action = "{action}" }}\n')
    trial.sign()
    trial.list(client, category, "--ttl", "5d", reason="relayed a test")
    trial.read("explain", client)
    trial.read("ref", trial.code(client, category, action=action))
    trial.run("ref", trial.code(client, category, action=action, at=NOW_S - 86400 * 90), "--at", LATER)
    trial.run("list", "remove", client)
    trial.run("ref", trial.code(client, category, action=action))


@cases(["", "8F3K", "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G", "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2U", "x" * 5000, "\033[31m", "ref ref"])
def a_reference_that_is_none(trial, text):
    trial.sign()
    trial.read("ref", text)


@case()
def a_reference_about_a_64(trial):
    trial.sign()
    trial.list(CLIENT6, "spam", "--ttl", "3d")
    trial.list("2001:db8:1:2:8000::/65", "virus")
    trial.list("2001:db8::/32", "policy", "--scope", "network")
    trial.read("ref", trial.code(CLIENT6, "spam"))
    trial.read("ref", trial.code(CLIENT6, "spam"), "--no-dns")


@case()
def a_reference_of_an_older_key(trial):
    trial.sign()
    code = trial.code()
    trial.read("ref", "rotate")
    trial.read("ref", code)
    trial.list(CLIENT)
    trial.read("explain", CLIENT)
    trial.key.write_text(trial.key.read_text() + "not a key\n")
    trial.read("ref", code)
    trial.read("check-config")
    trial.key.chmod(0o666)
    trial.read("check-config")


@case()
def a_reference_and_zones(trial):
    trial.sign()
    trial.zones(f"bl.example.net {CLIENT} 127.0.0.2", BL)
    trial.read("ref", trial.code())
    trial.read("ref", trial.code(), "--no-dns")
