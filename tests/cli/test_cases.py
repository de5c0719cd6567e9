# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Cases of logs: what an import makes of them, that a replay of them is the same, and that they go: by age, and because somebody asks."""

import gzip
import subprocess
import time

import pytest

BASE = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "spam-source" weight = 0.6 } }\n'


def stamp(at):
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at))


def line(at, client, action="reject", category="open-relay", evidence="listing:staff:ann", more=""):
    below = f" below={category}:0.6/1.0" if action == "accept" else f" category={category}"
    return f"{stamp(at)} whyblock: action={action}{below if action != 'accept' else ''} client={client}{below if action == 'accept' else ''} score=1.0 threshold=1.0 evidence={evidence}{more} checks=1 us=9"


@pytest.fixture
def log(wb, tmp_path):
    """An hour of a log, with what is none of ours between."""
    wb("init")
    wb.configure(BASE)
    wb("apply")
    now = int(time.time()) - 7200
    lines = [line(now + 60 * n, f"192.0.2.{n % 5}") for n in range(20)]
    lines += [line(now + n, "198.51.100.7", "accept", "spam-source", "dnsbl:bl.example.net:127.0.0.2") for n in range(10)]
    lines += [f"{stamp(now)} H=(whyblock: action=reject client=203.0.113.1) [203.0.113.2] F=<x@example.com> rejected RCPT <y@example.org>: no"]
    path = tmp_path / "mainlog"
    path.write_text("".join(f"{text}\n" for text in sorted(lines)))
    return path


def test_an_import_makes_cases_and_a_second_one_changes_nothing(wb, log):
    first = wb.json("cases", "import", log)
    assert (first["lines"], first["verdicts"], first["cases"], first["known"], first["unknown"]) == (31, 30, 6, 0, 0)
    cases = wb.json("case", "--all")
    assert sorted((case["client"], case["times"], case["from_log"]) for case in cases) == [
        *((f"192.0.2.{n}", 4, True) for n in range(5)), ("198.51.100.7", 10, True)]
    again = wb.json("cases", "import", log)
    assert (again["verdicts"], again["cases"], again["known"]) == (0, 0, 30)
    assert wb.json("case", "--all") == cases
    # Exim goes on with the log: what is new in it is taken in.
    with log.open("a") as more:
        more.write(line(int(time.time()), "192.0.2.0") + "\n")
    assert wb.json("cases", "import", log)["verdicts"] == 1


@pytest.mark.parametrize("form", ["plain", "gz", "syslog"])
def test_each_form_of_a_log_says_the_same(wb, log, form, tmp_path):
    lines = log.read_text().splitlines()
    if form == "gz":
        log = tmp_path / "mainlog.gz"
        log.write_bytes(gzip.compress("".join(f"{text}\n" for text in lines).encode()))
    elif form == "syslog":
        log.write_text("".join(f"2026-11-22T00:54:17+00:00 mx exim[12]: {text}\n" for text in lines))
    assert wb.json("cases", "import", log)["cases"] == 6
    assert {case["client"] for case in wb.json("case", "--all")} == {*(f"192.0.2.{n}" for n in range(5)), "198.51.100.7"}


def test_a_strangers_words_are_no_case(wb, log):
    wb("cases", "import", log)
    wb("case", "203.0.113.1", status=1)
    wb("case", "203.0.113.2", status=1)


def test_replay_of_a_log_is_replay_of_its_cases(wb, log):
    wb("cases", "import", log)
    changes = []
    for edit in (BASE.replace("0.6", "1.0"), BASE + 'category "open-relay" { action = "defer" }\n',
                 BASE.replace("0.6", "1.0") + 'category "open-relay" { action = "defer" }\n'):
        wb.configure(edit)
        of_log, of_cases = wb.json("replay", log), wb.json("replay")
        for key in ("verdicts", "same", "changed", "unknown", "newly_refused", "maybe_newly_refused", "actions", "categories", "sources", "hosts"):
            assert of_log[key] == of_cases[key], key
        changes.append(({row["name"]: row["count"] for row in of_log["actions"]}, of_log["unknown"]))
    # A log says nothing of the categories that have not won, nor what a zone would have answered about a client that was refused without it.
    assert changes == [({"accept -> reject": 10}, 0), ({}, 20), ({"accept -> reject": 10}, 20)]
    assert (of_log["missing"]["log"], of_log["missing"]["zone"]) == (20, 20)
    assert [(row["name"], row["count"]) for row in of_log["hosts"]] == [("198.51.100.7", 10)]
    wb("replay", "--max-new-refusals", "10")
    said = wb("replay", "--max-new-refusals", "9", status=1)
    assert "10 verdicts would newly be a 451 or 550" in said.err
    wb("replay", "--max-new-refusals", "many", status=64)


def test_apply_says_what_the_past_would_have_been(wb, log):
    wb("cases", "import", log)
    wb.configure(BASE + 'category "spam-source" { threshold = 0.5 }\n')
    said = wb("apply", "--check").out
    assert "would change" in said and "10 of them newly 451 or 550" in said and "whyblock replay shows them" in said
    first, *_ = wb("apply").lines
    assert first.startswith("of 30 verdicts remembered since ") and " 10 would change" in first
    assert "remembered" not in wb("apply").out                 # nothing changes
    wb.configure(BASE)
    assert wb.json("apply")["past"]["changed"] == 10


def test_an_unchanged_policy_changes_nothing(wb, log):
    wb("cases", "import", log)
    said = wb.json("replay")
    assert (said["verdicts"], said["same"], said["changed"], said["unknown"]) == (30, 30, 0, 0)


def test_what_is_old_goes_and_a_clock_that_jumps_takes_nothing(wb, log):
    now = int(time.time())
    with log.open("a") as more:
        more.write("".join(line(now - 40 * 86400 - n * 4000, "192.0.2.200") + "\n" for n in range(5)))
    log.write_text("".join(sorted(log.read_text().splitlines(keepends=True))))
    wb("cases", "import", log)
    assert len(wb.json("case", "--all")) == 11
    assert wb.json("list", "expire") == {"removed": 0, "cases": 5, "requests": 0}
    wb("case", "192.0.2.200", status=1)
    said = wb("list", "expire", "--at", "2100-01-01", status=65)
    assert "more than half" in said.err and len(wb.json("case", "--all")) == 6
    assert wb.json("list", "expire", "--at", "2100-01-01", "--force")["cases"] == 6
    assert wb.json("case", "--all", status=1) == []


def test_a_zone_that_cannot_be_asked_promises_nothing(wb, log):
    wb.configure(BASE + 'dns { servers = {"127.0.0.77"} }\n')
    wb("apply")
    log.write_text(line(int(time.time()) - 60, "198.51.100.9", category="spam-source", evidence="dnsbl:bl.example.net:127.0.0.2") + "\n")
    wb("cases", "import", log)
    for more in ([], ["--no-dns"]):
        said = wb("case", "198.51.100.9", *more).out
        assert "Now        not known: bl.example.net gave no answer, or was not asked\n" in said and "can be sent again" not in said
        assert wb.json("case", "198.51.100.9", *more)[0]["blocked_now"] is None


def test_who_is_allowed_now_is_told_with_whose_word(wb, log):
    wb("cases", "import", log)
    assert "Now        not blocked\nAnswer     the mail can be sent again\n" in wb("case", "192.0.2.1").out
    wb("list", "add", "192.0.2.1", "allow", "--reason", "ours", "--source", "staff:ann")
    assert "Now        not blocked, since staff:ann allows it\n" in wb("case", "192.0.2.1").out


@pytest.mark.parametrize("arguments, said", [
    (["192.0.2.300"], '"192.0.2.300" is no IP address'), (["192.0.2.1/24"], "192.0.2.0/24"), (["192.0.2.0/33"], "from 0 to 32"),
    (["ann@example.org"], "--recipient and --sender take mail addresses"), (["--recipient", "ann"], '--recipient: found "ann"'),
    (["--recipient", ""], '--recipient: found ""'), (["--sender", "a" * 400 + "@example.org"], "expected a mail address")])
def test_what_is_no_subject_is_said(wb, log, arguments, said):
    assert said in wb("case", *arguments, status=65).err


def test_nothing_remembered_says_where_else_to_look(wb, log):
    assert "whyblock cases import" in wb("case", "192.0.2.1", status=1).out
    assert "since then" in wb("case", "--since", "5m", status=1).out
    assert "do not say who wrote to whom" in wb("case", "--recipient", "<ann@example.org>", status=1).out


def test_a_shadow_that_cannot_be_read_is_said(wb, log, tmp_path):
    shadow = tmp_path / "shadow.conf"
    wb.configure(BASE + f'cases {{ shadow = "{shadow}" }}\n')
    assert "warning  cases.shadow: nothing is tried" in wb("apply", "--check").out
    shadow.write_text('mode = "enforc"\n')
    shadow.chmod(0o644)
    assert 'nothing is tried beside the policy in force: ' in wb("apply", "--check").out
    shadow.write_text('mode = "monitor"\n')
    assert f"note     cases.shadow: {shadow} is tried" in wb("apply", "--check").out


def test_who_asks_is_forgotten_and_that_it_was_asked_is_not(wb, log):
    wb("cases", "import", log)
    wb("list", "add", "192.0.2.1", "spam", "--reason", "wrote to ann@example.org")
    said = wb.json("forget", "192.0.2.1")
    assert said == {"cases": 1, "requests": 0, "history": 1, "listings_left": 1}
    wb("case", "192.0.2.1", status=1)
    assert len(wb.json("case", "--all")) == 5
    rows = wb.json("history")
    assert [row["action"] for row in rows][-1] == "forget" and "192.0.2.1" not in str(rows)
    assert wb.json("forget", "192.0.2.1") == {"cases": 0, "requests": 0, "history": 0, "listings_left": 1}
    assert wb.json("forget", "Ann@example.org")["listings_left"] == 1
    wb("forget", "ann@", status=65)
    wb("forget", "nobody", status=65)


def frame(kind, text=""):
    return bytes([kind]) + len(text).to_bytes(4, "big") + text.encode()


@pytest.mark.parametrize("end, status", [(frame(4), 0), (b"", 74), (frame(1, "x")[:-1], 74), (frame(9), 74), (frame(3, "gone"), 74), (frame(4)[:3], 74)])
def test_logs_whose_reader_has_ended_too_early_are_no_success(wb, log, end, status):
    """Another process reads the logs for the owner of the store (see owner.h); what it sends can end anywhere."""
    lines = b"".join(frame(1, text) for text in log.read_text().splitlines())
    run = subprocess.run(wb.arguments("--opened", "cases", "import", "mainlog"), input=frame(0, "mainlog") + lines + end, capture_output=True)
    assert run.returncode == status, run.stderr


def test_a_log_of_somebody_else_is_shown_clean(wb, log):
    """A category and a source of a log need not be ours."""
    odd = r"\x1b]0;x\x07\x9b31m\xff"
    log.write_text(line(int(time.time()) - 60, "192.0.2.66", category=f'"{odd}"', evidence=f'"dnsbl:{odd}:127.0.0.2"') + "\n")
    assert wb.json("cases", "import", log)["cases"] == 1
    wb.configure(BASE + 'mode = "monitor"\n')
    for arguments in (["case", "--all"], ["case", "192.0.2.66"], ["replay", "--all"], ["replay", "--all", log]):
        run = wb(*arguments)
        assert "192.0.2.66" in run.out
        assert [c for c in run.out + run.err if c != "\n" and not " " <= c <= "~"] == []


def test_a_code_that_is_too_long_is_not_an_empty_one(wb):
    wb("init")
    said = wb("case", "x" * 70_000, status=65)
    assert "more than 65535 characters" in said.err and "found 0" not in said.err


def test_json_of_a_log_of_somebody_else_is_utf_8(wb, log):
    log.write_text(line(int(time.time()) - 60, "192.0.2.66", evidence=r'"listing:staff:\xff\x9b"') + "\n")
    wb("cases", "import", log)
    wb.configure(BASE + 'category "open-relay" { action = "tag" }\n')
    for arguments in (["case", "--all"], ["replay", "--all"], ["replay", "--all", log]):
        out = wb("--json", *arguments).out
        assert "staff:" in out
        assert [c for c in out if "\udc80" <= c <= "\udcff"] == []
