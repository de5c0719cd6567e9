# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""tests/bench/corpus: what the shipped rules see in mailboxes, counted over mails whose rules are known."""

import gzip
import json
import random
import subprocess

import exim_server
import mail_table
import pytest
from environment import ENVIRONMENT

CORPUS = exim_server.WHYBLOCK.parent / "tests/bench/corpus"
SHELL = "X-PHP-Script: www.example.net/wp-content/uploads/x.php for 203.0.113.9\nSubject: x\n"
RECEIVED = "Received: from {helo} ({name} [{address}])\n\tby mx.example.org (Postfix) with SMTP id 4; x\n"
SANITIZED = True

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=f"{CORPUS} is not built: run make corpus, or make check-cli")


def run(*arguments, status=0):
    ran = subprocess.run([CORPUS, "--rules", exim_server.TOP / "config/rules.conf", *arguments], capture_output=True, env=ENVIRONMENT)
    assert ran.returncode == status, ran.stderr
    return ran.stdout.decode()


def count(*arguments, status=0):
    return json.loads(run("--json", "--show", "1000", *arguments, status=status))


def rule(found, name):
    return next(row for row in found["rules"] if row["rule"] == name)


def test_it_counts_what_the_table_says():
    mails = mail_table.read()
    found = count(mail_table.FOLDER)
    # It knows of no listings, nor what the DNS says of a client: mails of hosts that are listed have no evidence here.
    wanted = [mail for mail in mails if set(mail.rules) - {"relay-listed", "relay-sender-changes"}]
    assert found["mails"] == len(mails) and found["evidence_of_mail"] == len(wanted)
    eval_mails = {str(mail.path) for mail in mails if "form-eval" in mail.rules}
    assert {row["mail"] for row in rule(found, "form-eval")["shown"]} == eval_mails
    assert rule(found, "form-eval")["signs"] > rule(found, "form-eval")["evidence"] == len(eval_mails)
    assert all("/bad/" in row["mail"] for row in found["refused_shown"]) and found["refused_by_mail"] == len(found["refused_shown"]) > 15
    assert rule(found, "form-root-script")["on"] is False and rule(found, "form-root-script")["signs"] > 0


def test_maildirs_mailboxes_and_packed_ones(tmp_path):
    for name in ("box/cur/1:2,S", "box/new/2", "box/tmp/3", "box/dovecot.index", "box/.Sent/cur/4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SHELL + "\nhello\n")
    found = count(tmp_path / "box")
    assert found["mails"] == found["refused_by_mail"] == 3
    mbox = "From ann@example.org Mon Jan  5 10:00:00 2026\n" + SHELL + "\nFrom here it went\n\n>From there\n\n"
    (tmp_path / "mbox").write_text(mbox * 3)
    (tmp_path / "mbox.gz").write_bytes(gzip.compress(mbox.replace("\n", "\r\n").encode() * 4))
    found = count(tmp_path / "mbox", tmp_path / "mbox.gz")
    assert found["mails"] == found["refused_by_mail"] == 7
    assert found["refused_shown"][2] == {"mail": f"{tmp_path}/mbox#3", "detail": "formmail"}
    assert rule(found, "form-uploaded-script")["shown"][0]["detail"].startswith("www.example.net/wp-content/uploads/x.php")


def test_what_was_not_there_at_data_is_taken_away(tmp_path):
    relayed = RECEIVED.format(helo="mail.example.net", name="mail.example.net", address="192.0.2.25") + RECEIVED.format(
        helo="hp", name="ip-203-0-113-7.dyn.isp.example", address="203.0.113.7").replace("mx.example.org", "mail.example.net") + "Subject: x\n\nx\n"
    lmtp = "Return-Path: <x@spam.example>\nDelivered-To: bob@example.org\nReceived: from localhost ([127.0.0.1]) by mx.example.org with LMTP id 1; x\n"
    (tmp_path / "delivered.eml").write_text(lmtp + relayed)
    (tmp_path / "forwarded.eml").write_text(relayed.replace("Subject", "Delivered-To: bob@example.net\nSubject"))
    found = count(tmp_path)
    assert [row["mail"] for row in rule(found, "relay-end-user")["shown"]] == [f"{tmp_path}/delivered.eml"]
    # The first host outside is the client; one that is ours is not.
    assert rule(found, "helo-unqualified")["evidence"] == 0
    assert rule(count("--ours", "192.0.2.0/24", tmp_path), "helo-unqualified")["evidence"] == 2


def test_hosts(tmp_path):
    (tmp_path / "a.eml").write_text(RECEIVED.format(helo="203.0.113.7", name="ip-203-0-113-7.dyn.isp.example", address="203.0.113.7") + "From: a@b\n\n")
    (tmp_path / "b.eml").write_text(RECEIVED.format(helo="203.0.113.7", name="unknown", address="203.0.113.7").replace("SMTP", "ESMTPSA") + "From: a@b\n\n")
    found = count("--signs", tmp_path)
    assert found["evidence_of_host"] == found["evidence"] == 1 and found["refused"] == 0
    assert rule(found, "host-name-generic")["signs"] == 1 and rule(found, "host-name-generic")["evidence"] == 0


def test_text_is_narrow(tmp_path):
    (tmp_path / ("long" * 40)).write_text(SHELL + "\n")
    out = run("--show", "3", mail_table.FOLDER, tmp_path)
    assert max(map(len, out.splitlines())) <= 80 and "refused by rules about mail alone" in out
    assert max(map(len, run("--help").splitlines())) <= 80
    run(status=64)
    run("--nothing", status=64)


def test_any_bytes(tmp_path):
    """Nothing ends it; what is no mail, or cannot be read to its end, is counted."""
    chance = random.Random(15)
    seeds = [mail.path.read_bytes() for mail in mail_table.read()]
    for number in range(300):
        text = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(30)):
            at = chance.randrange(len(text))
            text[at:at + chance.randrange(9)] = chance.choice([b"\0", b"\n", b"\r\n", b"\xff", b"From ", b"\n\nFrom a 11:00:00 2026\n", chance.randbytes(9), bytes(text[:at])])[:20000]
        (tmp_path / f"{number}").write_bytes((b"From x 10:00\n" if number % 3 == 0 else b"") + text)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "noise").write_bytes(chance.randbytes(200000))
    (tmp_path / "long").write_bytes(b"Received: " + b"a" * 300000 + b"\n" * 3 + b"x" * 300000)
    found = count(tmp_path)
    assert found["mails"] > 250 and found["no_mails"] > 0 and found["unreadable"] == 0
    (tmp_path / "cut.gz").write_bytes(gzip.compress(SHELL.encode() + chance.randbytes(2000))[:-900])
    (tmp_path / "torn.gz").write_bytes(gzip.compress(SHELL.encode() * 3)[:20] + b"\xff" * 100)
    assert count(tmp_path, status=74)["unreadable"] == 2
    assert count(tmp_path / "nothing", status=74)["unreadable"] == 1
