# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock stats: a generated log against the truth that its generator counted, whatever the log's form; and logs that mean harm."""

import bz2
import datetime
import fcntl
import grp
import gzip
import json
import lzma
import os
import pathlib
import pwd
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios

import exim_server
import pytest
import terminal
from conftest import ENVIRONMENT
from main_log import FORGED, FORGED_TEXT, FORMS, NO_STAMP, MainLog, line_text

LINES = 20_000
TABLES = ["category", "action", "verdict", "zone", "source", "country", "asn", "client", "guard", "choice", "day", "hour", "fault", "notice"]
TOTALS = ["lines", "verdicts", "monitored", "accepted", "in_grace", "faults", "notices"]
STAMP = "2026-11-22 00:54:17 "
UTC = dict(ENVIRONMENT, TZ="UTC")


def verdict(stamp=STAMP, **pairs):
    return stamp + line_text({"action": "reject", "category": "spam", **pairs}) + "\n"


def names(report, table):
    """{name: [verdicts, those of mode = "monitor"]} of a table of --json."""
    return {row.get("name", f"{row.get('action')} {row.get('category')}"): [row["count"], row["monitor"]] for row in report[table]["rows"]}


def check_truth(report, *logs):
    for total in TOTALS:
        assert report[total] == sum(log.total[total] for log in logs), total
    assert report["unreadable"] == report["outside"] == 0
    for table in TABLES:
        wanted = {}
        for log in logs:
            for name, counts in log.truth[table].items():
                wanted[name] = [a + b for a, b in zip(counts, wanted.get(name, [0, 0]))]
        assert names(report, table) == wanted, table
        assert report[table]["other"] == {"count": 0, "monitor": 0}


@pytest.fixture
def stats(bare, tmp_path):
    """Runs stats on text, bytes or paths; there is no configuration to read."""
    bare.conf.unlink()

    def run(*logs, more=(), json=True, **options):
        paths = []
        for number, log in enumerate(logs):
            if isinstance(log, (str, bytes)):
                path = tmp_path / f"log{number}"
                path.write_bytes(log.encode(errors="surrogateescape") if isinstance(log, str) else log)
                log = path
            paths.append(log)
        return (bare.json if json else bare)("stats", *paths, *more, **options)
    run.command = bare.command
    return run


# what is counted

@pytest.mark.parametrize("forms", [FORMS, *[[form] for form in FORMS]], ids=lambda forms: "".join(forms[0]).strip() or "plain" if len(forms) == 1 else "all")
def test_equal_to_the_truth(stats, forms):
    log = MainLog(seed=1, forms=forms)
    check_truth(stats("".join(log.lines(LINES if forms is FORMS else 2000))), log)


def test_rotated_compressed_and_standard_input_together(stats, tmp_path):
    logs = [MainLog(seed=seed) for seed in range(4)]
    (tmp_path / "mainlog").write_text("".join(logs[0].lines(500)))
    (tmp_path / "mainlog.1").write_text("".join(logs[1].lines(700)))
    raw = "".join(logs[2].lines(3000)).encode()
    (tmp_path / "mainlog.2.gz").write_bytes(gzip.compress(raw[:5000]) + gzip.compress(raw[5000:]))     # two members: as cat makes them
    report = stats(tmp_path / "mainlog", tmp_path / "mainlog.1", tmp_path / "mainlog.2.gz", pathlib.Path("-"), input="".join(logs[3].lines(400)))
    check_truth(report, *logs)


@pytest.mark.parametrize("forged", FORGED + NO_STAMP)
def test_a_forged_line_counts_nothing(stats, forged):
    text = forged.format(FORGED_TEXT)
    report = stats((text if forged in NO_STAMP else STAMP + text) + "\n" + verdict())
    assert (report["verdicts"], report["lines"], report["unreadable"]) == (1, 2, 0)
    assert names(report, "category") == {"spam": [1, 0]} and names(report, "zone") == {}


# syslog and the journal

def journal(at, text, **fields):
    return json.dumps({"__CURSOR": "s=1", "__REALTIME_TIMESTAMP": f"{int(at.timestamp())}000042", "_PID": "12", "SYSLOG_IDENTIFIER": "exim",
                       "MESSAGE": text, **fields})


KEPT = {                  # how a line of Exim's is kept: its time in UTC, its text -> the line
    "syslog":                lambda at, text: f"{at:%b} {at.day:2} {at:%H:%M:%S} mx exim[12]: {text}",
    "syslog without a pid":  lambda at, text: f"{at:%b} {at.day:2} {at:%H:%M:%S} mx exim: {text}",
    "rsyslog":               lambda at, text: f"{at:%Y-%m-%dT%H:%M:%S}.042042+00:00 mx exim4[12]: {text}",
    "UTC as Z":              lambda at, text: f"{at:%Y-%m-%dT%H:%M:%S}Z mx exim[12]: {text}",
    "RFC 5424":              lambda at, text: f"<22>1 {at:%Y-%m-%dT%H:%M:%S}.042Z mx exim 12 - - {text}",
    "journal, short-iso":    lambda at, text: f"{at:%Y-%m-%dT%H:%M:%S}+0000 mx exim[12]: {text}",
    "journal, short-full":   lambda at, text: f"{at:%a %Y-%m-%d %H:%M:%S} UTC mx exim[12]: {text}",
    "journal, short-unix":   lambda at, text: f"{int(at.timestamp())}.042042 mx exim[12]: {text}",
    "journal, json":         journal,
}
OTHERS = ["sshd[13]: Invalid user {0}", "x-exim[13]: {0}", "exim[13] {0}", "exim[13: {0}", "xexim: {0}", "exim: [2/2] {0}", "kernel: exim: {0}", "exim: x {0}"]


def at_and_text(lines):
    """Those with a stamp of Exim's, as syslog has them when Exim writes none (syslog_timestamp = no)."""
    for line in lines:
        if re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", line):
            try:
                at = datetime.datetime.fromisoformat(line[:19] + "+00:00")
            except ValueError:
                continue
            yield at, line[20:].rstrip("\n")


@pytest.mark.parametrize("own_stamp", [True, False], ids=["with Exim's stamp", "without"])
@pytest.mark.parametrize("kept", KEPT)
def test_a_log_of_syslog_or_the_journal(stats, kept, own_stamp):
    log = MainLog(seed=7, forms=[FORMS[0]])
    lines = [KEPT[kept](at, f"{at:%Y-%m-%d %H:%M:%S} {text}" if own_stamp else text) for at, text in at_and_text(log.lines(2000))]
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
    if kept != "journal, json":
        stamp = KEPT[kept](at, "").split(" mx ")[0]
        lines += [f"{stamp} mx {other.format(FORGED_TEXT)}" for other in OTHERS]
    else:
        lines += [journal(at, FORGED_TEXT, SYSLOG_IDENTIFIER="sshd"), journal(at, [102, 111]), journal(at, "[2/2] " + FORGED_TEXT)]
    log.total["lines"] = len(lines)
    report = stats("\n".join(lines) + "\n", env=UTC)
    check_truth(report, log)
    assert report["unknown"] == 0


def test_a_line_that_syslog_divided_is_read_as_far_as_it_goes(stats):
    text = line_text({"action": "reject", "category": "spam", "client": "192.0.2.66", "reason": "a b c d e f"})
    report = stats(f"Nov 22 00:54:17 mx exim[12]: [1/2] {text[:-5]}\nNov 22 00:54:17 mx exim[12]: [2/2] {FORGED_TEXT}\n")
    assert (report["verdicts"], report["unreadable"], names(report, "category")) == (1, 0, {"spam": [1, 0]})


def test_a_stamp_without_a_year_is_of_the_last_twelve_months(stats):
    now = datetime.datetime.now(datetime.timezone.utc)
    for days in (0, 40, 200, 363):
        at = now - datetime.timedelta(days=days)
        report = stats(KEPT["syslog"](at, line_text({"action": "reject", "category": "spam"})) + "\n", env=UTC)
        assert report["first"] == f"{at:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("first, second", [(verdict(), "Nov 22 00:54:17 mx exim[12]: " + FORGED_TEXT), (verdict(), journal(datetime.datetime(2026, 11, 22), FORGED_TEXT)),
                                           ("Nov 22 00:54:17 mx exim[12]: " + verdict(), STAMP + FORGED_TEXT)],
                         ids=["syslog in Exim's", "the journal in Exim's", "Exim's in syslog"])
def test_a_log_has_one_form(stats, first, second):
    report = stats(first + second + "\n" + first)
    assert (report["verdicts"], report["unknown"]) == (2, 1) and names(report, "category") == {"spam": [2, 0]}


def test_what_is_no_log_is_said_and_nothing_is_exported(stats, tmp_path):
    metrics = tmp_path / "whyblock.prom"
    for log in ("hello\n" * 5, '192.0.2.1 - - [22/Nov/2026:00:54:17 +0000] "GET / HTTP/1.1" 200 5\n', "{}\n", '{"MESSAGE": "x"}\n', "[1, 2]\n"):
        run = stats(verdict(), log, more=["--prometheus", metrics], json=False, status=65)
        assert "is a log's: expected Exim's main log" in run.err and run.out == "" and not metrics.exists()
    run = stats(verdict() + "hello\n", json=False)
    assert "1 lines in no form that whyblock reads" in run.out


def test_network_names_go_with_their_numbers(stats):
    log = MainLog(seed=5)
    report = stats("".join(log.lines(2000)))
    assert {row["name"]: row.get("as_org", "") for row in report["asn"]["rows"] if row["name"] != "(unknown)"} == log.networks


def test_a_zone_counts_once_for_a_verdict(stats):
    evidence = "dnsbl:zen.spamhaus.org:127.0.0.4,dnsbl:zen.spamhaus.org:127.0.0.10,rule:a,rule:a,..."
    report = stats(verdict(evidence=evidence) * 3)
    assert names(report, "zone") == {"zen.spamhaus.org": [3, 0]}
    assert names(report, "source") == {"rule:a": [3, 0], "...": [3, 0]}


def test_rows_come_by_count_and_hours_by_time(stats):
    report = stats("".join(verdict(stamp=f"2026-11-22 0{hour}:00:00 ", category=category)
                           for hour, category in ((3, "policy"), (1, "virus"), (2, "virus"), (1, "spam"), (9, "virus"), (9, "virus"), (9, "virus"))))
    assert [row["name"] for row in report["category"]["rows"]] == ["virus", "policy", "spam"]
    assert [row["name"] for row in report["hour"]["rows"]] == ["01", "02", "03", "09"]


def test_a_line_of_another_kind_is_unreadable(stats):
    report = stats(STAMP + "whyblock: action=explode category=spam\n" + STAMP + "whyblock: category=spam\n" +
                   STAMP + "whyblock: action=off\n" + verdict(mode="later") + STAMP + "whyblock: action=reject category=a=b\n" + verdict())
    assert (report["verdicts"], report["unreadable"], names(report, "action")) == (1, 5, {"reject": [1, 0]})


def test_a_line_that_is_being_written_is_not_guessed(stats):
    report = stats(verdict() + STAMP + "whyblock: action=reject category=sp")
    assert (report["verdicts"], report["unreadable"], names(report, "category")) == (1, 1, {"spam": [1, 0]})


# since and until

@pytest.mark.parametrize("zone, more, wanted", [
    ("Asia/Tokyo", ["--since", "2026-11-22T00:00:00Z"], 2),              # a log without an offset is in the machine's time
    ("Asia/Tokyo", ["--since", "2026-11-22T00:00:01Z"], 1),
    ("Asia/Tokyo", ["--until", "2026-11-22T00:00:00Z"], 1),
    ("Asia/Tokyo", ["--until", "2026-11-22T00:00:01Z"], 2),
    ("Asia/Tokyo", ["--since", "2026-11-22T00:00:00Z", "--until", "2026-11-22T00:00:01Z"], 1),
    ("UTC",        ["--since", "2026-11-22T09:00:00Z"], 2),
    ("UTC",        ["--since", "2026-11-22"], 3),
])
def test_since_and_until(stats, zone, more, wanted):
    text = "".join(verdict(stamp=f"2026-11-22 {clock} ") for clock in ("08:59:59", "09:00:00", "09:00:01"))
    report = stats(text, more=more, env=dict(ENVIRONMENT, TZ=zone))
    assert (report["verdicts"], report["outside"]) == (wanted, 3 - wanted)


def test_an_offset_in_the_log_is_used(stats):
    text = "".join(verdict(stamp=f"2026-11-22 10:00:00 {offset} ") for offset in ("+0100", "+0000", "-0330"))
    report = stats(text, more=["--since", "2026-11-22T10:00:00Z"])
    assert (report["verdicts"], report["first"], report["last"]) == (2, "2026-11-22T10:00:00Z", "2026-11-22T13:30:00Z")


def test_so_long_ago(stats):
    now = datetime.datetime.now(datetime.timezone.utc)
    text = "".join(verdict(stamp=(now - datetime.timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S +0000 ")) for hours in (1, 23, 25))
    assert stats(text, more=["--since", "24h"])["verdicts"] == 2
    assert stats(text, more=["--until", "24h"])["verdicts"] == 1


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_time_that_is_none(stats, option):
    assert "\"yesterday\"" in stats(verdict(), more=[option, "yesterday"], json=False, status=64).err


# what cannot be read

@pytest.mark.parametrize("compress, cat", [(lzma.compress, "xzcat"), (bz2.compress, "bzcat"), (lambda raw: b"\x28\xb5\x2f\xfd" + raw, "zstdcat")],
                         ids=["xz", "bz2", "zst"])
def test_other_compressions_say_what_to_do(stats, compress, cat):
    run = stats(compress(verdict().encode()), json=False, status=65)
    assert f"{cat} FILE | whyblock stats -" in run.err and run.out == ""


def test_a_missing_file_a_folder_and_a_damaged_archive(stats, tmp_path):
    raw = gzip.compress("".join(MainLog().lines(3000)).encode())
    for log, says in ((tmp_path / "none", "No such file"), (tmp_path, "Is a directory"), (raw[:-3000], "ends in its middle"), (raw[:20], "middle"),
                      (raw[:5000] + b"x" * 3000 + raw[8000:], "")):
        run = stats(verdict(), log, json=False, status=74)
        assert says in run.err and run.out == ""


def test_an_empty_log(stats):
    assert stats("")["lines"] == 0
    assert stats("", json=False).lines[1].split() == ["0", "verdicts"]


def test_it_takes_a_file(bare):
    assert "LOGFILE" in bare("stats", status=64).err


# what means harm

def test_long_lines_nul_bytes_and_anything_else(stats):
    line = verdict().encode()
    hostile = [b"a" * 3_000_000, line[:-1] + b"a" * 300_000, b"\0" * 1000, line[:30] + b"\0" + line[30:-1], bytes(range(256)).replace(b"\n", b""),
               b"\xff\xfe" * 100_000, STAMP.encode() * 20_000, line[:-1].replace(b"spam", b"sp\xc3m")]
    report = stats(b"\n".join(hostile) + b"\n" + line)
    assert (report["lines"], report["verdicts"], report["unreadable"]) == (len(hostile) + 1, 1, 3)


STRANGE = ["\x1b]0;title\x07", "\x9b31m\u0085", "\u202eabc", "a\nb", "\udcff\udc9b", "x" * 1500, '"\\', "%s%n"]


@pytest.mark.parametrize("strange", STRANGE)
def test_nothing_raw_comes_out(stats, tmp_path, strange):
    raw = "".join(f"\\x{c:02x}" for c in strange.encode(errors="surrogateescape"))[:1800 // 4 * 4]
    for key in ("category", "country", "asn", "as_org", "evidence", "fault", "notice"):
        line = STAMP + "whyblock: action=reject " + " ".join(f'{name}="{raw}"' for name in {key, "asn"}) + "\n"
        for json_wanted in (False, True):
            run = stats(line, json=False, more=["--json"] * json_wanted)
            assert all(c == "\n" or (c.isprintable() and not "\udc80" <= c <= "\udcff") for c in run.out) and len(run.out) < 9000
        stats(line, json=False, more=["--prometheus", tmp_path / "out.prom"])
        samples(tmp_path / "out.prom")


@pytest.mark.parametrize("key, table, limit", [("asn", "asn", 100_000), ("category", "category", 1000), ("country", "country", 1000),
                                               ("fault", "fault", 1000)])
def test_tables_are_bounded(stats, key, table, limit):
    count = limit + 2000
    report = stats("".join(verdict(**{key: str(number + 1)}) for number in range(count)))
    assert len(report[table]["rows"]) == limit
    assert report[table]["other"] == {"count": 2000, "monitor": 0}
    text = stats("".join(verdict(**{key: str(number + 1)}) for number in range(count)), json=False).out
    assert f"others: {limit - 10} and more" in text and f"only the first {limit} names" in text


def every_value_new(n):
    return verdict(stamp=f"{1000 + n % 9000}-{1 + n % 12:02}-{1 + n % 28:02} 00:00:00 ", category=f"c{n}", country=f"x{n}", asn=str(n), as_org=f"{n}" * 9,
                   evidence=f"dnsbl:{n}.example:127.0.0.2,rule:{n}", fault=f"{n} " * 40, notice=f"{n} " * 40)


def test_memory_is_bounded(stats, tmp_path):
    """Every value of every line is another one. Without sanitizers, which take memory of their own."""
    plain = exim_server.TOP / "build/whyblock"
    if not plain.exists():
        pytest.skip(f"{plain} is not built")
    path = tmp_path / "many"
    peaks = []
    for count in (50_000, 250_000):
        with path.open("w") as file:
            file.writelines(every_value_new(n) for n in range(count))
        started = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); " \
                  "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        run = subprocess.run([sys.executable, "-IS", "-c", started, plain, "stats", path], check=True, capture_output=True, text=True)
        peaks.append(int(run.stdout.split()[-1]) / 1024)
    assert peaks[0] < 40 and peaks[1] < 50


# how it looks

def test_ten_rows_and_the_rest_summed(stats):
    text = stats("".join(verdict(category=f"c{n:02}") * (20 - n) for n in range(15)), json=False).out
    rows = [line.split() for line in text.split("Category")[1].split("\n\n")[0].splitlines()[1:]]
    assert [row[0] for row in rows] == [*(f"c{n:02}" for n in range(10)), "others:"]
    assert rows[0][1:] == ["20", "10.3", "%"]
    assert rows[-1][1:] == ["5", str(sum(20 - n for n in range(10, 15))), "20.5", "%"]


def test_of_days_the_last_are_shown(stats):
    text = stats("".join(verdict(stamp=f"2026-11-{day:02} 01:00:00 ") for day in range(1, 31)), json=False).out
    rows = [line.split()[0] for line in text.split("Day")[1].split("\n\n")[0].splitlines()[1:]]
    assert rows == [*(f"2026-11-{day}" for day in range(17, 31)), "others:"]


def test_monitor_has_a_column_of_its_own(stats):
    both = stats(verdict() * 1234 + verdict(mode="monitor") * 5, json=False).out
    assert re.search(r"spam +1,234 +5 +100.0 %", both) and "5 verdicts only logged" in both
    assert "monitor" not in stats(verdict(), json=False).out


def test_who_is_let_through_although_something_speaks_against_it(stats):
    text = stats(verdict() + verdict(action="accept", category=None, below="spam:0.5/1.0"), json=False).out
    assert "1 accepted, although something speaks against it, or with a fault or a notice" in text


def on_terminal(command, arguments, columns, locale="C.UTF-8"):
    """What a terminal of so many columns would get, standard error included."""
    ours, theirs = terminal.open_pair()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    run = subprocess.Popen([command, "stats", *arguments], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=dict(UTC, LC_ALL=locale))
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:                                      # EIO: the other side was closed
        pass
    os.close(ours)
    assert run.wait() == 0
    return seen.decode()


def bars(text, glyph):
    return [line.count(glyph) for line in text.splitlines() if "%" in line and "hare" not in line]


def test_bars_where_a_person_looks(stats, tmp_path):
    path = tmp_path / "mainlog"
    path.write_text(verdict(category="spam") * 1000 + verdict(category="virus") * 500 + verdict(category="policy"))
    assert not re.search("[█▏#]", stats(path, json=False, env=UTC).out)
    for columns in (66, 80, 100, 200):
        text = on_terminal(stats.command, [path], columns)
        longest, half, *_ = bars(text, "█")
        assert longest == min(50, columns - 50) and half == longest // 2
        assert "▏" in next(line for line in text.splitlines() if "policy" in line)
        assert max(len(line) for line in text.splitlines() if "%" in line) <= columns
    assert bars(on_terminal(stats.command, [path], 30), "█")[:2] == [0, 0]
    assert bars(on_terminal(stats.command, [path], 80, locale="C"), "#")[:3] == [30, 15, 1]


def test_long_names_fit_a_terminal_and_are_whole_in_a_file(stats, tmp_path):
    path = tmp_path / "mainlog"
    path.write_text(verdict(fault="f" * 100, mode="monitor") + verdict())
    assert max(len(line) for line in on_terminal(stats.command, [path], 80).splitlines() if "%" in line) <= 80
    assert "f" * 100 in stats(path, json=False).out


def test_progress_only_on_a_terminal(stats, tmp_path):
    path = tmp_path / "main\x1blog"
    path.write_text(verdict() * 250_000)
    seen = on_terminal(stats.command, [path], 80)
    assert re.search(r"\r\S*main\\x1blog: \d\d %, 100000 lines\r\S*main\\x1blog: \d\d %, 200000 lines\r\x1b\[K", seen)
    assert r"main\x1blog: " in seen and "main\x1blog" not in seen
    assert stats(path, json=False).err == ""


# for programs

def samples(path):
    """{(metric, labels): value} of a textfile, read by the rules of the exposition format."""
    found, types = {}, {}
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            _, kind, metric, rest = line.split(" ", 3)
            assert kind in ("HELP", "TYPE")
            if kind == "TYPE":
                assert metric not in types
                types[metric] = rest
            continue
        metric, labels, value = re.fullmatch(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\["\\n])*",?)*)\})? (\d+)', line).groups()
        assert types[metric] in ("counter", "gauge") and (types[metric] == "gauge" or metric.endswith("_total"))
        pairs = tuple((name, re.sub(r'\\(["\\])', r"\1", text)) for name, text in re.findall(r'([a-z]+)="((?:[^"\\]|\\.)*)"', labels or ""))
        assert (metric, pairs) not in found
        found[metric, pairs] = int(value)
    return found


def test_prometheus_equals_the_truth(stats, tmp_path):
    log, path = MainLog(seed=3), tmp_path / "whyblock.prom"
    run = stats("".join(log.lines(5000)), json=False, more=["--prometheus", path])
    assert (run.out, path.stat().st_mode & 0o777, sorted(p.name for p in tmp_path.iterdir())) == ("", 0o644, ["log0", "whyblock.prom"])
    found = samples(path)
    for table, metric, label in (("zone", "whyblock_log_zone_verdicts_total", "zone"), ("country", "whyblock_log_country_verdicts_total", "country"),
                                 ("source", "whyblock_log_source_verdicts_total", "source")):
        wanted = {((label, name), ("mode", mode)): counts[number] for name, counts in log.truth[table].items()
                  for number, mode in enumerate(("enforce", "monitor")) if counts[number]}
        assert {labels: value for (name, labels), value in found.items() if name == metric} == wanted
    for name, counts in log.truth["verdict"].items():
        action, category = name.split(" ")
        assert found["whyblock_log_verdicts_total", (("action", action), ("category", category or "(none)"), ("mode", "enforce"))] == counts[0]
    assert len([1 for metric, labels in found if metric == "whyblock_log_asn_verdicts_total" and ("mode", "enforce") in labels]) == 100
    assert found["whyblock_log_lines_total", ()] == 5000 and found["whyblock_log_faults_total", ()] == log.total["faults"]


def test_lost_events_are_counted(stats, tmp_path):
    path = tmp_path / "whyblock.prom"
    report = stats(verdict(event="lost:3"), verdict(event="lost"), verdict(), more=["--prometheus", path])
    assert report["events_lost"] == 4 == samples(path)["whyblock_log_events_lost_total", ()]


def test_prometheus_labels_are_escaped(stats, tmp_path):
    path = tmp_path / "whyblock.prom"
    stats(verdict(evidence='rule:a "quoted" \\ name'), json=False, more=["--prometheus", path])
    assert 'source="rule:a \\"quoted\\" \\\\ name"' in path.read_text()
    assert samples(path)["whyblock_log_source_verdicts_total", (("source", 'rule:a "quoted" \\ name'), ("mode", "enforce"))] == 1


def test_prometheus_file_is_old_or_new(stats, tmp_path):
    path = tmp_path / "whyblock.prom"
    path.write_text("old")
    held = path.open()
    assert stats(verdict(), more=["--prometheus", path])["verdicts"] == 1        # --json beside it
    assert held.read() == "old" and samples(path)
    run = stats(verdict(), more=["--prometheus", tmp_path / "none/x.prom"], json=False, status=74)
    assert "none/x.prom" in run.err
    before = path.read_text()
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    run = stats(verdict(), more=["--prometheus", path], json=False, status=74, preexec_fn=limit)
    assert path.read_text() == before and len(list(tmp_path.glob("whyblock.prom*"))) == 1


def test_json_is_complete(stats):
    report = stats("".join(verdict(category=f"c{n}") for n in range(500)))
    assert len(report["category"]["rows"]) == 500
    assert list(report) == ["lines", "unknown", "unreadable", "outside", "verdicts", "monitored", "accepted", "in_grace", "faults", "notices", "events_lost", "first", "last", *TABLES, "requests"]
    assert json.dumps(report)


def test_the_clients_that_are_refused_most(stats):
    lines = "".join((STAMP + f"whyblock: action=reject category=spam client=192.0.2.{n}\n") * (n + 1) for n in range(12))
    report = stats(lines)
    assert {row["name"]: row["count"] for row in report["client"]["rows"]} == {f"192.0.2.{n}": n + 1 for n in range(12)}
    shown = stats(lines, json=False).out.split("\nClient ")[1].split("\n\n")[0]
    assert "192.0.2.2 " in shown and "192.0.2.1 " not in shown and "others: 2" in shown


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not read the log")
def test_a_log_that_only_a_group_may_read(wb, tmp_path):
    """Exim's log on Debian belongs to group adm."""
    folder = pathlib.Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        log = folder / "exim4" / "mainlog"
        log.parent.mkdir()
        log.write_text("")
        program = folder / "whyblock"
        shutil.copy(wb.command, program)
        for path, mode, group in ((folder, 0o755, 0), (log, 0o640, 4), (log.parent, 0o750, 4)):
            os.chown(path, 0, group)
            path.chmod(mode)
        run = subprocess.run([program, "stats", log], capture_output=True, text=True, user=65534, group=65534, extra_groups=[])
        user, group = pwd.getpwuid(65534).pw_name, grp.getgrgid(4).gr_name
        assert run.returncode == 74
        assert run.stderr == (f"whyblock: {log}: Permission denied: found {log.parent} of root:{group} 0750, and {user} is not in the group {group}: "
                              f"expected sudo in front of the command, or a member of it (sudo usermod -aG {group} {user}, then log in again)\n")

        def said():
            return subprocess.run([program, "stats", log], capture_output=True, text=True, user=65534, group=65534, extra_groups=[]).stderr

        log.parent.chmod(0o755)
        assert f"found {log} of root:{group} 0640, and {user} is not in the group {group}: expected sudo" in said()
        log.chmod(0o600)
        assert f"found {log} of root:{group} 0600, which is not for {user}: expected sudo" in said()
    finally:
        shutil.rmtree(folder)
