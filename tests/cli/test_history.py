# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`history`: who changed what is listed, when, what, why, before and after."""

import getpass
import os
import pwd
import re
import time

import pytest

CLIENT = "192.0.2.66"
KEYS = ["time", "login", "uid", "action", "prefix", "category", "source", "why", "before", "after", "added", "kept", "removed"]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SUMMARY = dict(prefix=None, category=None, before=None, after=None)
ONE = dict(added=None, kept=None, removed=None)


def rows(wb, *arguments, **options):
    """Rows without what is not the same in each run."""
    found = wb.json("history", *arguments, **options)
    found = [row for row in found if row["action"] != "apply"]         # tests/cli/test_apply.py has those
    for row in found:
        assert list(row) == KEYS
        assert RFC_3339.fullmatch(row.pop("time"))
        assert row.pop("uid") == os.getuid()
        assert re.fullmatch(r"[\w.:@+-]+", row.pop("login"))
        for state in row["before"], row["after"]:
            assert state is None or RFC_3339.fullmatch(state.pop("created"))
    return found


def state(reason="seen by staff", expires=None, scope="host"):
    return dict(scope=scope, expires=expires, reason=reason)


def test_every_change_of_a_listing(wb):
    wb.add(CLIENT)
    wb.add(CLIENT, "open-relay", "--expires", "2099-01-01", "--scope", "range", reason="again")
    wb("list", "remove", CLIENT, "--reason", "mended")
    same = dict(prefix="192.0.2.66/32", category="open-relay", source="staff:ann", **ONE)
    second = state("again", "2099-01-01T00:00:00Z", "range")
    assert rows(wb) == [
        dict(action="add", why="seen by staff", before=None, after=state(), **same),
        dict(action="replace", why="again", before=state(), after=second, **same),
        dict(action="remove", why="mended", before=second, after=None, **same),
    ]


def test_each_listing_that_is_removed(wb):
    wb.add(CLIENT, "spam")
    wb.add(CLIENT, "virus", source="staff:bob")
    wb("list", "remove", CLIENT)
    assert [(row["action"], row["category"], row["source"], row["why"]) for row in rows(wb)[2:]] == [
        ("remove", "spam", "staff:ann", ""), ("remove", "virus", "staff:bob", "")]
    wb("list", "remove", CLIENT, status=1)
    assert len(rows(wb)) == 4


def test_who(wb):
    environment = {**os.environ, "SUDO_USER": "bob smith\x1b"}
    wb.add(CLIENT, env=environment)
    _, row = wb.json("history")                        # the first is that of init
    assert row["uid"] == os.getuid() and row["login"] in ("bob_smith_", getpass.getuser(), pwd.getpwuid(os.getuid()).pw_name)


def test_many_at_once_are_one_record(wb):
    wb.load((CLIENT, "spam"), ("192.0.2.67", "spam", "host", "staff:ann", "-", "2020-01-01"), more=("--source", "feed:x"))
    wb.load((CLIENT, "spam"), ("192.0.2.68", "spam"), more=("--source", "feed:x"))
    wb("list", "expire")
    wb("list", "expire")
    (wb.folder / "drop").write_text("192.0.2.70\n")
    wb("feed", "sync", "drop", wb.folder / "drop", "--category", "spam")
    wb("feed", "drop", "drop", "--reason", "no use")
    assert rows(wb) == [
        dict(SUMMARY, action="import", source="feed:x", why="-", added=2, kept=0, removed=0),
        dict(SUMMARY, action="import", source="feed:x", why="-", added=1, kept=1, removed=0),
        dict(SUMMARY, action="expire", source=None, why="", added=0, kept=0, removed=1),
        dict(SUMMARY, action="feed sync", source="feed:drop", category="spam", why=str(wb.folder / "drop"), added=1, kept=0, removed=0),
        dict(SUMMARY, action="feed drop", source="feed:drop", why="no use", added=0, kept=0, removed=1),
    ]


def test_what_failed_is_not_recorded(wb):
    wb.add("0.0.0.0/0", status=65)
    wb.load((CLIENT, "spam"), ("x", "spam"), status=65)
    assert rows(wb) == []
    assert wb("history", CLIENT).out == "nothing is recorded\n"


@pytest.mark.parametrize("asked, prefixes", [
    (CLIENT,            ["192.0.2.0/24", "192.0.2.66/32"]),
    ("192.0.2.67",      ["192.0.2.0/24"]),
    ("192.0.2.0/25",    ["192.0.2.0/24", "192.0.2.1/32", "192.0.2.66/32"]),      # one of them by an import
    ("192.0.0.0/16",    ["192.0.2.0/24", "192.0.2.1/32", "192.0.2.66/32"]),
    ("2001:db8::1",     ["2001:db8::/32"]),
    ("203.0.113.1",     []),
])
def test_of_an_address(wb, asked, prefixes):
    for prefix in "192.0.2.0/24", CLIENT, "198.51.100.0/24", "2001:db8::/32":
        wb.add(prefix)
    wb.load(("192.0.2.1", "spam"))
    assert sorted(row["prefix"] for row in rows(wb, asked)) == prefixes
    assert len(rows(wb)) == 5


def test_since(wb):
    wb.add(CLIENT)
    wb.add("192.0.2.67")
    assert len(rows(wb, "--since", "1h")) == 2
    assert len(rows(wb, "--since", "2020-01-01")) == 2
    assert rows(wb, "--since", str(int(time.time()) + 60)) == []
    assert [row["prefix"] for row in rows(wb, "192.0.2.67", "--since", "1h")] == ["192.0.2.67/32"]
    assert "--since" in wb("history", "--since", "yesterday", status=64).err
    assert "no IP address" in wb("history", "ann", status=65).err


def test_for_people(wb):
    wb.add(CLIENT, "spam", "--expires", "2099-01-01")
    wb.add(CLIENT, "spam", "--expires", "never", reason="again")
    wb.load(("192.0.2.67", "spam"))
    head, _, add, replace, load = wb("history").lines
    assert head.split()[:4] == ["TIME", "LOGIN", "(UID)", "ACTION"]
    assert f"({os.getuid()})" in add
    assert "seen by staff [until 2099-01-01T00:00:00Z]" in add
    assert 'again [without end; before: until 2099-01-01T00:00:00Z, "seen by staff"]' in replace
    assert "[1 added, 0 kept, 0 removed]" in load


def test_the_time_of_a_change_is_not_that_of_the_option_at(wb):
    wb.add(CLIENT, "spam", "--ttl", "1d")
    wb("list", "expire", "--at", "2099-01-01")
    assert wb.json("history")[-1]["time"] < "2090"


def test_unreadable_records_are_reported_and_skipped(wb):
    wb.add(CLIENT, reason="MARKED")
    wb.add("192.0.2.67")
    data = wb.store / "listings/data.mdb"
    data.write_bytes(data.read_bytes().replace(b"MARKED", b"MAR\x1bED"))
    run = wb("history", status=74)
    assert "1 records of the history cannot be read" in run.err and "192.0.2.67/32" in run.out and "MAR" not in run.out


@pytest.mark.parametrize("reason", ["a\nb", "a\x1b[31m", "r" * 256, "a\udcffb"])
def test_a_reason_must_be_fit_to_print(wb, reason):
    wb.add(CLIENT)
    assert "reason" in wb("list", "remove", CLIENT, "--reason", reason, status=65).err
    assert len(rows(wb)) == 1 and len(wb.json("list", "dump")) == 1


def test_no_store(bare):
    assert "whyblock init" in bare("history", status=74).err


def test_the_sync_that_brought_a_listing_in(wb):
    """A sync is one record for all that it lists: the history of an address finds it by what is listed."""
    wb("feed", "sync", "drop", "-", "--category", "spam", input="192.0.2.0/24\n198.51.100.1\n")
    wb.load(("192.0.2.66", "virus"))
    wb.add("192.0.2.66", "spam")
    rows = wb.json("history", "192.0.2.66")
    assert [(row["action"], row["prefix"], row["category"]) for row in rows] == [
        ("feed sync", "192.0.2.0/24", "spam"), ("import", "192.0.2.66/32", "virus"), ("add", "192.0.2.66/32", "spam")]
    assert (rows[0]["source"], rows[0]["added"]) == ("feed:drop", 2)
    assert [row["action"] for row in wb.json("history", "192.0.2.64/26")] == ["feed sync", "import", "add"]
    assert [row["action"] for row in wb.json("history", "198.51.100.1")] == ["feed sync"]
    assert wb.json("history", "198.51.100.2") == []
    assert [row["prefix"] for row in wb.json("history") if row["action"] == "feed sync"] == [None]
    assert wb.json("history", "198.51.100.1", "--since", "2099-01-01") == []
    assert "feed sync 198.51.100.1/32" in wb("history", "198.51.100.1").out
    wb("feed", "sync", "drop", "-", "--category", "spam", input="192.0.2.0/24\n198.51.100.3\n")
    assert len(wb.json("history", "192.0.2.66")) == 3
