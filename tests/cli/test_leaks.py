# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Memory that nobody frees, looked for in each verb, when it does its work and when it cannot. Only here, of the command's tests: looking for
it takes longer than all that a verb does."""

import os
import re

import exim_server
import pytest
from environment import LEAKS
from removal_case import CLIENT, Site

SANITIZED = b"/san/" in os.fsencode(exim_server.WHYBLOCK)
pytestmark = pytest.mark.skipif(not SANITIZED, reason="leaks are found by a build with sanitizers")
BAD = "192.0.2.999"


@pytest.fixture
def site(wb, tmp_path, geoip_files):
    site = Site(wb, tmp_path)
    site.configure('category "own" { text = "%{reason}" }\nrule "far" { category = "spam" countries = {"AQ"} }\n'
                   f'feed "drop" {{ file = "{tmp_path}/feed.txt" category = "spam" }}\n',
                   geoip=exim_server.geoip(country=geoip_files["maxmind-country"]))
    (tmp_path / "feed.txt").write_text("198.51.100.0/24 ; test\nnonsense\n")
    (tmp_path / "list.txt").write_text("192.0.2.67\tspam\n")
    (tmp_path / "bad.txt").write_text("192.0.2.67\tspam\nnonsense\n")
    (tmp_path / "log").write_text("2026-11-22 10:00:00 whyblock: action=reject category=spam\nnonsense\n"
                                    "2026-11-22 10:00:00 whyblock: action=reject category=spam client=192.0.2.66 evidence=listing:staff:ann\n")
    for number in range(3):
        wb.add(f"192.0.2.{66 + number}", "open-relay")
        site.ask(f"192.0.2.{66 + number}")
    return site


def lines(site):
    """Each verb's command lines; some of them fail."""
    folder = site.wb.folder
    return [
        ["init"], ["init", "--group", "no-such-group"], ["apply"], ["apply", "--previous"], ["apply", "--auto"], ["apply", "--check"], ["check-config"],
        ["settings"], ["help"], ["help", "list"], ["help", "bogus"], ["manual", "verbs"], ["manual", "nonsense"], ["setup", "debian", "--root", "/no/such/folder"], ["completion", "bash"], ["completion", "csh"],
        ["explain", CLIENT], ["explain", "203.0.113.1", "--helo", "h", "--no-dns"], ["explain", BAD], ["ref", site.code()], ["ref", "AAAA"], ["ref", "rotate"],
        ["list", "add", "192.0.2.70", "spam", "--reason", "test"], ["list", "add", BAD, "spam", "--reason", "test"], ["list", "show", CLIENT],
        ["list", "show", "192.0.2.0/24"], ["list", "dump"], ["list", "dump", "--inside", "192.0.2.0/24", "--text", "seen", "--category", "bogus"],
        ["list", "edit", "192.0.2.66", "--ttl", "1d"], ["list", "edit", "192.0.2.66", "open-relay", "--category", "own"], ["list", "edit", "192.0.2.99", "--ttl", "1d"], ["list", "import", folder / "list.txt"], ["list", "import", folder / "bad.txt"], ["list", "export"],
        ["list", "export", "--format", "rbldnsd"], ["list", "remove", "192.0.2.70"], ["list", "remove", "192.0.2.70"], ["list", "expire"],
        ["backup", folder / "copy.mdb"], ["backup", folder / "no/copy.mdb"], ["verify"], ["status"], ["events"], ["events", "--follow"],
        ["dnsbl", "status"], ["dnsbl", "check"],
        ["stats", folder / "log"], ["stats", folder / "none"], ["feed", "sync"], ["feed", "sync", "drop", folder / "none"], ["feed", "list"], ["feed", "drop", "drop"],
        ["history"], ["history", CLIENT], ["site", folder / "site"], ["removal", "list"], ["removal", "show", "1", "--no-dns"], ["removal", "show", "99"],
        ["cases", "import", folder / "log"], ["case"], ["case", "192.0.2.66"], ["case", BAD], ["case", "--recipient", "ann@example.org"], ["case", "--source", "staff"],
        ["replay"], ["replay", folder / "log"], ["replay", "--max-new-refusals", "0"], ["accuracy"], ["forget", "192.0.2.71"], ["forget", BAD],
        ["forget", "ann@example.org"],
        ["removal", "approve", "1"], ["removal", "deny", "2", "--reason", "no"], ["removal", "note", "3", "text"],
        ["removal", "list", "--all", "--would", "nothing"], ["removal", "ask", "3", "why?"], ["removal", "take", "3"], ["removal", "show"],
        ["removal", "deny", "3", "99", "--template", "none"], ["removal", "notify"], ["removal", "receive"], ["removal", "held"], ["removal", "drop", "all"],
    ]


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_no_verb_loses_memory(site, options):
    for line in lines(site):
        run = site.wb(*options, *line, input="Subject: remove\n\n192.0.2.66\n", status=None, env=LEAKS)
        assert run.status != 99 and "LeakSanitizer" not in run.err, (line, run)


def test_a_configuration_with_mistakes_loses_none(site):
    text = site.wb.conf.read_text()
    for cut in range(0, len(text), 40):
        site.wb.conf.write_text(text[:cut] + "\n")
        run = site.wb("apply", "--check", status=None, env=LEAKS)
        assert run.status in (0, 74, 78), (cut, run)


def test_no_verb_is_forgotten(site):
    verbs = {re.match(r"  ([a-z-]+(?: [a-z]+)?)", line)[1] for line in site.wb("--help").lines if re.match(r"  [a-z]", line)}
    said = {" ".join(map(str, line[:count])) for line in lines(site) for count in (1, 2)}
    assert verbs <= said
