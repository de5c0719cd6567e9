# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The signed reference that a sender reads, and that staff find in the log."""

import json
import re
import subprocess
import time

import pytest
import reference
from exim_server import WHYBLOCK

CLIENT, CLIENT6 = "203.0.113.222", "2001:db8:1111:2222:3333:4444:5555:6666"
URL = "https://postmaster.example.net/blocked"


@pytest.fixture
def exim(exim):
    """With a reference key."""
    exim.wb("init")
    return exim


def key(exim):
    return bytes.fromhex(exim.key.read_text().splitlines()[-1].split()[0])


def code_of(reply):
    """The reference in a reply, which has it twice: with hyphens, and in the URL without."""
    code = re.fullmatch(r"\d\.7\.1 ref (\S+)", reply.text[-1])[1]
    assert reply.text[-2].endswith(f" {URL}?ref={code.replace('-', '')}")
    return code


@pytest.mark.parametrize("client, shown", [(CLIENT, CLIENT), (CLIENT6, CLIENT6)])
@pytest.mark.parametrize("action", ["defer", "reject"])
def test_the_reply_carries_a_genuine_reference(exim, client, shown, action):
    exim.configure(f'category "spam" {{ action = "{action}" }}\n')
    exim.list(client, "spam")
    before = time.time()
    code = code_of(exim.send(client)["rcpt"])
    assert code in [reference.make(key(exim), client, "spam", action, at) for at in (before, time.time())]
    answer = json.loads(exim.wb("--json", "ref", code))
    assert (answer["genuine"], answer["client"], answer["category"], answer["action"]) == (True, shown, "spam", action)


def test_the_reference_is_never_folded(exim):
    exim.list(CLIENT6, "spam")
    reply = exim.send(CLIENT6)["rcpt"]
    code = code_of(reply)
    assert len(code) == 54
    assert reply.lines[-2:] == [f"550-5.7.1 {URL}?ref={code.replace('-', '')}", f"550 5.7.1 ref {code}"]


def test_the_log_has_it_in_both_lines(exim):
    exim.list(CLIENT, "spam")
    code = code_of(exim.send(CLIENT)["rcpt"])
    verdict, = exim.verdicts(CLIENT)
    assert verdict["ref"] == code
    assert [line for line in exim.log() if f"whyblock category=spam ref={code}" in line and "rejected RCPT" in line]


def test_all_recipients_get_the_same(exim):
    exim.list(CLIENT, "spam")
    with exim.client(CLIENT) as client:
        replies = client.say("HELO h.example.com", "MAIL FROM:<s@example.com>", "RCPT TO:<a@example.org>", "RCPT TO:<postmaster@example.org>",
                             "RCPT TO:<b@example.org>")
    assert replies[3].ok
    assert code_of(replies[2]) == code_of(replies[4]) == exim.verdicts(CLIENT)[0]["ref"]


def test_rotation_while_exim_runs(exim):
    exim.list(CLIENT, "spam")
    old = code_of(exim.send(CLIENT)["rcpt"])
    exim.wb("ref", "rotate")
    new = code_of(exim.send(CLIENT)["rcpt"])
    assert [json.loads(exim.wb("--json", "ref", code))["key"] for code in (old, new)] == [2, 1]


BROKEN = {
    "missing": lambda path: path.unlink(),
    "root's alone": lambda path: path.chmod(0o600),
    "open to everybody": lambda path: path.chmod(0o644),
    "rubbish": lambda path: path.write_text("rubbish\n"),
}


@pytest.mark.parametrize("on_error", ["accept", "defer"])
@pytest.mark.parametrize("how", BROKEN)
def test_without_a_good_key_there_is_no_reference_and_no_fault(exim, how, on_error):
    exim.configure(f'on_error = "{on_error}"\n')
    exim.list(CLIENT, "spam")
    BROKEN[how](exim.published_key)
    reply = exim.send(CLIENT)["rcpt"]
    assert reply.code == 550 and reply.text[-1] == f"5.7.1 {URL}"
    verdict, = exim.verdicts(CLIENT)
    assert "ref" not in verdict and "fault" not in verdict
    assert exim.send("203.0.113.223")["rcpt"].ok


@pytest.mark.parametrize("how", ["open to everybody", "rubbish"])
def test_a_key_that_is_not_taken_leaves_the_one_before(exim, how):
    exim.list(CLIENT, "spam")
    good = key(exim)
    BROKEN[how](exim.key)
    run = subprocess.run([WHYBLOCK, "-c", exim.conf, "apply"], capture_output=True, text=True)
    assert run.returncode == 74 and "the keys that Exim had stay" in run.stderr
    assert code_of(exim.send(CLIENT)["rcpt"]) in [reference.make(good, CLIENT, "spam", "reject", time.time() - s) for s in (0, 60)]


def test_a_key_that_was_taken_away_is_taken_from_exim(exim):
    exim.list(CLIENT, "spam")
    exim.key.unlink()
    exim.wb("apply")
    assert exim.send(CLIENT)["rcpt"].text[-1] == f"5.7.1 {URL}"


def test_what_is_not_refused_has_none(exim):
    exim.configure('category "spam" { action = "tag" }\n')
    exim.list(CLIENT, "spam")
    assert exim.send(CLIENT)["rcpt"].ok
    assert "ref" not in exim.verdicts(CLIENT)[0]


def tree(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock.mdb"}


def test_a_question_about_another_time_changes_nothing(exim, dns):
    """`ref CODE --at` once wrote into the store that the zones of this test are suspended from 2099 on. Nor does any other question."""
    exim.list(CLIENT, "spam")
    code = code_of(exim.send(CLIENT)["rcpt"])
    exim.wb("list", "remove", CLIENT)
    dns.play("bl.example.net * 127.255.255.254")
    dns.configure(exim, 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }')
    before = tree(exim.store)
    exim.wb("ref", code, "--at", "2099-01-01")
    exim.wb("explain", CLIENT, "--at", "2099-01-01", status=None)
    exim.wb("ref", code)
    assert len(dns.queries) == 3 and tree(exim.store) == before
    exim.wb("dnsbl", "check", status=1)
    assert tree(exim.store) != before      # so the test can fail
