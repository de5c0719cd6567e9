# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`feed sync`, `feed list` and `feed drop`: what a file may hold, which file is refused and why, and what comes out."""

import ipaddress
import os
import random
import re
import subprocess

import pytest
import terminal
from conftest import ENVIRONMENT

TEXT = """\
; Spamhaus DROP List 2026/11/20 - (c) 2026 The Spamhaus Project
; Last-Modified: Fri, 20 Nov 2026 10:00:00 GMT
192.0.2.0/24 ; SBL256894
198.51.100.0/25 ; SBL434604
"""
JSON = """\
{"cidr":"192.0.2.0/24","sblid":"SBL256894","rir":"apnic"}
{"cidr":"198.51.100.0/25","sblid":"SBL434604","rir":"apnic"}
{"type":"metadata","timestamp":1763632800,"size":166,"records":2,"copyright":"(c) 2026 The Spamhaus Project SLU","terms":"https://www.spamhaus.org/drop/terms/"}
"""
DROP = [["192.0.2.0/24", "SBL256894"], ["198.51.100.0/25", "SBL434604"]]


def sync(wb, text, *more, name="drop", **options):
    path = wb.folder / "feed.txt"
    path.write_bytes(text.encode(errors="surrogateescape"))
    return wb("feed", "sync", name, path, "--category", "spam", *more, **options)


def listed(wb, source="feed:drop"):
    return [[row["prefix"], row["reason"]] for row in wb.json("list", "dump") if row["source"] == source]


# formats

@pytest.mark.parametrize("text", [TEXT, JSON, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, "\ufeff" + JSON, TEXT + JSON,
                                  TEXT.rstrip("\n"), JSON.rstrip("\n"), TEXT + TEXT, "\n\n" + TEXT.replace(" ; ", "\t# ")],
                         ids=["text", "JSON", "CR LF", "BOM", "BOM JSON", "both", "no last line break", "JSON, no last line break", "twice", "#"])
def test_spamhaus_drop(wb, text):
    assert sync(wb, text).out == "feed drop: 2 added, 0 kept, 0 removed\n"
    assert listed(wb) == DROP


@pytest.mark.parametrize("line, prefixes", [
    ("192.0.2.66",                      ["192.0.2.66/32"]),
    ("  192.0.2.66\t ",                 ["192.0.2.66/32"]),
    ("192.0.2.0/24",                    ["192.0.2.0/24"]),
    ("2001:db8::66",                    ["2001:db8::66/128"]),
    ("2001:DB8::/32",                   ["2001:db8::/32"]),
    ("::ffff:192.0.2.66",               ["192.0.2.66/32"]),
    ("192.0.2.66-192.0.2.66",           ["192.0.2.66/32"]),
    ("192.0.2.0-192.0.2.255",           ["192.0.2.0/24"]),
    ("192.0.2.7 - 192.0.2.9",           ["192.0.2.7/32", "192.0.2.8/31"]),
    ("2001:db8::1-2001:db8::4",         ["2001:db8::1/128", "2001:db8::2/127", "2001:db8::4/128"]),
    ("223.255.255.255-224.0.0.0",       ["223.255.255.255/32", "224.0.0.0/32"]),
    ("255.255.255.254-255.255.255.255", ["255.255.255.254/31"]),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127"]),
])
def test_a_line(wb, line, prefixes):
    sync(wb, line, "--allow", "exempt")
    assert [prefix for prefix, _ in listed(wb)] == prefixes


def test_ranges_become_the_fewest_prefixes(wb):
    """As Python's ipaddress splits them."""
    chance = random.Random(1)
    for version, low, high in (4, 0x0B000000, 0x60000000), (6, 0x20010DB8 << 96, 0x20010DB9 << 96):
        lines, wanted = [], set()
        for _ in range(60):
            address = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
            first = chance.randrange(low, high)
            last = min(high, first + chance.randrange(1 << chance.randrange(1, 20 if version == 4 else 90)))
            lines.append(f"{address(first)}-{address(last)}")
            wanted |= {str(prefix) for prefix in ipaddress.summarize_address_range(address(first), address(last))}
        sync(wb, "\n".join(lines), name=f"v{version}")
        assert {prefix for prefix, _ in listed(wb, f"feed:v{version}")} == wanted


@pytest.mark.parametrize("line, reason", [
    ("192.0.2.66 # seen 2026-11-20", "seen 2026-11-20"),
    ("192.0.2.66;SBL1", "SBL1"),
    ("192.0.2.66 ;", ""),
    ("192.0.2.66 # a ; b # c", "a ; b # c"),
    ("192.0.2.66 #\tseen\t12 times", "seen 12 times"),
    ("192.0.2.66 # Grüße", "Grüße"),
    ("192.0.2.66 # " + "r" * 300, "r" * 255),
    ("192.0.2.66 # " + "ü" * 300, "ü" * 127),
    ("192.0.2.66 # a\0b", "a"),
    ("192.0.2.66 # \udcff\udcfe", "ÿþ"),
    ("192.0.2.66 # Telef\udcf3nica", "Telefónica"),
    ("192.0.2.66 # Telef\udcf3nica Espa\udcf1a", "Telefónica España"),
    ("192.0.2.66 # \x1b[31m", "?[31m"),
    ("192.0.2.66 # a\u202eb", "a?b"),
    ("192.0.2.66 # " + "x" * 1_000_000, "x" * 255),
    ("192.0.2.66 ; Gr\udcfc\udcdfe # \udce4", "Grüße # ä"),
    ('{"cidr":"192.0.2.66","sblid":"\\u001b[31m"}', "?[31m"),
    ('{"cidr":"192.0.2.66","sblid":"\udcff"}', "ÿ"),
    ('{"cidr":"192.0.2.66"}', ""),
    ('{ "sblid" : "SBL\\u0031" , "cidr" : "192.0.2.66", "more": {"a": [1, 2, null]} }', "SBL1"),
])
def test_comments_become_the_reason(wb, line, reason):
    assert sync(wb, line).err == ""
    assert listed(wb) == [["192.0.2.66/32", reason]]


BAD = {
    "no address":          ("hello", '"hello"'),
    "IPv4 that is none":   ("192.0.2.999", '"192.0.2.999"'),
    "prefix length":       ("192.0.2.0/33", "from 0 to 32"),
    "two addresses":       ("192.0.2.66 198.51.100.7", "expected a hyphen"),
    "a zero in front":     ("192.0.2.066x", "is no IP address"),
    "octal, or not":       ("192.0.02.66", "some programs take for octal: expected 192.0.2.66"),
    "too few numbers":     ("192.0.2", "too few numbers: expected 192.0.2.0/24"),
    "a number":            ("3221226050", "is no IP address"),
    "no netmask":          ("192.0.2.0/255.0.255.0", "expected one such as 255.255.255.0"),
    "a wildcard in front": ("*.2.0.192", "is no IP address"),
    "range upside down":   ("192.0.2.9-192.0.2.7", "the lower one first"),
    "range of two kinds":  ("192.0.2.9-2001:db8::1", "two addresses of one kind"),
    "range without end":   ("192.0.2.9-", '"" is no IP address'),
    "range of prefixes":   ("192.0.2.0/24-192.0.3.0/24", "192.0.2.0/24"),
    "three of them":       ("192.0.2.1-192.0.2.2-192.0.2.3", "192.0.2.2-192.0.2.3"),
    "NUL":                 ("192.0.2.66\0", "NUL"),
    "NUL in front":        ("\0", "NUL"),
    "1 MB":                ("1" * 1_000_000, "too long"),
    "bad UTF-8 in front":  ("\udcff192.0.2.66", "is no IP address"),
    "JSON cut short":      ('{"cidr":"192.0.2.66"', "no JSON"),
    "JSON and more":       ('{"cidr":"192.0.2.66"} x', "no JSON"),
    "JSON, a number":      ('{"cidr":12}', 'no "cidr"'),
    "JSON, no cidr":       ('{"ans":64496}', 'no "cidr"'),
    "JSON, NUL":           ('{"cidr":"192.0.2.66\\u0000"}', 'no "cidr"'),
    "JSON, NUL in sblid":  ('{"cidr":"192.0.2.66 spam","sblid":"a\\u0000b"}', "192.0.2.66 spam"),
    "JSON, very deep":     ('{"a":' * 600 + "1" + "}" * 600, "no JSON"),
    "JSON, a long cidr":   ('{"cidr":"' + "1" * 3000 + '"}', 'no "cidr"'),
    "a list of JSON":      ('[{"cidr":"192.0.2.66"}]', "no IP address"),
    "HTML":                ("<html><body>503 Service Unavailable</body></html>", "<html>"),
}


@pytest.mark.parametrize("line, says", BAD.values(), ids=BAD)
def test_a_bad_line(wb, line, says):
    """One in a hundred is left out and told; the rest is listed."""
    good = "".join(f"203.0.113.{i}\n" for i in range(99))
    run = sync(wb, f"{good}{line}\n203.0.113.99\n")
    assert run.out == "feed drop: 100 added, 0 kept, 0 removed, 1 bad line left out\n"
    assert run.err.startswith(f"whyblock: {wb.folder}/feed.txt:100: bad line: ") and says in run.err
    assert len(run.err) < 1000 and run.err.count("\n") == 1 and all(c.isprintable() or c == "\n" for c in run.err)
    assert [prefix for prefix, _ in listed(wb)] == sorted((f"203.0.113.{i}/32" for i in range(100)), key=ipaddress.ip_network)
    assert wb.json("feed", "sync", "drop", wb.folder / "feed.txt", "--category", "spam")["bad_lines"] == 1


# guards

MANY = "".join(f"203.0.113.{i}\n" for i in range(100))
GUARDS = [
    # guard    a file                                 its line   what is said of it
    ("empty",  "",                                    None,      "there is no prefix in it: expected a file with at least one prefix"),
    ("empty",  "# nothing to see\n",                  None,      "there is no prefix in it"),
    ("change", "203.0.113.1\n203.0.113.2\n",          None,      "the feed would shrink from 100 to 2 prefixes"),
    ("change", MANY + MANY.replace("203.0.113", "198.51.99"), None, "the feed would grow from 100 to 200 prefixes"),
    ("exempt", MANY + "# x\n10.1.2.3\n",              102,       "10.1.2.3/32 overlaps 10.0.0.0/8, which is private or loopback space"),
    ("exempt", "127.0.0.1\n" + MANY,                  1,         "127.0.0.1/32 overlaps 127.0.0.0/8"),
    ("exempt", MANY + "fd00::/48\n",                  101,       "fd00::/48 overlaps fc00::/7"),
    ("exempt", MANY + "198.51.100.0/24\n",            101,       "198.51.100.0/24 overlaps 198.51.100.66/32, which exempt.hosts exempts"),
    ("wide",   MANY + "64.0.0.0/7\n",                 101,       "64.0.0.0/7 is shorter than /8 and would block very many hosts"),
    ("wide",   MANY + "0.0.0.0-127.255.255.255\n",    101,       "0.0.0.0/1 is shorter than /8"),
    ("wide",   MANY + '{"cidr":"2000::/3"}\n',        101,       "2000::/3 is shorter than /19"),
    ("lines",  MANY + "x\ny\n",                       101,       "2 of 102 lines are bad"),
    ("lines",  "<html>\n<body>\n",                    1,         "2 of 2 lines are bad"),
]


@pytest.fixture
def synced(wb):
    wb.configure('exempt { hosts = {"198.51.100.66"} }\n')
    wb.add("192.0.2.66")
    sync(wb, MANY)
    return wb


def everything(wb):
    return wb("list", "export").out, wb("--json", "feed", "list").out, wb("--json", "history").out


@pytest.mark.parametrize("guard, text, line, says", GUARDS, ids=[f"{row[0]}-{number}" for number, row in enumerate(GUARDS)])
def test_a_guard(synced, guard, text, line, says):
    """A refused file changes nothing; allowing other guards does not help; its own name does."""
    before = everything(synced)
    others = ",".join(name for name in ("empty", "change", "exempt", "wide", "lines") if name != guard)
    if guard == "wide":
        others = others.replace("exempt,", "")       # they cover private space, too
    for more in [], ["--allow", others]:
        run = sync(synced, text, *more, status=65)
        assert run.out == "" and says in run.err and f"guard {guard}: " in run.err and f"or --allow {guard}" in run.err and "expected" in run.err
        assert run.err.endswith("; nothing was changed\n")
        assert line is None or f"feed.txt:{line}: " in run.err
        assert everything(synced) == before
    sync(synced, text, "--allow", "empty,change,exempt,wide,lines")
    assert everything(synced) != before


def test_each_guard_needs_its_own_name(synced):
    text = MANY + "10.0.0.0/7\n"
    assert "guard wide" in sync(synced, text, status=65).err
    assert "guard exempt" in sync(synced, text, "--allow", "wide", status=65).err
    assert "guard wide" in sync(synced, text, "--allow", "exempt", status=65).err
    sync(synced, text, "--allow", "wide,exempt")


def test_the_first_sync_may_be_of_any_size(wb):
    sync(wb, MANY)
    assert sync(wb, "192.0.2.66", name="another").out == "feed another: 1 added, 0 kept, 0 removed\n"


def test_ten_lines_are_shown_and_all_counted(synced):
    run = sync(synced, "".join(f"10.0.0.{i}\n" for i in range(44)), status=65)
    assert run.err.count("guard exempt") == 10 and "44 lines were refused; nothing was changed" in run.err


def test_an_empty_file_when_allowed_takes_all_away(synced):
    assert sync(synced, "", "--allow", "empty").out == "feed drop: 0 added, 0 kept, 100 removed\n"
    assert listed(synced) == []


@pytest.mark.parametrize("allow", ["all", "", "wide,", "wide, lines", "WIDE"])
def test_unknown_guards(wb, allow):
    run = sync(wb, MANY, "--allow", allow, status=0 if allow == "" else 64)
    assert allow == "" or "expected some of empty, change, exempt, wide, lines and skip-special" in run.err


# syncing

def test_staff_and_other_feeds_stay(synced):
    sync(synced, "203.0.113.1\n", name="other")
    sync(synced, MANY.replace("203.0.113.7\n", "203.0.113.200\n"))
    assert ["192.0.2.66/32", "seen by staff"] in listed(synced, "staff:ann")
    assert listed(synced, "feed:other") == [["203.0.113.1/32", ""]]
    prefixes = [prefix for prefix, _ in listed(synced)]
    assert "203.0.113.7/32" not in prefixes and "203.0.113.200/32" in prefixes and len(prefixes) == 100


def test_json(wb):
    path = wb.folder / "drop"
    path.write_text(TEXT)
    arguments = ("feed", "sync", "drop", path, "--category", "spam", "--scope", "network", "--ttl", "7d")
    assert wb.json(*arguments) == dict(feed="drop", listings=2, added=2, kept=0, removed=0, bad_lines=0)
    assert wb.json(*arguments) == dict(feed="drop", listings=2, added=0, kept=2, removed=0, bad_lines=0)
    row, = wb.json("feed", "list")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row.pop("synced"))
    assert row == dict(feed="drop", category="spam", scope="network", ttl=604800, listings=2, added=0, kept=2, removed=0, configured=False)
    assert {row["scope"] for row in wb.json("list", "dump")} == {"network"}
    path.write_text("x\n")
    run = wb.json("feed", "sync", "drop", path, "--category", "spam", status=65)
    assert run["feed"] == "drop" and "guard lines" in run["error"] and run["bad_lines"] == 1


def test_standard_input(wb):
    assert wb("feed", "sync", "drop", "-", "--category", "spam", input=TEXT).out == "feed drop: 2 added, 0 kept, 0 removed\n"
    assert listed(wb) == DROP


def test_a_listed_client_is_refused_and_told_why(wb):
    sync(wb, TEXT)
    run = wb("explain", "192.0.2.66", status=1)
    assert "feed:drop" in run.out and "SBL256894" in run.out


@pytest.mark.parametrize("arguments, status, says", [
    (["drop", "FILE"],                                        64, "--category with one of open-relay"),
    (["drop", "FILE", "--category", "spma"],                  65, 'unknown category "spma"'),
    (["drop"],                                                64, "expected whyblock feed sync NAME FILE"),
    (["a b", "FILE", "--category", "spam"],                   65, "letters, digits"),
    (["x" * 60, "FILE", "--category", "spam"],                65, "1 to 59"),
    (["drop", "FILE", "--category", "spam", "--ttl", "7"],    64, "30d"),
    (["drop", "FILE", "--category", "spam", "--scope", "all"], 64, "host, range or network"),
    (["drop", "/nonexistent", "--category", "spam"],          74, "No such file"),
    (["drop", "/", "--category", "spam"],                     74, "directory"),
    (["--ttl", "7d"],                                         64, "name of a feed"),
    (["drop", "FILE", "more"],                                64, "usage"),
])
def test_wrong_use(wb, arguments, status, says):
    path = wb.folder / "drop"
    path.write_text(TEXT)
    run = wb("feed", "sync", *(str(path) if word == "FILE" else word for word in arguments), status=status)
    assert says in run.err and run.out == ""
    assert wb("list", "dump").out == "nothing is listed\n"


# the configuration's feeds

def configure(wb, *feeds):
    wb.configure("".join(f'feed "{name}" {{ file = "{wb.folder / name}" category = "spam" {more} }}\n' for name, more in feeds))


def test_all_feeds_of_the_configuration(wb):
    configure(wb, ("a", 'scope = "range" ttl = "7d"'), ("b", ""), ("c", 'allow = {"wide", "exempt"}'))
    assert [line.split()[4] for line in wb("feed", "list").lines[1:]] == ["never"] * 3
    for name, text in ("a", TEXT), ("b", "10.0.0.1\n"), ("c", "0.0.0.0/0\n"):
        (wb.folder / name).write_text(text)
    run = wb("feed", "sync", status=65)
    assert run.lines == ["feed a: 2 added, 0 kept, 0 removed", "feed c: 1 added, 0 kept, 0 removed"]
    assert "b:1: guard exempt" in run.err and "feed b: " in run.err
    assert wb("feed", "sync", "b", "--allow", "exempt").out == "feed b: 1 added, 0 kept, 0 removed\n"
    assert [(row["feed"], row["scope"], row["ttl"], row["configured"]) for row in wb.json("feed", "list")] == [
        ("a", "range", 604800, True), ("b", "host", None, True), ("c", "host", None, True)]
    assert [("error" in row, row["feed"]) for row in wb.json("feed", "sync", status=65)] == [(False, "a"), (True, "b"), (False, "c")]


def test_a_missing_file_does_not_hold_up_the_others(wb):
    configure(wb, ("a", ""), ("b", ""))
    (wb.folder / "b").write_text(TEXT)
    run = wb("feed", "sync", status=74)
    assert run.out == "feed b: 2 added, 0 kept, 0 removed\n" and "No such file" in run.err


def test_the_command_line_goes_before_the_configuration(wb):
    configure(wb, ("a", 'scope = "range" ttl = "7d"'))
    (wb.folder / "other").write_text(TEXT)
    wb("feed", "sync", "a", wb.folder / "other", "--category", "virus", "--scope", "network", "--ttl", "1d")
    row, = wb.json("feed", "list")
    assert (row["category"], row["scope"], row["ttl"]) == ("virus", "network", 86400)


def test_no_feeds(wb):
    assert "no feed is configured" in wb("feed", "sync").out
    assert wb.json("feed", "sync") == [] and wb.json("feed", "list") == []
    assert wb("feed", "list").out == "there are no feeds\n"


def test_check_config_tells_of_a_missing_file(wb):
    configure(wb, ("a", ""), ("b", ""))
    (wb.folder / "b").write_text(TEXT)
    warnings = [line for line in wb("check-config").lines if line.startswith("warning") and "feed" in line]
    assert len(warnings) == 1 and f'feed "a": {wb.folder}/a: No such file' in warnings[0]


# drop

def test_drop(synced):
    sync(synced, "192.0.2.1\n", name="other")
    assert synced("feed", "drop", "drop", "--reason", "no use").out == "feed drop: 100 removed\n"
    assert listed(synced) == [] and len(synced.json("list", "dump")) == 2
    assert [row["feed"] for row in synced.json("feed", "list")] == ["other"]
    assert synced("feed", "drop", "drop", status=1).out == "there is no feed drop: see whyblock feed list\n"
    assert synced.json("feed", "drop", "other") == dict(feed="other", removed=1)
    assert "letters, digits" in synced("feed", "drop", "a b", status=65).err


def test_drop_of_a_configured_feed_says_that_it_will_come_back(wb):
    configure(wb, ("a", ""))
    (wb.folder / "a").write_text(TEXT)
    wb("feed", "sync")
    assert "bring it back" in wb("feed", "drop", "a").out


# size

def test_memory_stays_small(wb):
    """Two bad lines of 50 MB, which must not be kept as a whole."""
    path = wb.folder / "feed.txt"
    with path.open("wb") as file:
        for _ in range(2):
            file.write(b"1" * 50_000_000 + b"\n")
        file.write(MANY.encode())
    command = ["/usr/bin/python3", "-c", "import resource, subprocess, sys; r = subprocess.run(sys.argv[1:]).returncode;"
               "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, r)"]
    run = subprocess.run([*command, *wb.arguments("feed", "sync", "drop", path, "--category", "spam", "--allow", "lines")],
                         capture_output=True, text=True, env=ENVIRONMENT)
    kilobytes, status = map(int, run.stdout.splitlines()[-1].split())
    assert status == 0 and kilobytes < (200_000 if "san" in str(wb.command) else 30_000)


def test_progress_only_on_a_terminal(wb):
    path = wb.folder / "feed.txt"
    path.write_text("".join(f"203.{i >> 8}.{i & 255}.1\n" for i in range(60000)))
    assert wb("feed", "sync", "drop", path, "--category", "spam").err == ""
    ours, theirs = terminal.open_pair()
    run = subprocess.run(wb.arguments("feed", "sync", "drop", path, "--category", "spam"), stdout=subprocess.PIPE, stderr=theirs, env=ENVIRONMENT)
    shown = os.read(ours, 10000).decode()
    os.close(ours), os.close(theirs)
    assert run.returncode == 0 and "50000 lines" in shown and "60000 lines" in shown
