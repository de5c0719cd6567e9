# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`list add`, `remove`, `show`, `dump` and `expire`: what they do, what they print, and the shape of --json."""

import re
import shlex
import subprocess
import time

import pytest

CLIENT = "192.0.2.66"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
KEYS = ["prefix", "category", "scope", "source", "created", "expires", "reason", "note"]


def prefixes(rows):
    return [row["prefix"] for row in rows]


# adding

@pytest.mark.parametrize("given, kept", [
    (CLIENT,               "192.0.2.66/32"),
    ("192.0.2.0/24",       "192.0.2.0/24"),
    ("2001:DB8:0::0066",   "2001:db8::66/128"),
    ("2001:db8:1::/48",    "2001:db8:1::/48"),
    ("::ffff:192.0.2.66",  "192.0.2.66/32"),
    ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
])
def test_add(wb, given, kept):
    assert wb.add(given).out == f"listed {kept} as open-relay by staff:ann, without end\n"
    row, = wb.json("list", "dump")
    assert list(row) == KEYS
    assert RFC_3339.fullmatch(row.pop("created"))
    assert row == dict(prefix=kept, category="open-relay", scope="host", source="staff:ann", expires=None, reason="seen by staff", note="")


def test_add_json(wb):
    wanted = dict(prefix="192.0.2.66/32", category="open-relay", source="staff:ann", expires=None, keeps_end=False, earlier_removals=0, asked_ttl=None,
                  allowed=False, ended=[], ended_count=0)
    add = ("list", "add", CLIENT, "open-relay", "--source", "staff:ann", "--reason")
    assert wb.json(*add, "x") == {**wanted, "replaced": False}
    assert wb.json(*add, "y") == {**wanted, "replaced": True}
    with_ttl = wb.json(*add, "y", "--ttl", "30d")
    assert RFC_3339.fullmatch(with_ttl.pop("expires"))
    del wanted["expires"]
    assert with_ttl == {**wanted, "replaced": True, "asked_ttl": 2592000}


@pytest.mark.parametrize("allowed, prefix, more, wins", [
    (CLIENT,            CLIENT,         (),                                    True),
    ("192.0.2.0/24",    CLIENT,         ("--ttl", "90d"),                      True),
    (CLIENT,            "192.0.2.0/24", (),                                    False),      # the others are listed
    ("192.0.2.67",      CLIENT,         (),                                    False),
    (CLIENT,            CLIENT,         ("--expires", "2099-01-01"),           True),
    ("2001:db8::/64",   "2001:db8::66", (),                                    True),
])
def test_add_says_what_wins_over_it(wb, allowed, prefix, more, wins):
    wb.add(allowed, "allow", *more)
    out = wb.add(prefix, "spam").out
    assert ("does not count while" in out) == wins
    if wins:
        assert out.splitlines()[1].endswith(wb("list", "dump").lines[1].split()[0] + " allow")      # the command that ends it
        assert wb.json("explain", "2001:db8::66" if ":" in prefix else CLIENT)["accept"]
        wb("list", "remove", *out.split("whyblock list remove ")[1].split())
        assert not wb.json("explain", "2001:db8::66" if ":" in prefix else CLIENT, status=1)["accept"]
    assert wb.json("list", "add", prefix, "spam", "--reason", "x")["allowed"] is False


def test_add_says_nothing_of_an_allow_that_is_over(wb):
    wb.load((CLIENT, "allow", "host", "staff:ann", "2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z", "over"))
    assert "does not count" not in wb.add(CLIENT, "spam").out
    wb.add(CLIENT, "allow")
    assert "does not count" not in wb.add(CLIENT, "allow").out


@pytest.mark.parametrize("ttl, seconds", [("45s", 45), ("90m", 5400), ("12h", 43200), ("30d", 2592000), ("2w", 1209600)])
def test_ttl(wb, ttl, seconds):
    earliest = int(time.time())
    out = wb.add(CLIENT, "spam", "--ttl", ttl).out
    latest = int(time.time())
    expires = wb.json("list", "dump")[0]["expires"]
    assert expires in [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + seconds)) for now in range(earliest, latest + 1)]
    assert f"until {expires}" in out


@pytest.mark.parametrize("given", ["2099-12-24T18:00:00Z", "4101818400"])
def test_expires(wb, given):
    wb.add(CLIENT, "spam", "--expires", given)
    assert wb.json("list", "dump")[0]["expires"] == "2099-12-24T18:00:00Z"


def test_expires_on_a_day_means_its_first_second(wb):
    wb.add(CLIENT, "spam", "--expires", "2099-12-24")
    assert wb.json("list", "dump")[0]["expires"] == "2099-12-24T00:00:00Z"


@pytest.mark.parametrize("given, kept", [("ann", "staff:ann"), ("staff:ann", "staff:ann"), ("feed:drop", "feed:drop"),
                                         ("report:trap@mx.example.net", "report:trap@mx.example.net")])
def test_source(wb, given, kept):
    wb.add(CLIENT, source=given)
    assert wb.json("list", "dump")[0]["source"] == kept


def test_the_source_is_whoever_runs_it(wb):
    wb("list", "add", CLIENT, "spam", "--reason", "x")
    assert re.fullmatch(r"staff:[\w.@+-]+", wb.json("list", "dump")[0]["source"])


@pytest.mark.parametrize("reason", ["r" * 255, "Grüße, 例", 'quotes " and \\ and \' %s', "-x", "#x"])
def test_reason(wb, reason):
    wb.add(CLIENT, reason=reason)
    assert wb.json("list", "dump")[0]["reason"] == reason
    assert reason in wb("list", "dump").out


def test_a_listing_is_named_by_prefix_category_and_source(wb):
    for prefix, category, source in [(CLIENT, "spam", "ann"), (CLIENT, "spam", "bob"), (CLIENT, "virus", "ann"), ("192.0.2.0/24", "spam", "ann")]:
        assert wb.add(prefix, category, source=source).out.startswith("listed ")
    assert wb.add(CLIENT, "spam", "--scope", "range", reason="another").out.startswith("replaced ")
    assert [(row["prefix"], row["category"], row["source"], row["reason"]) for row in wb.json("list", "dump")] == [
        ("192.0.2.0/24", "spam", "staff:ann", "seen by staff"),
        ("192.0.2.66/32", "spam", "staff:ann", "another"),
        ("192.0.2.66/32", "spam", "staff:bob", "seen by staff"),
        ("192.0.2.66/32", "virus", "staff:ann", "seen by staff"),
    ]


def test_a_category_of_the_configuration(wb):
    wb.configure('category "dynamic" { action = "defer" }\n')
    wb.add(CLIENT, "dynamic")
    assert wb.json("explain", CLIENT, status=1)["verdict"]["category"] == "dynamic"


def test_many_at_once(wb):
    running = [subprocess.Popen(wb.arguments("list", "add", f"192.0.2.{i}", "spam", "--reason", "x"), stdout=subprocess.DEVNULL) for i in range(1, 41)]
    assert [process.wait() for process in running] == [0] * 40
    assert len(wb.export()) == 40
    assert "40 listings of 1 prefix length" in wb("check-config").out


# removing

@pytest.fixture
def four(wb):
    for prefix, category, source in [(CLIENT, "spam", "ann"), (CLIENT, "spam", "bob"), (CLIENT, "virus", "ann"), ("192.0.2.0/24", "spam", "ann")]:
        wb.add(prefix, category, source=source)
    return wb


@pytest.mark.parametrize("arguments, removed", [
    ([CLIENT],                 3),
    ([CLIENT + "/32"],         3),
    (["::ffff:192.0.2.66"],    3),
    ([CLIENT, "spam"],         2),
    ([CLIENT, "virus"],        1),
    (["192.0.2.0/24"],         1),
    ([CLIENT, "policy"],       0),
    (["192.0.2.0/25"],         0),          # exactly this prefix: neither what covers it nor what it covers
    (["192.0.0.0/16"],         0),
    (["192.0.2.67"],           0),
    (["2001:db8::1"],          0),
])
def test_remove(four, arguments, removed):
    run = four("list", "remove", *arguments, "--reason", "mended", status=0 if removed else 1)
    assert (f"removed {removed} listing" if removed else f": see whyblock list show {arguments[0].split('/')[0]}\n") in run.out
    assert len(four.export()) == 4 - removed


def test_remove_json(four):
    nothing = {"feeds": [], "keep_out": None}
    assert four.json("list", "remove", CLIENT) == {"prefix": "192.0.2.66/32", "removed": 3, **nothing}
    assert four.json("list", "remove", CLIENT, status=1) == {"prefix": "192.0.2.66/32", "removed": 0, **nothing}


def test_remove_what_a_feed_brings_back(wb):
    """The command that is offered keeps it out."""
    wb("feed", "sync", "drop", "-", "--category", "spam", input=f"{CLIENT}\n192.0.2.67\n")
    wb.add(CLIENT)
    keep_out = f'whyblock list add {CLIENT} allow --reason "kept out of feed:drop"'
    assert wb("list", "remove", CLIENT, "spam").lines == [
        "removed 1 listing of 192.0.2.66/32", "feed:drop lists it: its next sync brings it back", f"to keep it out: {keep_out}"]
    assert wb("list", "remove", CLIENT).lines == ["removed 1 listing of 192.0.2.66/32"]
    wb("feed", "sync", "drop", "-", "--category", "spam", input=f"{CLIENT}\n192.0.2.67\n")
    assert not wb.json("explain", CLIENT, status=1)["accept"]
    removed = wb.json("list", "remove", CLIENT)
    assert (removed["feeds"], removed["keep_out"]) == (["feed:drop"], keep_out)
    wb(*shlex.split(keep_out)[1:])
    wb("feed", "sync", "drop", "-", "--category", "spam", input=f"{CLIENT}\n192.0.2.67\n")
    assert wb.json("explain", CLIENT)["accept"]


def test_a_listing_keeps_its_end_unless_told(wb):
    wb.add(CLIENT, "spam", "--expires", "2099-12-24")
    assert wb.add(CLIENT, "spam", reason="again").out == (
        "replaced the listing of 192.0.2.66/32 as spam by staff:ann, keeps its end: 2099-12-24T00:00:00Z (for ever: --expires never)\n")
    assert wb.json("list", "add", CLIENT, "spam", "--reason", "x", "--source", "ann")["keeps_end"] is True
    assert wb.load((CLIENT, "spam", "host", "staff:ann"), ("192.0.2.67", "spam")).out == (
        '1 added, 1 replaced; 1 of these keeps the end of before (for ever: "never" in the field expires)\n')
    assert wb.json("list", "show", CLIENT)[0]["expires"] == "2099-12-24T00:00:00Z"
    assert wb.add(CLIENT, "spam", "--expires", "never").out == "replaced the listing of 192.0.2.66/32 as spam by staff:ann, without end\n"
    assert wb.json("list", "show", CLIENT)[0]["expires"] is None


def test_remove_a_category_that_the_configuration_has_no_more(wb):
    wb.configure('category "dynamic" {}\n')
    wb.add(CLIENT, "dynamic")
    wb.configure()
    wb("list", "remove", CLIENT, "dynamic")
    assert wb.export() == []


# showing

@pytest.mark.parametrize("address, wanted", [
    ("192.0.2.66",         ["192.0.2.66/32", "192.0.2.0/24", "192.0.0.0/16"]),       # the longest first
    ("::ffff:192.0.2.66",  ["192.0.2.66/32", "192.0.2.0/24", "192.0.0.0/16"]),
    ("192.0.2.67",         ["192.0.2.0/24", "192.0.0.0/16"]),
    ("192.0.3.0",          ["192.0.0.0/16"]),
    ("192.1.0.0",          []),
    ("2001:db8::66",       ["2001:db8::66/128", "2001:db8::/64", "2001:db8::/48"]),
    ("2001:db8:0:1::66",   ["2001:db8::/48"]),
    ("2001:db9::66",       []),
    ("::c000:242",         []),                                                       # the bits of 192.0.2.66, not v4-mapped
])
def test_show(wb, address, wanted):
    for prefix in ("192.0.0.0/16", "192.0.2.66", "192.0.2.0/24", "2001:db8::/48", "2001:db8::66", "2001:db8::/64"):
        wb.add(prefix)
    status = 0 if wanted else 1
    assert prefixes(wb.json("list", "show", address, status=status)) == wanted
    lines = wb("list", "show", address, status=status).lines
    assert [line.split()[0] for line in lines[1:]] == wanted
    if wanted:
        assert lines[0].split() == [key.upper() for key in KEYS if key != "note"]     # which stands behind the reason
    else:
        assert lines == [f"{address} is not listed"]


@pytest.mark.parametrize("at, status", [("2099-12-24T17:59:59Z", 0), ("2099-12-24T18:00:00Z", 1), ("4101818399", 0), ("4101818400", 1)])
def test_show_an_expired_one(wb, at, status):
    wb.add(CLIENT, "spam", "--expires", "2099-12-24T18:00:00Z")
    assert prefixes(wb.json("list", "show", CLIENT, "--at", at, status=status)) == ["192.0.2.66/32"]
    assert ("(expired)" in wb("list", "show", CLIENT, "--at", at, status=status).out) == (status == 1)


def test_dump(wb):
    assert wb("list", "dump").out == "nothing is listed\n"
    assert wb.json("list", "dump") == []
    for prefix in ("2001:db8::66", "192.0.2.66", "192.0.2.0/24", "11.0.0.0/8"):
        wb.add(prefix)
    order = ["11.0.0.0/8", "192.0.2.0/24", "192.0.2.66/32", "2001:db8::66/128"]
    assert sorted(prefixes(wb.json("list", "dump"))) == sorted(order)
    assert [line.split()[0] for line in wb("list", "dump").lines[1:]] == prefixes(wb.json("list", "dump"))
    assert wb.json("list", "export") == wb.json("list", "dump")


# expiring

@pytest.mark.parametrize("at, removed", [("2099-12-24T17:59:59Z", 0), ("2099-12-24T18:00:00Z", 1), ("2099-12-24T18:00:01Z", 2), ("2100-01-01", 2)])
def test_expire(wb, at, removed):
    wb.add(CLIENT)
    wb.add("192.0.2.67", "spam", "--expires", "2099-12-24T18:00:00Z")
    wb.add("192.0.2.68", "spam", "--expires", "2099-12-24T18:00:01Z")
    assert wb("list", "expire", "--at", at).out == f"removed {removed} expired listings\n"
    assert len(wb.export()) == 3 - removed
    assert wb.json("list", "expire", "--at", at) == {"removed": 0, "cases": 0, "requests": 0}


def test_expire_what_is_over_now(wb):
    wb.load(("192.0.2.66", "spam", "host", "staff:ann", "2020-01-01", "2020-02-01", "old"), ("192.0.2.67", "spam"))
    assert wb.json("list", "expire") == {"removed": 1, "cases": 0, "requests": 0}
    assert [row[0] for row in wb.export()] == ["192.0.2.67/32"]


def test_expire_takes_no_more_than_half(wb):
    wb.load(*((f"192.0.2.{n}", "spam", "host", "staff:ann", "-", "2098-02-01" if n < 6 else "-", "r") for n in range(10)))
    run = wb("list", "expire", "--at", "2099-01-01", status=65)
    assert "6 of 10 listings have expired by 2099-01-01T00:00:00Z, more than half: nothing was removed" in run.err
    assert len(wb.export()) == 10
    assert wb.json("list", "expire", "--at", "2099-01-01", "--force") == {"removed": 6, "cases": 0, "requests": 0}


def test_expire_many(wb):
    """Every second one goes, wherever it stands; the others stay."""
    rows = [(f"11.{i >> 8}.{i & 255}.0/{24 + i % 9}", "spam", "host", "feed:x", "2020-01-01", "2020-02-01" if i % 2 else "-", "r") for i in range(3000)]
    wb.load(*rows)
    assert wb.json("list", "expire") == {"removed": 1500, "cases": 0, "requests": 0}
    assert sorted(row[0] for row in wb.export()) == sorted(row[0] for row in rows[::2])
    assert wb.json("list", "show", "11.0.0.0")[0]["prefix"] == "11.0.0.0/24"


# Addresses that count as IPv4

def test_what_a_translator_writes_is_the_ipv4_host(wb):
    wb.configure('nat64_prefixes = {"2001:db8:64::/96"}\n')
    run = wb("list", "add", "64:ff9b::c000:242", "spam", "--reason", "x")
    assert run.err == "whyblock: 64:ff9b::c000:242 counts as 192.0.2.66\n"
    assert run.out.startswith("listed 192.0.2.66/32 as spam")
    assert wb.json("list", "add", "2001:db8:64::c000:200/120", "spam", "--reason", "x")["prefix"] == "192.0.2.0/24"
    for asked in (CLIENT, "64:ff9b::c000:242", "2001:db8:64::192.0.2.66"):
        assert [row["prefix"] for row in wb.json("list", "show", asked)] == ["192.0.2.66/32", "192.0.2.0/24"]
        assert [row["prefix"] for row in wb.json("history", asked)][:1] == ["192.0.2.66/32"]
    explained = wb("explain", "64:ff9b::c000:242", status=1).out
    assert "192.0.2.66, which stands in 64:ff9b::c000:242" in explained
    found = wb.json("explain", "64:ff9b::c000:242", status=1)
    assert (found["client"], found["verdict"]["translated"]) == (CLIENT, "64:ff9b::c000:242")
    assert wb("list", "remove", "64:ff9b::c000:242").out == "removed 1 listing of 192.0.2.66/32\n"
    assert wb("list", "show", "64:ff9b::c000:243").err == "whyblock: 64:ff9b::c000:243 counts as 192.0.2.67\n"


@pytest.mark.parametrize("category", ["spam", "allow"])
def test_a_network_of_both_kinds_is_refused(wb, category):
    run = wb("list", "add", "64:ff9b::/64", category, "--reason", "x", status=65)
    assert run.err == ("whyblock: 64:ff9b::/64 covers 64:ff9b::/96, whose clients count as their IPv4 addresses: expected a network beside it, "
                       "or the IPv4 networks, or --force\n")
    assert not wb.json("list", "dump")
    assert wb("list", "add", "64:ff9b::/64", category, "--reason", "x", "--force").out.startswith("listed 64:ff9b::/64")


def test_what_was_listed_before_the_prefix_was_named_can_be_removed(wb):
    wb("list", "add", "2001:db8:64::c000:242", "spam", "--reason", "x")
    wb.configure('nat64_prefixes = {"2001:db8:64::/96"}\n')
    assert wb("list", "remove", "2001:db8:64::c000:242").out == "removed 1 listing of 2001:db8:64::c000:242/128\n"


# Filters, networks, and changing what a listing says

@pytest.fixture
def several(wb):
    wb.add(CLIENT, "spam", reason="seen by the trap")
    wb.add("192.0.2.0/24", "spam", "--scope", "network", source="bob", reason="the whole provider")
    wb.add("192.0.2.0/25", "virus", source="bob", reason="Trap of the other office")
    wb.add("192.0.0.0/16", "allow", reason="ours")
    wb.add("198.51.100.1", "spam", source="feed:drop", reason="-")
    return wb


@pytest.mark.parametrize("options, wanted", [
    (["--category", "virus"],                        ["192.0.2.0/25"]),
    (["--source", "bob"],                            ["192.0.2.0/24", "192.0.2.0/25"]),
    (["--source", "feed:"],                          ["198.51.100.1/32"]),
    (["--text", "TRAP"],                             ["192.0.2.0/25", "192.0.2.66/32"]),
    (["--inside", "192.0.2.0/24"],                   ["192.0.2.0/24", "192.0.2.0/25", "192.0.2.66/32"]),
    (["--inside", "192.0.2.0/25"],                   ["192.0.2.0/25", "192.0.2.66/32"]),
    (["--inside", CLIENT],                           ["192.0.2.66/32"]),
    (["--inside", "192.0.2.0/24", "--source", "ann"], ["192.0.2.66/32"]),
    (["--category", "spam", "--text", "provider"],   ["192.0.2.0/24"]),
    (["--inside", "203.0.113.0/24"],                 []),
    (["--category", "policy"],                       []),
])
def test_dump_what_is_wanted(several, options, wanted):
    status = 0 if wanted else 1
    assert sorted(prefixes(several.json("list", "dump", *options, status=status))) == sorted(wanted)
    assert len(several("list", "dump", *options, status=status).lines) == len(wanted) + 1


def test_dump_of_a_category_that_is_mistyped(several):
    assert "did you mean --category spam?" in several("list", "dump", "--category", "spma", status=1).out
    assert "nothing is listed for which all of this holds" in several("list", "dump", "--category", "policy", status=1).out
    assert "--inside" in several("list", "dump", "--inside", "nonsense", status=65).err


@pytest.mark.parametrize("network, wanted", [
    ("192.0.2.0/24",   ["192.0.2.0/24", "192.0.0.0/16", "192.0.2.0/25", "192.0.2.66/32"]),
    ("192.0.2.64/26",  ["192.0.2.0/25", "192.0.2.0/24", "192.0.0.0/16", "192.0.2.66/32"]),
    ("192.0.0.0/8",    ["192.0.0.0/16", "192.0.2.0/24", "192.0.2.0/25", "192.0.2.66/32"]),
    ("203.0.113.0/24", []),
])
def test_show_a_network(several, network, wanted):
    run = several.json("list", "show", network, status=0 if wanted else 1)
    assert prefixes(run) == wanted
    if not wanted:
        assert several("list", "show", network, status=1).out == f"{network} is not listed, nor is anything inside\n"


def test_edit(several):
    before = several.json("list", "show", CLIENT)[0]
    out = several("list", "edit", CLIENT, "--reason", "an open relay", "--category", "open-relay", "--expires", "2099-12-24").out
    assert out == ("changed the listing of 192.0.2.66/32 as spam by staff:ann\n  category  spam -> open-relay\n"
                   "  expires   never -> 2099-12-24T00:00:00Z\n  reason    seen by the trap -> an open relay\n")
    after = several.json("list", "show", CLIENT)[0]
    assert after == {**before, "category": "open-relay", "reason": "an open relay", "expires": "2099-12-24T00:00:00Z"}
    assert [(row["action"], row["category"]) for row in several.json("history", CLIENT)][-2:] == [("remove", "spam"), ("add", "open-relay")]
    assert not several.json("explain", CLIENT, status=None)["verdict"].get("category") == "spam"
    several("list", "edit", CLIENT, "--note", "spoke to their postmaster")
    assert several.json("list", "dump", "--text", "POSTMASTER")[0]["note"] == "spoke to their postmaster"
    assert "note      spoke to their postmaster -> none" in several("list", "edit", CLIENT, "--note", "").out
    changed = several.json("list", "edit", CLIENT, "--ttl", "30d")
    assert (changed["before"]["expires"], changed["after"]["category"]) == ("2099-12-24T00:00:00Z", "open-relay")
    several("list", "edit", CLIENT, "open-relay", "--expires", "never", "--scope", "range")
    assert several.json("list", "show", CLIENT)[0]["expires"] is None


@pytest.mark.parametrize("arguments, status, says", [
    ([CLIENT],                                          64, "nothing to change: expected --reason"),
    ([CLIENT, "virus", "--ttl", "1d"],                  1,  "nothing is listed for exactly 192.0.2.66/32 as virus"),
    (["192.0.2.67", "--ttl", "1d"],                     1,  "see whyblock list show 192.0.2.67"),
    ([CLIENT, "--ttl", "1d", "--source", "bob"],        1,  "by staff:bob"),
    ([CLIENT, "--ttl", "1d", "--expires", "never"],     65, "expected one of them"),
    ([CLIENT, "--expires", "2020-01-01"],               65, "in the past"),
    ([CLIENT, "--category", "spma"],                    65, 'unknown category "spma"'),
    (["198.51.100.1", "--reason", "x"],                 65, "feed:drop lists 198.51.100.1/32"),
    ([CLIENT, "--reason", ""],                          65, "--reason is empty"),
])
def test_edit_changes_nothing(several, arguments, status, says):
    before = several.json("list", "dump")
    assert says in several("list", "edit", *arguments, status=status).err
    assert several.json("list", "dump") == before


def test_edit_one_of_several(several):
    several.add(CLIENT, "spam", source="bob")
    several.add(CLIENT, "virus", source="bob")
    assert "3 listings of 192.0.2.66/32: expected the category or the source" in several("list", "edit", CLIENT, "--ttl", "1d", status=65).err
    several("list", "edit", CLIENT, "spam", "--source", "bob", "--reason", "this one")
    assert [row["source"] for row in several.json("list", "dump", "--text", "this one")] == ["staff:bob"]
    assert "already" in several("list", "edit", CLIENT, "spam", "--source", "bob", "--category", "virus", status=65).err
