# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`explain --message` of mails that were made to cost much: what is looked at has bounds, and what is not looked at is no evidence. What it costs
is told by bench_hostile.py."""

import json
import subprocess

import exim_server
import hostile_mail
import pytest
from environment import ENVIRONMENT
from hostile_mail import PHP, SHELL

CLIENT = "192.0.2.66"
HEADER_BYTES, FIELDS, SAME, VALUE_BYTES, BODY_BYTES = 65536, 400, 8, 998, 5000     # of verdict/message_view.h
SANITIZED = True


@pytest.fixture
def wb(bare):
    bare.write_conf(f'store = ""\n{exim_server.geoip()}{hostile_mail.RULES}')
    return bare


def explain(wb, message, *options):
    path = wb.folder / "mail.eml"
    path.write_bytes(message)
    return wb.json("explain", CLIENT, "--no-dns", "--message", path, *options, status=None)


def rules(found):
    return {row["source"].removeprefix("rule:") for row in found["evidence"]}


def feed(wb, case):
    """The same through a pipe: what has no end is written until nobody reads on."""
    command = wb.arguments("--json", "explain", CLIENT, "--no-dns", "--message", "-", *case.options)
    with subprocess.Popen(command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as reader:
        try:
            reader.stdin.write(case.message)
            while case.is_endless:
                reader.stdin.write(case.message[-1:] * 65536)
            reader.stdin.close()
        except BrokenPipeError:
            pass
        found = json.loads(reader.stdout.read())
    assert reader.returncode in (0, 1)
    return found


@pytest.mark.parametrize("case", hostile_mail.CASES, ids=lambda case: case.label)
def test_it_ends_and_nobody_is_refused_for_it(wb, case):
    found = feed(wb, case)
    assert not {name for name in rules(found) if name.startswith("slow-")}      # a match that was given up is unknown
    assert found["accept"]
    details = [row["detail"] for row in found["evidence"] if row.get("detail")]
    assert all(len(detail) < 256 and detail.isprintable() for detail in details)


@pytest.mark.parametrize("label, pad, is_seen", [
    ("within the header's bytes",     b"X-A: " + b"a" * (HEADER_BYTES - 300) + b"\n", True),
    ("behind them",                   b"X-A: " + b"a" * HEADER_BYTES + b"\n", False),
    ("the last field",                b"X-A: a\n" * (FIELDS - 1), True),
    ("one field more",                b"X-A: a\n" * FIELDS, False),
    ("the last of its name",          b"X-PHP-Script: www.example.net/a.php\n" * (SAME - 1), True),
    ("one of its name more",          b"X-PHP-Script: www.example.net/a.php\n" * SAME, False),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_looked_at_of_a_header(wb, label, pad, is_seen):
    assert ("form-uploaded-script" in rules(explain(wb, pad + SHELL + b"\nx\n"))) is is_seen


@pytest.mark.parametrize("pad, is_seen", [(BODY_BYTES - 24, True), (BODY_BYTES, False)])
def test_what_is_looked_at_of_a_body(wb, pad, is_seen):
    body = b"x" * (pad - 1) + b"\n" + b"bcc: ann@example.com\n"
    assert ("form-bcc-in-body" in rules(explain(wb, PHP + b"\n" + body))) is is_seen


@pytest.mark.parametrize("length, is_seen", [(VALUE_BYTES - 26, True), (VALUE_BYTES, False)])
def test_what_is_looked_at_of_a_value(wb, length, is_seen):
    name = "a" * length
    assert ("form-uploaded-script" in rules(explain(wb, f"X-PHP-Script: {name}/wp-content/uploads/x.php\n\nx\n".encode()))) is is_seen


def test_a_mail_that_is_looked_at_can_be_refused(wb):
    assert not explain(wb, SHELL + b"\nx\n")["accept"]


def test_a_slow_pattern_that_matches_is_still_evidence(wb):
    """So the rules that the cases above are looked at with do look."""
    options = ("--helo", "aaa", "--name", "aaa", "--sender", "aaa")
    assert {name for name in rules(explain(wb, b"X-A: aaa\n\nx\naaa\n", *options)) if name.startswith("slow-")} == {
        "slow-helo", "slow-name", "slow-header", "slow-sender", "slow-body"}
