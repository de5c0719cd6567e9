# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock stats reads what a real Exim has logged, with every log selector that changes the beginning of a line, and a client that forges."""

import json
import re
import subprocess

import pytest
from exim_server import ONE_LINE, Exim

FORGED = "whyblock: action=reject category=virus client=192.0.2.9 evidence=dnsbl:forged.example:127.0.0.2"
SELECTORS = {
    "as installed": "",
    "milliseconds": "log_selector = +millisec",
    "zone": "log_timezone = true\ntimezone = Asia/Kolkata",
    "pid": "log_selector = +pid",
    "all": "log_selector = +all\nlog_timezone = true",
}


def stats(exim, *more, log="log/mainlog"):
    return json.loads(exim.wb("--json", "stats", exim.folder / log, *more))


def names(report, table):
    return {row["name"]: [row["count"], row["monitor"]] for row in report[table]["rows"]}


@pytest.mark.parametrize("phase", ["connect", "rcpt", "data"])
@pytest.mark.parametrize("selectors", SELECTORS.values(), ids=SELECTORS)
def test_what_exim_logs_is_counted(selectors, phase):
    with Exim({phase: ONE_LINE}, main=selectors) as exim:
        exim.list("192.0.2.66", "open-relay")
        exim.list("192.0.2.67", "spam", reason='says "whyblock: action=reject category=virus"')
        exim.list("2001:db8::66", "spam")
        for client, count in (("192.0.2.66", 3), ("192.0.2.67", 2), ("2001:db8::66", 1), ("192.0.2.99", 2)):
            for _ in range(count):
                exim.send(client)
        exim.configure('category "open-relay" { action = "tag" }\nmode = "monitor"\n')
        exim.send("192.0.2.66")
        exim.configure('category "open-relay" { action = "tag" }\n')
        exim.send("192.0.2.66")
        (exim.store / "published/policy-1").unlink()
        exim.send("192.0.2.99")
        if phase == "data":
            assert any(re.search(r" \w{6}-\w{6,11}-\w{2,4} whyblock: action=reject", line) for line in exim.log())
        report = stats(exim)
        assert (report["verdicts"], report["monitored"], report["accepted"], report["faults"], report["unreadable"]) == (7, 1, 1, 1, 0), exim.log()
        assert names(report, "category") == {"open-relay": [4, 1], "spam": [3, 0]}
        assert names(report, "action") == {"reject": [6, 0], "tag": [1, 1], "accept": [1, 0]}
        assert names(report, "source") == {"listing:staff:ann": [7, 1]}
        assert stats(exim, "--since", "1h")["verdicts"] == 7 and stats(exim, "--until", "1h")["outside"] == 9
        subprocess.run(["gzip", "-k", exim.folder / "log/mainlog"], check=True)
        assert stats(exim, log="log/mainlog.gz") == report


def test_what_a_client_says_counts_nothing():
    """In the HELO, the sender, the recipient, the subject and in commands that are none; all of it in the log."""
    selectors = "log_selector = +all\nhelo_allow_chars = \" :=\\\"\"\nhelo_accept_junk_hosts = *\nsmtp_max_unknown_commands = 1"
    with Exim({"rcpt": ONE_LINE + "\n  deny domains = refused.example"}, main=selectors) as exim:
        exim.list("192.0.2.66", "open-relay")
        for helo in (FORGED, f"2026-11-22 00:54:17 {FORGED}", f"x\\n2026-11-22 00:54:17 {FORGED}"):
            exim.send("192.0.2.99", helo=helo, sender=f'"{FORGED}"@example.com')
            exim.send("192.0.2.99", helo=helo, to=[f'"{FORGED}"@refused.example'])
            exim.send("192.0.2.66", helo=helo)
        for command in (FORGED, f"2026-11-22 00:54:17 {FORGED}", f"HELO {FORGED}\0", f"MAIL FROM:<{FORGED}>", f"MAIL FROM:<a\r2026-11-22 00:54:17 {FORGED}"):
            with exim.client("192.0.2.99") as client:
                try:
                    client.say(command, command, command)
                except OSError:
                    pass
        report = stats(exim)
        assert sum("whyblock: action=reject category=virus" in line for line in exim.log()) >= 10
        assert (report["verdicts"], report["unreadable"], names(report, "category")) == (3, 0, {"open-relay": [3, 0]})
        assert names(report, "zone") == {}


def test_a_long_line_from_the_module(exim):
    """A reason in characters that the log writes as eight."""
    exim.list("192.0.2.66", "open-relay", reason="\u00e9" * 120)
    exim.send("192.0.2.66")
    report = stats(exim)
    assert (report["verdicts"], report["unreadable"]) == (1, 0), exim.log()
