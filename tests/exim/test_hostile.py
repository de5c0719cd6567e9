# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Nothing that a stranger says changes a reply, a log line, a header or what Exim does."""

import pytest
from conftest import as_new
from exim_server import ONE_LINE, Exim

CLIENT = "192.0.2.66"
PLACES = {"helo": b"HELO %s", "sender": b'MAIL FROM:<"%s"@example.com>', "recipient": b'RCPT TO:<"%s"@example.org>'}
HARMLESS = {"helo": b"HELO mail.example.com", "sender": b"MAIL FROM:<a@example.com>", "recipient": b"RCPT TO:<b@example.org>"}
STRANGE = {
    "control characters": bytes(range(1, 32)).replace(b"\r", b"").replace(b"\n", b"") + b"\x7f",
    "terminal escapes": b"\x1b]0;x\x07\x1b[31mred",
    "line feed": b"a\nwhyblock: action=accept client=192.0.2.66",
    "carriage return": b"a\rwhyblock: action=accept client=192.0.2.66",
    "zero": b"a\0b",
    "run": b"${run{/usr/bin/touch MARK}}",
    "run, twice": b"${expand:\\${run{/usr/bin/touch MARK}}}",
    "dlfunc": b"${dlfunc{MODULE}{whyblock_text}}",
    "braces": b"}}}{accept}{${",
    "backslashes": b"\\n\\N\\\\ \\x41 \\",
    "a forged log line": b"x: whyblock: action=accept client=192.0.2.66",
    "key=value": b'x action=accept category=" "',
    "8-bit": bytes(range(128, 256)),
    "UTF-8": "\u0430dmin\u202e\u200b".encode(),
    "percent": b"%s%n%100000d%{ip}%{reason}%",
    "10,000 characters": b"a" * 10_000,
}


@pytest.fixture(scope="module")
def open_daemon():
    """An Exim that lets as much as it can through to whyblock."""
    with Exim({"rcpt": ONE_LINE}, main="smtp_enforce_sync = false\nhelo_accept_junk_hosts = *\nsmtp_max_synprot_errors = 1000\n"
              "smtp_max_unknown_commands = 1000\nallow_utf8_domains\nsmtputf8_advertise_hosts = *\n") as daemon:
        yield daemon


@pytest.fixture
def exim(open_daemon):
    yield from as_new(open_daemon)


def replies_until_help(client, raw):
    """Says something raw and then HELP, because a line break inside may make several commands: the replies before that to HELP."""
    replies = []
    client.say(raw + b"\r\nHELP")
    while client.reply.code != 214:
        replies.append(client.reply)
        client.getreply()
    return replies


def rcpt_replies(exim, strange=b"", place=None):
    """One dialogue with something strange in one place, and a harmless recipient at its end: the replies of whyblock's."""
    strange = strange.replace(b"MARK", bytes(exim.folder / "spool/mark")).replace(b"MODULE", bytes(exim.so))
    replies = []
    with exim.client(CLIENT) as client:
        for where, harmless in HARMLESS.items():
            if where == place:
                replies += replies_until_help(client, PLACES[where] % strange)
            if where != place or where == "recipient" or not replies[-1].ok:      # Exim itself refuses some
                replies += replies_until_help(client, harmless)
    return [reply for reply in replies if reply.lines[0][4:].startswith("5.7.1 ")]


def facts(verdict):
    """A verdict without what is measured."""
    return {key: value for key, value in verdict.items() if key != "us"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_refused_as_any_other(exim, strange, place):
    exim.list(CLIENT, "open-relay")
    usual = rcpt_replies(exim)[0]
    assert all(reply == usual for reply in rcpt_replies(exim, strange, place))
    first, second = exim.verdicts()
    assert facts(first) == facts(second)
    assert not (exim.folder / "spool/mark").exists()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_repeated_to_the_sender_in_a_printable_line_each(exim, strange, place):
    exim.configure('category "open-relay" { text = "helo %{helo} end\\nsender %{sender} end\\nrecipient %{recipient} end" }\n')
    exim.list(CLIENT, "open-relay")
    for reply in rcpt_replies(exim, strange, place):
        assert len(reply.text) == 3
        assert all(line.isascii() and line.isprintable() and len(line) <= 510 for line in reply.lines)
    assert len(exim.verdicts()) == 1
    assert not (exim.folder / "spool/mark").exists()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("strange", ["${run{/usr/bin/touch MARK}}", "a\x1b[31m", "x" * 900, "X-Whyblock: action=accept"],
                         ids=["run", "control", "long", "header"])
def test_the_header_stays_the_same(exim, strange, place):
    exim.configure('category "open-relay" { action = "tag" }\n')
    exim.list(CLIENT, "open-relay")
    strange = strange.replace("MARK", str(exim.folder / "spool/mark"))
    message = {"helo": {"helo": strange}, "sender": {"sender": f'"{strange}"@example.com'},
               "recipient": {"to": [f'"{strange}"@example.org', "user@example.org"]}}[place]
    phase, reply = (replies := exim.send(CLIENT, **message)).end
    if reply.ok:                                         # Exim itself refuses some of them
        ours = [line for line in exim.header(replies).splitlines() if "X-Whyblock" in line and "action=tag" in line]
        assert [line.split(" ", 1)[1].strip() for line in ours] == ['X-Whyblock: action=tag category=open-relay score=1.0 of 1.0 source="Example Internet"']
    assert not (exim.folder / "spool/mark").exists()
