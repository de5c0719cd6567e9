# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""On a terminal of 80 columns no line of a table is longer, and nothing is cut off; in a pipe each row is one line. Colours are for a terminal alone,
and say nothing that the words do not."""

import re
import time

import pytest
import terminal

from environment import ENVIRONMENT

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1234:5678:9abc:def0:1234:5678"
SOURCE = "feed:a-feed-with-a-long-name-as-operators-like-it"
REASON = "seen to send mail to addresses that nobody has had for years, as the trap of the other office says, too"
ZONE = "a-zone-with-a-very-long-name.dnsbl.of-somebody.example.net"


@pytest.fixture
def full(wb):
    """A store with long names, and what it takes to show them."""
    wb.configure(f'category "with-a-name-of-thirty-one-chars" {{ action = "reject" }}\ndns {{ deadline = 0.05 servers = {{"127.0.0.1:9"}} }}\n'
                 f'dnsbl "{ZONE}" {{ code "127.0.0.2" {{ category = "spam" }} }}\n'
                 f'dnsbl "short.example" {{ code "127.0.0.2" {{ category = "spam" }} }}\n')
    wb("apply")
    for client in (CLIENT, CLIENT6):
        wb.add(client, "with-a-name-of-thirty-one-chars", "--ttl", "30d", source=SOURCE, reason=REASON)
        wb.add(client, "spam", "--scope", "network")
    wb("feed", "sync", SOURCE[5:], "-", "--category", "with-a-name-of-thirty-one-chars", "--ttl", "36h", input=f"{CLIENT}\n{CLIENT6}\n")
    log = wb.folder / "mainlog"
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(time.time() - 7200))
    log.write_text("".join(
        f"{now} whyblock: action=reject category=with-a-name-of-thirty-one-chars client={client} score=1.0 threshold=1.0 "
        f"evidence=dnsbl:{ZONE}:127.0.0.2,listing:{SOURCE} checks=1 us=9\n" for client in 5 * [CLIENT, CLIENT6]))
    wb("cases", "import", log)
    return wb


TABLES = {
    "list dump": ([], 0), "list show": ([CLIENT6], 0), "history": ([], 0), "feed list": ([], 0), "dnsbl status": ([], None), "case": ([], 0),
    "stats": (["LOG"], 0), "replay": (["--all"], 0), "accuracy": ([], 0), "explain": ([CLIENT6], 1), "removal list": ([], 0), "help": ([], 0),
}


def line_of(wb, verb):
    arguments, status = TABLES[verb]
    return [*verb.split(), *(str(wb.folder / "mainlog") if word == "LOG" else word for word in arguments)], status


@pytest.mark.parametrize("columns", [80, 60])
@pytest.mark.parametrize("verb", TABLES)
def test_a_table_fits_the_terminal(full, verb, columns):
    line, status = line_of(full, verb)
    found, shown = terminal.run(full.arguments(*line), columns=columns, **{name: ENVIRONMENT[name] for name in ("TZ", "ASAN_OPTIONS")})
    assert status is None or found == status
    shown = terminal.plain(shown)
    assert "\n\n    l" not in shown and "\n\n    d" not in shown
    piped = full(*line, status=status).out
    if columns == 80:
        assert max(map(len, shown.splitlines())) <= columns, shown
    # Each word is there: none was cut.
    words = set(re.findall(r"[\w.:/-]{4,}", piped)) - set(re.findall(r"[A-Z%]+", piped))
    lost = [word for word in words if word not in re.sub(r"\n *", "", shown) and word not in shown]
    assert not lost or verb == "stats", (lost, shown)


def test_in_a_pipe_each_row_is_one_line(full):
    assert len(full("list", "dump").lines) == 1 + len(full.json("list", "dump"))
    assert len(full("history").lines) == 1 + len(full.json("history"))
    assert len(full("feed", "list").lines) == 2
    narrow = full("list", "dump", env={**ENVIRONMENT, "COLUMNS": "80"}).lines
    assert len(narrow) > 1 + len(full.json("list", "dump")) and max(map(len, narrow)) <= 80


def coloured(full, *line, **environment):
    return re.findall(r"\x1b\[(\d+)m(.*?)\x1b\[0m", terminal.run(full.arguments(*line), **environment)[1])


@pytest.mark.parametrize("line, wanted", [
    (["explain", CLIENT, "--no-dns"], ("31", "reject")),
    (["explain", "192.0.2.1", "--no-dns"], ("32", "accept")),
    (["case"], ("31", " reject")),
    (["dnsbl", "status"], ("32", "good")),
])
def test_what_is_done_has_a_colour_on_a_terminal(full, line, wanted):
    assert wanted in coloured(full, *line)
    assert wanted[1].strip() in full(*line, status=None).out and "\x1b" not in full(*line, status=None).out
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
        assert coloured(full, *line, **environment) == []
    assert coloured(full, *line, NO_COLOR="") != []


def test_no_colour_in_what_programs_read(full):
    for line in (["explain", CLIENT, "--no-dns"], ["status"], ["case"]):
        assert "\x1b" not in terminal.run(full.arguments("--json", *line))[1]
