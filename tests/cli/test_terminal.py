# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Nothing that a stranger wrote reaches a terminal unprintable or unbounded: no control characters, whatever the command reads."""

import pytest
from exim_server import geoip

CLIENT = "192.0.2.66"
STRANGE = {
    "escape": "\x1b]0;title\x07\x1b[31mred",
    "line break": "a\nVerdict    accept\r\n",
    "C1": "\x9b31m\u0085",
    "delete": "a\x7f\x08b",
    "not UTF-8": "\udcff\udc9b31m\udcfe",
    "long": "a" * 100_000,
    "format": "%s%n%100000d%{ip}",
}


def check(run, allowed="\n"):
    """Standard output and error hold printable text of a bounded length."""
    for text in (run.out, run.err):
        bad = [c for c in text if not (c.isprintable() or c in allowed) or "\udc80" <= c <= "\udcff"]
        assert bad == []
        assert len(text) < 5000
    return run


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("option", ["--helo", "--name", "--sender", "--recipient"])
def test_what_a_client_says(wb, option, strange):
    wb.configure('category "open-relay" { text = "%{helo}%{name}%{sender}%{recipient} end" }\n')
    wb.add(CLIENT)
    run = check(wb("explain", CLIENT, option, strange, status=1))
    assert sum(line.startswith("Verdict") for line in run.lines) == 1
    check(wb("--json", "explain", CLIENT, option, strange, status=1))
    for line in wb.json("explain", CLIENT, option, strange, status=1)["reply"]:
        assert line.isascii() and line.isprintable() and len(line) <= 510


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("field", range(8), ids=["prefix", "category", "scope", "source", "created", "expires", "reason", "note"])
def test_a_file_from_somebody_else(wb, field, strange):
    row = [CLIENT, "spam", "host", "feed:x", "-", "-", "-", "-"]
    row[field] = strange
    run = wb.load(row, status=None)
    check(run)
    if run.status == 0:                                  # such a reason can be printed
        check(wb("list", "dump"))
        check(wb("list", "export"), allowed="\n\t")
        check(wb("explain", CLIENT, status=1))


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("arguments", [
    ["explain", "STRANGE"], ["list", "show", "STRANGE"], ["list", "remove", "STRANGE"], ["list", "import", "STRANGE"],
    ["list", "add", "STRANGE", "spam", "--reason", "x"], ["list", "add", CLIENT, "STRANGE", "--reason", "x"],
    ["list", "add", CLIENT, "spam", "--reason", "x", "--source", "STRANGE"], ["list", "add", CLIENT, "spam", "--reason", "x", "--scope", "STRANGE"],
    ["list", "add", CLIENT, "spam", "--reason", "x", "--ttl", "STRANGE"], ["list", "add", CLIENT, "spam", "--reason", "x", "--expires", "STRANGE"],
    ["explain", CLIENT, "--at", "STRANGE"], ["STRANGE"], ["--STRANGE"], ["list", "STRANGE"], ["init", "--group", "STRANGE"],
], ids=lambda arguments: " ".join(arguments[-2:]))
def test_arguments_that_were_pasted(wb, arguments, strange):
    """Addresses and reasons are copied from mails and logs."""
    run = wb(*(word.replace("STRANGE", strange) for word in arguments), status=None)
    assert run.status in (64, 65, 74)
    check(run)


def test_names_in_a_geoip_file(wb, geoip_files):
    wb.configure(geoip=geoip(asn=geoip_files["maxmind-asn"]))
    wb("apply")
    run = check(wb("explain", "203.0.113.66"))
    assert "AS64498 Forged" in run.out and not any(line.startswith("whyblock:") for line in run.lines)


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_a_configuration_from_somebody_else(bare, strange):
    quoted = strange.replace("\\", "\\\\").replace('"', '\\"').encode(errors="surrogateescape")
    for place in (b'mode = "%s"\n', b'category "%s" { action = "tag" }\n', b'rule "%s" { category = "%s" }\n' % (quoted, b"%s"), b"%s = 1\n"):
        bare.conf.write_bytes(place.replace(b"%s", quoted))
        check(bare("check-config", status=78))
        check(bare("list", "dump", status=78))
