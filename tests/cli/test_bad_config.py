# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Mistakes in the configuration: exit 78, and all of them at once with file, line, what was found and what was expected."""

import os

import pytest

LONG = "https://x.example/" + "a" * 200
# A configuration, where its one mistake is, what is said to be found there, and what is expected instead. Mended: the same without the mistake, as
# somebody writes it who has read nothing but the message.
MISTAKES = [
    # form
    ('mode = "monitor";',                              "1:17",  'found ;', 'expected nothing, a setting ends with its line', 'mode = "monitor"'),
    ('mode: "monitor"',                                "1:1",   'a colon behind mode', 'a =: mode = ...', 'mode = "monitor"'),
    ('mode "monitor"',                                 "1:6",   '"monitor" behind mode', 'a = between them', 'mode = "monitor"'),
    ('mode == "monitor"',                              "1:7",   'found ==', 'one = between', 'mode = "monitor"'),
    ('mode =\non_error = "accept"',                    "1:1",   'mode = and no value', 'enforce or monitor behind the =', 'mode = "monitor"\non_error = "accept"'),
    ('mode = "monitor\non_error = "accept"',           "1:8",   'a quote that is never closed', '" at the end of "monitor', 'mode = "monitor"\non_error = "accept"'),
    ('site { name = Example Internet }',               "1:23",  'Internet behind Example', 'quotes around the whole value, as in name = "..."', 'site { name = "Example Internet" }'),
    ('site { name = "an "odd" name" }',                "1:20",  'odd behind the closing quote of name', r'a \ before each quote', r'site { name = "an \"odd\" name" }'),
    ('site { name = “Example” }',                      "1:15",  'in quotes that are not plain', '" at both ends', 'site { name = "Example" }'),
    ('mode\u00a0= "monitor"',                          "1:5",   'a special space', 'a plain space', 'mode = "monitor"'),
    ('exempt { hosts = {"::1" "192.0.2.1"} }',         "1:25",  '"192.0.2.1" behind "::1"', 'a comma between them', 'exempt { hosts = {"::1", "192.0.2.1"} }'),
    ('exempt { hosts = {"::1", "192.0.2.1} }',         "1:26",  'a quote that is never closed', '" at the end of "192.0.2.1', 'exempt { hosts = {"::1", "192.0.2.1"} }'),
    ('exempt { hosts = {"::1", "192.0.2.1, "192.0.2.2"} }', "1:39", 'an odd number of quotes', 'one before and one behind each value', 'exempt { hosts = {"::1", "192.0.2.1", "192.0.2.2"} }'),
    ('exempt { hosts = ["::1", "192.0.2.1"] }',        "1:18",  '[ ... ] around the values of hosts', '{ ... }', 'exempt { hosts = {"::1", "192.0.2.1"} }'),
    ('exempt { hosts = "::1", "192.0.2.1" }',          "1:18",  'several values without braces', 'hosts = {"::1", ...}', 'exempt { hosts = {"::1", "192.0.2.1"} }'),
    ('exempt {\n    hosts = {"::1"\n    authenticated = yes\n}', "2:13", 'the { of hosts and no } that closes it', 'a } before authenticated in line 3', 'exempt {\n    hosts = {"::1"}\n    authenticated = yes\n}'),
    ('mode = {"monitor"}',                             "1:8",   '{ ... } around the value of mode', 'one value without them', 'mode = "monitor"'),
    ('site {\n    name = "X"\nmode = "monitor"',       "1:6",   'the { of site and no } that closes it', 'a } before mode in line 3', 'site {\n    name = "X"\n}\nmode = "monitor"'),
    ('category "spam" {\n    action = "tag"\ncategory "virus" {\n}', "1:17", 'the { of category', 'a } before category in line 3', 'category "spam" {\n    action = "tag"\n}\ncategory "virus" {\n}'),
    ('site { name = "X" }\n}',                         "2:1",   'a } that closes nothing', 'none here', 'site { name = "X" }'),
    ('/* a comment\nmode = "monitor"',                 "1:1",   'a /* that is never closed', 'a */ behind the comment', '/* a comment */\nmode = "monitor"'),
    ('; a comment',                                    "1:1",   '; at the beginning of a line', '# before a comment', '# a comment'),
    ('[site]',                                         "1:1",   'found [site]', 'site { ... } around its settings', 'site { }'),
    ('include("/etc/whyblock/more.conf")',             "1:1",   'found include', 'all settings in this file', ''),
    ('store = "${HOME}/store"',                        "1:10",  'found "${" where the environment is not read', 'the value itself', 'store = "/root/store"'),
    ('dnsbl zen.spamhaus.org',                         "1:7",   'dnsbl "zen.spamhaus.org" and no { behind it', 'dnsbl "zen.spamhaus.org" { ... }', 'dnsbl zen.spamhaus.org { }'),
    ('dnsbl = "zen.spamhaus.org"',                     "1:7",   'dnsbl =, and dnsbl is a section', 'dnsbl "zen.spamhaus.org" { ... }', 'dnsbl "zen.spamhaus.org" { }'),
    ('category "spam" action = "tag"',                 "1:17",  'action behind category "spam"', 'a { before it', 'category "spam" { action = "tag" }'),
    ('site { name = "A", url = "" }',                  "1:18",  'a comma behind the value of name', 'none, each setting ends with its line', 'site { name = "A" url = "" }'),
    # names
    ('site.name = "X"',                                "1:1",   'the unknown name "site.name"', 'name = ... in site { ... }', 'site { name = "X" }'),
    ('rule "r" { category = "spam" country = {"US"} }', "1:30", 'the unknown name "country" in section rule', 'countries = {...}', 'rule "r" { category = "spam" countries = {"US"} }'),
    ('bogus = 1',                                      "1:1",   'the unknown name "bogus"', 'one of mode, on_error, log_accepts, store', ''),
    ('moed = "monitor"',                               "1:1",   'the unknown name "moed"', 'mode = ...', 'mode = "monitor"'),
    ('Category "spam" { action = "tag" }',             "1:1",   'the unknown name "Category"', 'category "ID" { ... }', 'category "spam" { action = "tag" }'),
    ('contacts = {"help@example.net"}',                "1:1",   'the unknown name "contacts"', 'it in site { ... }', 'site { contacts = {"help@example.net"} }'),
    ('site {\n    dnsbl "zen.spamhaus.org" { }\n}',    "2:5",   'the unknown name "dnsbl" in section site', 'it outside of any section', 'dnsbl "zen.spamhaus.org" { }'),
    ('recipient "example.org" { action = "tag" }',     "1:27",  'the unknown name "action" in section recipient', 'in recipient { category "ID" { ... } }', 'recipient "example.org" { category "spam" { action = "tag" } }'),
    ('category { action = "tag" }',                    "1:10",  'category without a title', 'category "ID" { ... }', 'category "spam" { action = "tag" }'),
    ('site "x" { name = "X" }',                        "1:6",   '"x" behind site', 'without a title', 'site { name = "X" }'),
    ('site = { name = "X" }',                          "1:6",   'site =, and site is a section', 'site { ... }', 'site { name = "X" }'),
    ('mode = "monitor"\nmode = "enforce"',             "2:1",   'mode a second time', 'it once; it stands in line 1', 'mode = "monitor"'),
    ('site { name = "X" }\nsite { }',                  "2:1",   'a second section site', 'one with all its settings', 'site { name = "X" }'),
    ('category "spam" { }\ncategory "spam" { action = "tag" }', "2:10", 'a second section with the title "spam"', 'one section with all its settings', 'category "spam" { action = "tag" }'),
    ('dnsbl "zen.spamhaus.org" { }\ndnsbl "ZEN.spamhaus.org" { }', "2:7", 'zone "ZEN.spamhaus.org"', 'one section for a zone', 'dnsbl "zen.spamhaus.org" { }'),
    ('rule "a" { category = "spam" asn = {1} }\nrule "a" { category = "spam" asn = {1} }', "2:6", 'the title "a"', 'one section', 'rule "a" { category = "spam" asn = {1} }'),
    # values
    ('mode = "enforced"',                              "1:8",   'mode = "enforced"', 'enforce or monitor', 'mode = "enforce"'),
    ('category "spam" { action = "Reject" }',          "1:28",  'action = "Reject"', 'the nearest is "reject"', 'category "spam" { action = "reject" }'),
    ('store = "var/lib/whyblock"',                     "1:9",   'store = "var/lib/whyblock"', 'a path that begins with /', 'store = "/var/lib/whyblock"'),
    ('site { url = "https://x.example/a b" }',         "1:14",  'url = "https://x.example/a b"', 'a URL without spaces: %20 stands for one', 'site { url = "https://x.example/a%20b" }'),
    ('site { url = "www.example.org/blocked" }',       "1:14",  'url = "www.example.org/blocked"', '"https://www.example.org/blocked"', 'site { url = "https://www.example.org/blocked" }'),
    ('site { url = "https://" }',                      "1:14",  'url = "https://"', 'the name of a host', 'site { url = "https://x.example" }'),
    (f'site {{ url = "{LONG}" }}',                     "1:14",  'url = "https://x.example/aaa', 'up to 200 characters, and there are 218', 'site { url = "https://x.example/" }'),
    ('site { name = "Müller" }',                       "1:15",  'name = "Müller"', 'without the character ü', 'site { name = "Mueller" }'),
    ('site { colour = "blue" }',                       "1:17",  'colour = "blue"', '# and six digits', 'site { colour = "#0b57d0" }'),
    ('site {\n\tcolour = #0b57d0\n}',                  "2:2",   'colour = and no value', 'a colour such as "#0b57d0"', 'site {\n\tcolour = "#0b57d0"\n}'),
    ('site { colour = "#ffff00" }',                    "1:17",  'colour = "#ffff00"', 'a contrast of 4.5 or more against the light page', 'site { colour = "#0b57d0" }'),
    ('exempt { hosts = {"10.0.0.0/33"} }',             "1:19",  'hosts = "10.0.0.0/33"', 'a prefix length from 0 to 32', 'exempt { hosts = {"10.0.0.0/32"} }'),
    ('exempt { hosts = {"192.0.2.66/24"} }',           "1:19",  'hosts = "192.0.2.66/24"', '192.0.2.0/24 for the network, or 192.0.2.66/32 for the host alone', 'exempt { hosts = {"192.0.2.0/24"} }'),
    ('exempt { hosts = {"mail.example.org"} }',        "1:19",  'hosts = "mail.example.org"', 'an IP address or a network', 'exempt { hosts = {"192.0.2.1"} }'),
    ('exempt { hosts = {"::1, 192.0.2.1"} }',          "1:19",  'hosts = "::1, 192.0.2.1"', 'quotes around each value of its own: {"::1", "192.0.2.1"}', 'exempt { hosts = {"::1", "192.0.2.1"} }'),
    ('exempt { hosts = {"192.0.2.*"} }',               "1:19",  'hosts = "192.0.2.*"', 'a network such as 192.0.2.0/24', 'exempt { hosts = {"192.0.2.0/24"} }'),
    ('exempt { hosts = {"192.0.2.1-192.0.2.9"} }',     "1:19",  'hosts = "192.0.2.1-192.0.2.9"', 'networks such as', 'exempt { hosts = {"192.0.2.0/24"} }'),
    ('exempt { authenticated = perhaps }',             "1:26",  'authenticated = "perhaps"', 'true or false', 'exempt { authenticated = true }'),
    ('exempt { recipients = {"*@example.org"} }',      "1:24",  'recipients = "*@example.org"', '"@example.org", which stands for all of the domain', 'exempt { recipients = {"@example.org"} }'),
    ('web { metrics_from = {"any"} }',                 "1:23",  'metrics_from = "any"', 'an IP address or a network', 'web { metrics_from = {"0.0.0.0/0"} }'),
    ('history_keep = 30',                              "1:16",  'history_keep = "30"', 'a unit behind the number: "30s", "30m", "30h", "30d" or "30w"', 'history_keep = "30d"'),
    ('removal { keep = "1 year" }',                    "1:18",  'keep = "1 year"', '"365d"', 'removal { keep = "365d" }'),
    ('removal { per_host = 0 }',                       "1:22",  'per_host = "0"', 'a number from 1 to 1000', 'removal { per_host = 1 }'),
    ('dns { deadline = "3s" }',                        "1:18",  'deadline = "3s"', 'a number from 0.05 to 10.0, and nothing behind it', 'dns { deadline = 3 }'),
    ('dns { servers = {"127.0.0.1:99999"} }',          "1:18",  'servers = "127.0.0.1:99999"', 'a port from 1 to 65535', 'dns { servers = {"127.0.0.1:53"} }'),
    ('dns { servers = {"ns.example.net"} }',           "1:18",  'servers = "ns.example.net"', 'an address, or an address and a port', 'dns { servers = {"192.0.2.53"} }'),
    ('category "policy" { threshold = 1,5 }',          "1:34",  'a comma in the number 1,5', 'a point: 1.5', 'category "policy" { threshold = 1.5 }'),
    ('category "virus" { threshold = 0 }',             "1:32",  'threshold = "0"', 'a number from 0.001 to 1000', 'category "virus" { threshold = 1 }'),
    ('category "spam" { tag_at = 1.0 }',               "1:28",  'with tag_at = 1.0', 'less than its threshold, which is 1.0', 'category "spam" { tag_at = 0.5 }'),
    ('category "spam" { grace = "4 hours" }',          "1:27",  'grace = "4 hours"', '"4h"', 'category "spam" { grace = "4h" }'),
    ('category "formmail" { status = "4.7.1" }',       "1:32",  'status = "4.7.1"', 'an enhanced status code of class 5', 'category "formmail" { status = "5.7.1" }'),
    ('category "spam" { text = "see %{urll}" }',       "1:26",  'text = "see %{urll}"', '%{url} instead of %{urll}', 'category "spam" { text = "see %{url}" }'),
    ('category "spam" { text = "100 % spam" }',        "1:26",  'text = "100 % spam"', '%% for a percent sign', 'category "spam" { text = "100 %% spam" }'),
    ('category "spam" { text = "Hallo Müller" }',      "1:26",  'text = "Hallo Müller"', 'without the character ü', 'category "spam" { text = "Hallo Mueller" }'),
    (r'category "spam" { text = "one\n\ntwo" }',       "1:26",  r'text = "one\n\ntwo"', 'text in each line: line 2 is empty', r'category "spam" { text = "one\ntwo" }'),
    ('category "Bad Id" { }',                          "1:10",  'category "Bad Id"', 'an id of 1 to 32', 'category "bad-id" { }'),
    ('category "allow" { }',                           "1:10",  'category "allow"', 'an id', 'category "other" { }'),
    ('cases { max = 200,000 }',                        "1:18",  'a comma in the number 200,000', 'it without: 200000', 'cases { max = 200000 }'),
    ('cases { max = 200.000 }',                        "1:15",  'max = "200.000"', 'a whole number from 0 to 100000000', 'cases { max = 200000 }'),
    ('mode = enforce monitor',                         "1:16",  'monitor behind enforce', 'one value: enforce or monitor', 'mode = enforce'),
    ('history_keep = 400 d',                           "1:20",  'd behind 400', 'one value: a span such as', 'history_keep = 400d'),
    ('store = "/var/lib/whyblock "',                   "1:9",   'store = "/var/lib/whyblock "', 'a path without a space at its ends', 'store = "/var/lib/whyblock"'),
    ('rbl "zen.spamhaus.org" { }',                     "1:1",   'the unknown name "rbl"', 'dnsbl "ZONE" { ... }', 'dnsbl "zen.spamhaus.org" { }'),
    ('exempt { hosts = {"::1" /* here\n} }',          "1:25",  'a /* that is never closed', 'a */ behind the comment', 'exempt { hosts = {"::1" /* here */\n} }'),
    # sections that need something
    ('rule "a" { asn = {64496} }',                     "1:6",   'rule "a" without category', 'a category: open-relay, open-proxy', 'rule "a" { asn = {64496} category = "spam" }'),
    ('rule "b" { category = "spam" }',                 "1:6",   'rule "b" without a condition', 'asn, countries, helo', 'rule "b" { category = "spam" countries = {"US"} }'),
    ('rule "c" { category = "spamm" asn = {1} }',      "1:23",  'rule "c" with category = "spamm"', 'the nearest is "spam"', 'rule "c" { category = "spam" asn = {1} }'),
    ('rule "d" { category = "spam" asn = {0} }',       "1:37",  'asn = "0"', 'an AS number from 1 to 4294967295', 'rule "d" { category = "spam" asn = {1} }'),
    ('rule "e" { category = "spam" countries = {"US", "UK"} }', "1:49", 'countries = "UK"', '"GB", which is the United Kingdom in ISO 3166-1', 'rule "e" { category = "spam" countries = {"US", "GB"} }'),
    ('rule "f" { category = "spam" countries = {"XX"} }', "1:43", 'countries = "XX"', 'no country has this one', 'rule "f" { category = "spam" countries = {"US"} }'),
    ('rule "g" { category = "spam" countries = {"USA"} }', "1:43", 'countries = "USA"', 'a country code of two letters', 'rule "g" { category = "spam" countries = {"US"} }'),
    ("rule \"h\" { category = \"spam\" helo_pattern = '(dyn' }", "1:45", 'with helo_pattern = "(dyn"', 'missing closing parenthesis at character 5', "rule \"h\" { category = \"spam\" helo_pattern = '(dyn)' }"),
    (r'rule "i" { category = "spam" helo_pattern = "^\d+\." }', "1:47", r'found \d in double quotes', r'\\d, or single quotes', r"""rule "i" { category = "spam" helo_pattern = '^\d+\.' }"""),
    ('rule "j" { category = "spam" helo = {"bareip"} }', "1:38", 'with helo = "bareip"', 'the nearest is "bare-ip"', 'rule "j" { category = "spam" helo = {"bare-ip"} }'),
    ('rule "k l" { category = "spam" asn = {1} }',     "1:6",   'rule "k l"', 'a name of 1 to 40 printable characters without space', 'rule "k-l" { category = "spam" asn = {1} }'),
    ('rule "m" { category = "spam" helo_pattern = "/dyn/i" }', "1:45", 'with helo_pattern = "/dyn/i"', 'without / around it', 'rule "m" { category = "spam" helo_pattern = "dyn" }'),
    ('feed "g" { file = "https://x.example/l.txt" category = "spam" }', "1:19", 'file = "https://x.example/l.txt"', 'the path of a file on this host: nothing is downloaded', 'feed "g" { file = "/x" category = "spam" }'),
    ('category "spam" { text = "%{ip} %{name} %{helo} %{as_org}" }', "1:26", 'category "spam", of whose text a line has more than 500 octets', 'fewer placeholders', r'category "spam" { text = "%{ip}\n%{name}" }'),
    ('feed "a" { category = "spam" }',                 "1:6",   'feed "a" without file', 'file = "/...", the path', 'feed "a" { category = "spam" file = "/x" }'),
    ('feed "b" { file = "/x" }',                       "1:6",   'feed "b" without category', 'a category', 'feed "b" { file = "/x" category = "spam" }'),
    ('feed "c" { file = "/x" category = "spam" allow = {"wide", "all"} }', "1:59", 'feed "c" with allow = "all"', 'some of empty, change', 'feed "c" { file = "/x" category = "spam" allow = {"wide"} }'),
    ('feed "d e" { file = "/x" category = "spam" }',   "1:6",   'feed "d e"', 'a name', 'feed "d-e" { file = "/x" category = "spam" }'),
    ('dnsbl "zen.spamhaus.org." { }',                  "1:7",   'zone "zen.spamhaus.org."', 'without the dot at its end', 'dnsbl "zen.spamhaus.org" { }'),
    ('dnsbl "http://zen.spamhaus.org/" { }',           "1:7",   'zone "http://zen.spamhaus.org/"', 'a domain name such as "zen.spamhaus.org"', 'dnsbl "zen.spamhaus.org" { }'),
    ('dnsbl "bl.example" { code "127.0.0.300" { category = "spam" } }', "1:27", 'code "127.0.0.300"', '"127.0.0.2"', 'dnsbl "bl.example" { code "127.0.0.30" { category = "spam" } }'),
    ('dnsbl "bl.example" { code "127.0.0.2" { } }',    "1:27",  'code "127.0.0.2" of bl.example without category', 'a category', 'dnsbl "bl.example" { code "127.0.0.2" { category = "spam" } }'),
    ('dnswl "list.dnswl.org" { weight = 2.0 }',        "1:35",  'weight = "2.0"', 'a minus in front: -2.0', 'dnswl "list.dnswl.org" { weight = -2.0 }'),
    ('recipient "example.org" { category "junk" { } }', "1:36", 'recipient "example.org" with category "junk"', 'a category', 'recipient "example.org" { category "spam" { } }'),
    ('recipient "example.org" { }\nrecipient "Example.org" { }', "2:11", 'a second section for the recipient "example.org"', 'one section', 'recipient "example.org" { }'),
    ('report "trap" { ttl = "" }',                     "1:23",  'report "trap" with ttl = ""', 'a time such as 24h', 'report "trap" { ttl = "24h" }'),
    ('report "trap" { ttl = "30d" ttl_max = "1d" }',   "1:39",  'a ttl_max that is shorter than its ttl', 'the same or longer', 'report "trap" { ttl = "30d" ttl_max = "30d" }'),
    ('sender "X" { suffixes = {"*.example.net"} }',    "1:26",  'suffixes = "*.example.net"', '"example.net", which stands for all names below it', 'sender "X" { suffixes = {"example.net"} }'),
    ('sender "X" { checked = "2026-13" }',             "1:24",  'checked = "2026-13"', 'a month such as "2026-11"', 'sender "X" { checked = "2026-12" }'),
    ('nat64_prefixes = {"64:ff9b::/97"}',              "1:19",  'nat64_prefixes = "64:ff9b::/97"', 'an IPv6 network of length /32', 'nat64_prefixes = {"64:ff9b::/96"}'),
]


def write(bare, *lines):
    bare.write_conf("".join(f"{line}\n" for line in lines))


def mistakes(run):
    return [line.removeprefix("mistake  ") for line in run.lines if line.startswith("mistake ")]


@pytest.mark.parametrize("text, place, found, expected, mended", MISTAKES, ids=[row[0][:40] for row in MISTAKES])
def test_one_alone(bare, text, place, found, expected, mended):
    bare.write_conf(text)
    run = bare("check-config", status=78)
    said, = mistakes(run)
    assert said.startswith(f"{bare.conf}:{place}: found "), said
    what, _, right = said.partition(": ")[2].partition("expected ")
    assert found.removeprefix("found ") in what and expected.removeprefix("expected ") in right, said
    assert run.lines[-1].startswith(f"{bare.conf}: has mistakes")
    bare.write_conf(mended)
    assert not mistakes(bare("check-config"))


@pytest.mark.parametrize("text, number, shown, mark", [
    ('mode = "monitor";', 1, 'mode = "monitor";', 17),
    ('# one\r\n\tmode = "enforced"\r\n', 2, ' mode = "enforced"', 9),
    ('\ufeffmode = "enforced"', 1, 'mode = "enforced"', 8),
    ('site { name = "ü" colour = "blue" }', 1, 'site { name = "ü" colour = "blue" }', 28),
    ('site { name = "' + "x" * 120 + '" colour = "blue" }', 1, "x" * 19 + '" colour = "blue" }', 31),
])
def test_the_line_is_shown_with_a_mark_below(bare, text, number, shown, mark):
    bare.conf.write_bytes(text.encode())
    lines = bare("check-config", status=78).lines
    place = max(i for i, line in enumerate(lines) if line.startswith("mistake "))
    source, below = lines[place + 1:place + 3]
    assert source.startswith(f"         {number} | ") and below.strip(" ") == "|" + below.rpartition("|")[2]
    margin = source.index("| ") + 2
    assert source[margin:].endswith(shown) and below.rstrip().endswith("^") and len(source) <= 80
    assert below.index("^") - margin + 1 == mark
    assert source[below.index("^")] in ';"'


def test_no_line_with_an_accounts_key_is_shown(bare):
    bare.write_conf('dnsbl "s3cret.zen.dq.spamhaus.net" { weight = x }\n')
    run = bare("check-config", status=78)
    assert "s3cret" not in run.out + run.err and len(mistakes(run)) == 1
    assert "s3cret" not in bare("--json", "check-config", status=78).out


def test_at_least_forty():
    assert len(MISTAKES) >= 40 and len({row[0] for row in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("before", ["# a comment\n/* another,\nof two lines */\n\t\n", "\ufeff", "log_accepts = yes\r\n# a comment\r\n\r\n"],
                         ids=["comments", "a byte order mark", "CRLF"])
def test_what_stands_before_changes_the_line_alone(bare, before):
    lines = before.count("\n")
    for text, place, *_ in MISTAKES[:12]:
        line, column = map(int, place.split(":"))
        bare.conf.write_bytes((before + text).replace("\n" if "\r" in before else "\0", "\r\n").replace("\r\r", "\r").encode())
        said, = mistakes(bare("check-config", status=78))
        assert said.startswith(f"{bare.conf}:{line + lines}:{column}: found "), said


def test_all_at_once(bare):
    """Of values as many as there is room for; none hides another."""
    some = [row for row in MISTAKES if "\n" not in row[0] and row[0].startswith(("rule", "feed", "mode: ", "site { name = Ex"))][:24]
    write(bare, *(row[0] for row in some))
    said = mistakes(bare("check-config", status=78))
    for number, (_, place, found, expected, _) in enumerate(some, 1):
        column = place.split(":")[1]
        assert any(line.startswith(f"{bare.conf}:{number}:{column}: ") and found in line and expected in line for line in said), (number, found)
    assert [tuple(map(int, line.split(":")[1:3])) for line in said] == sorted(tuple(map(int, line.split(":")[1:3])) for line in said)


@pytest.mark.parametrize("text", [
    "mode = monitor\r\nsite {\r\n\tname = 'X'\r\n\tcontacts = {}\r\n}\r\n", "\ufeffmode = \"monitor\"\n", "\tmode\t=\t\"monitor\"\t\n", "mode = monitor\rlog_accepts = no\r",
    "exempt { authenticated = yes }", "exempt { authenticated = on }", 'exempt { hosts = {"192.0.2.1",} }', 'exempt { hosts = "192.0.2.1" }',
    'exempt { hosts = {192.0.2.1, 2001:db8::1} }', 'exempt { hosts = {"::1"} hosts += {"192.0.2.1"} }', 'rule "r" { category = "spam" countries = {"us", "gb", "XK"} }',
    'category "spam" { text = "one\ntwo %{ip}" }', "# only a comment, and none's end", "", 'site { name = "X" } mode = "monitor" geoip { asn = "" }',
    "site { url = https://x.example/blocked }", 'store = ""', "rule \"r\" { category = \"spam\" helo_pattern = '^\\d' }", 'category spam { action = tag }',
])
def test_what_is_no_mistake(bare, text):
    bare.conf.write_bytes(text.encode())
    assert not mistakes(bare("check-config"))


def test_json(bare):
    write(bare, 'mode = "enforced"', 'on_error = "reject"')
    found = bare.json("check-config", status=78)
    assert (found["file"], found["ok"], found["faults"]) == (str(bare.conf), False, [])
    assert [row.split(": ")[0] for row in found["mistakes"]] == [f"{bare.conf}:1:8", f"{bare.conf}:2:12"]


@pytest.mark.parametrize("verb", [["init"], ["explain", "192.0.2.66"], ["list", "show", "192.0.2.66"], ["list", "dump"], ["list", "export"],
                                  ["list", "expire"], ["list", "add", "192.0.2.66", "spam", "--reason", "x"],
                                  ["list", "remove", "192.0.2.66"], ["list", "import", "/dev/null"]], ids=" ".join)
def test_no_verb_works_with_it(bare, verb):
    write(bare, f'store = "{bare.store}"', 'mode = "enforced"', 'on_error = "reject"')
    run = bare(*verb, status=78)
    assert run.out == ""
    assert [line.split(": ")[:2] for line in run.err.splitlines()] == [["whyblock", f"{bare.conf}:2:8"], ["whyblock", f"{bare.conf}:3:12"]]
    assert not bare.store.exists()


@pytest.mark.parametrize("line", ['mode = ', 'mode "enforce"', 'site {', '}', 'exempt { hosts = {"127.0.0.1" }', 'mode = "enforce', '/* no end',
                                  'category { action = "tag" }', '= "x"', 'site = "x"', '"', '{}', 'include("/etc/passwd")', '\x01'])
def test_grammar(bare, line):
    """What stands before it and behind it is still reported."""
    write(bare, 'on_error = "reject"', "", line)
    found = bare("check-config", status=78).lines
    assert found[0].startswith(f"mistake  {bare.conf}:1:12: found on_error = ")
    assert any(row.startswith(f"mistake  {bare.conf}:") and "expected" in row for row in found[1:])


def test_many_mistakes(bare):
    write(bare, *(f'rule "r{i}" {{ asn = {{{i}}} }}' for i in range(1, 401)))
    found = bare("check-config", status=78).lines
    assert 10 < len(found) < 100
    assert found[0].startswith(f"mistake  {bare.conf}:1:")


def missing(conf):
    conf.unlink()


def directory(conf):
    conf.unlink()
    conf.mkdir()


def fifo(conf):
    conf.unlink()
    os.mkfifo(conf)


def large(conf):
    conf.write_text("#" * (1024 * 1024 + 1))


def writable(conf):
    conf.chmod(0o646)


def zero(conf):
    conf.write_bytes(b'mode = "enforce"\non_error = "acc\0ept"\n')


def of_another_user(conf):
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(conf, 12345, -1)


@pytest.mark.parametrize("broken, says", [(missing, "No such file"), (directory, "not a regular file"), (fifo, "not a regular file"),
                                          (large, "larger than 1 MiB"), (writable, "chmod o-w"), (zero, "found a NUL byte"),
                                          (of_another_user, "chown root")])
def test_file(bare, broken, says):
    broken(bare.conf)
    for run in (bare("check-config", status=78), bare("list", "dump", status=78)):
        assert str(bare.conf) in run.out + run.err and says in run.out + run.err
