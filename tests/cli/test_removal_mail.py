# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The mails about requests: their headers, their languages, and that nothing a stranger or a colleague wrote begins a header."""

import datetime
import email.utils
import re

import pytest
from removal_case import CLIENT, CLIENT6, SENDER, Site

LANGUAGES = {"en": "Hello", "de": "Guten Tag", "fr": "Bonjour"}
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Language",
           "Content-Transfer-Encoding"]
FEED = ("192.0.2.0/24", "spam", "host", "feed:drop", "-", "-", "-")


@pytest.fixture
def site(wb, tmp_path):
    return Site(wb, tmp_path)


def check(mail):
    """As RFC 5322, 2047 and 3834 want a mail: lines, one of each header, a date of now."""
    assert all(len(line) < 998 for line in mail.raw.split(b"\n")) and b"\0" not in mail.raw and b"\r" not in mail.raw
    head = mail.raw.split(b"\n\n")[0].decode("ascii")
    names = [name for name, _ in mail.message.items()]
    assert [name for name in names if name not in ("In-Reply-To", "References")] == HEADERS
    assert mail.message.defects == [] and not [header.defects for _, header in mail.message.items() if header.defects]
    assert all(len(line) <= 78 or " " not in line.strip() or line.startswith(("Subject", "From")) for line in head.splitlines())
    now = datetime.datetime.now(datetime.timezone.utc)
    assert abs((now - email.utils.parsedate_to_datetime(mail["Date"])).total_seconds()) < 60
    assert mail["Date"].endswith("+0000")
    assert re.fullmatch(r"<whyblock\.(\d+\.)?[0-9A-Z]{24}@example\.net>", mail["Message-ID"])
    assert mail["Content-Type"] == 'text/plain; charset="utf-8"'
    assert not re.search(r"%\{|\n\n\n", mail.text) and mail.text.strip()
    return mail


def decide(site, verb, *more):
    number = str(len(site.wb.json("removal", "list", "--all")))
    site.wb("removal", verb, number, *more)
    return check(site.box.last)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_in_every_language(site, language):
    texts = set()
    for n, (listed, verb, more) in enumerate([("staff", "approve", []), ("feed", "approve", []), ("nothing", "approve", []),
                                              ("staff", "deny", ["--reason", "Es läuft noch: ça va?"])], 1):
        host = f"192.0.{n}.66"
        site.wb.load((f"{host}/32" if listed == "staff" else f"192.0.{n}.0/24", "open-relay", "host",
                      "staff:ann" if listed == "staff" else "feed:drop", "-", "-", "-")) if listed != "nothing" else None
        site.ask(host, Accept_Language=language)
        received = check(site.box.last)
        assert received["Auto-Submitted"] == "auto-replied" and received.arguments[2] == "<>"
        sent = decide(site, verb, *more)
        assert sent.arguments == ["-oi", "-f", "removal@example.net", "--", SENDER]
        assert (sent["From"], sent["To"], sent["Auto-Submitted"]) == ("Example Internet <removal@example.net>", SENDER, "auto-generated")
        assert sent["In-Reply-To"] is None and sent["Content-Language"] == received["Content-Language"] == language
        for mail in (received, sent):
            assert mail.text.startswith(LANGUAGES[language]) and host in mail.text and str(n) in mail["Subject"]
        assert ("Es läuft noch: ça va?" in sent.text) == (verb == "deny")
        assert bool(re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", sent.text)) == (listed == "feed")
        texts |= {received["Subject"].split(":")[0] + received.text[:200], sent.text}
    site.receive(site.mail("Please remove us", Accept_Language=language))
    none = check(site.box.last)
    assert none.text.startswith(LANGUAGES[language]) and CLIENT not in none.text
    assert len(texts) == 8


def test_the_64_of_an_ipv6_host(site):
    site.ask(CLIENT6, subnet=True)
    assert "2001:db8:1:2::/64" in decide(site, "approve").text


@pytest.mark.parametrize("client", [CLIENT, CLIENT6])
@pytest.mark.parametrize("language, wrong", [("en", "more than your server"), ("de", "mehr als Ihren"), ("fr", "plus que votre")])
def test_who_is_let_through_is_not_told_of_a_network(site, client, language, wrong):
    """What stands against it may be a list of that very host."""
    site.wb.add(client, source="feed:drop")
    site.ask(client, Accept_Language=language)
    text = " ".join(decide(site, "approve").text.split())
    assert f" {client} " in text and wrong not in text


@pytest.mark.parametrize("evil", ["x\r\nBcc: victim@example.com", "x\nBcc: victim@example.com\n\nbody", "=?utf-8?q?x=0ABcc:_victim@example.com?=",
                                  "=?utf-8?b?eApCY2M6IHZpY3RpbUBleGFtcGxlLmNvbQo=?=", "%{status}%{answer}", "x\x00y", "a\u202eb", "%s%n"])
def test_nothing_is_injected(site, evil):
    folded = evil.replace("\r\n", "\r\n ").replace("\n", "\n ")
    site.receive(site.mail(f"ref {site.code()}\n{evil}", subject=folded, From=f'"{folded}" <{SENDER}>', References=f"<a@b>\n {evil}",
                           Message_ID=f"<1@example.com> {folded}", Accept_Language=folded))
    answered = check(site.box.last)
    assert answered["Bcc"] is None and answered["To"] == SENDER
    assert check(decide(site, "deny", "--reason", "no"))["Bcc"] is None
    for mail in site.box.mails:
        assert "victim" not in mail.raw.decode().split("\n\n")[0]


@pytest.mark.parametrize("reason", ["%{client} %{number}", "=?utf-8?q?x?=", "ä" * 127, "a" * 255, ". ", "."])
def test_reasons(site, reason):
    site.ask()
    site.wb("removal", "deny", "1", "--reason", reason)
    assert reason.strip() in site.box.last.text      # as it is: its placeholders are none


def test_a_reason_with_lines(site):
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "-", input="a\n.\nFrom b\n" + "word " * 150 + "end\n")
    text = check(site.box.last).text
    assert "\n\na\n.\nFrom b\nword word " in text and text.split().count("word") == 150
    assert max(len(line) for line in text.splitlines() if "word" in line) <= 76


@pytest.mark.parametrize("name", ['with "quotes" and \\ (brackets), <x@y>; [z]', "=?utf-8?q?x?=", "n" * 200])
def test_name_of_the_site(site, name):
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    site.wb.conf.write_text(site.wb.conf.read_text().replace('"Example Internet"', f'"{quoted}"'))
    site.ask()
    sender = check(site.box.last)["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (name, "removal@example.net")


@pytest.mark.parametrize("url, status", [
    ("https://postmaster.example.net/blocked", "https://postmaster.example.net/status/"),
    ("https://postmaster.example.net/", "https://postmaster.example.net/status/"),
    ("https://postmaster.example.net", "https://postmaster.example.net/status/"),
    ("https://example.net/mail/why/blocked", "https://example.net/mail/why/status/"),
    ("", None),
])
def test_its_page(site, url, status):
    site.wb.conf.write_text(site.wb.conf.read_text().replace("https://postmaster.example.net/blocked", url))
    site.ask()
    found = re.search(r"(https?://\S+/status/)\w{26}$", check(site.box.last).text, re.M)
    assert (found and found[1]) == status
    found = re.search(r"(https?://\S+/status/)\w{26}$", decide(site, "approve").text, re.M)
    assert (found and found[1]) == status


def test_contact(site):
    site.wb.conf.write_text(site.wb.conf.read_text().replace("site {", 'site { contacts = {"postmaster@example.net"}'))
    site.ask()
    assert "postmaster@example.net" in check(site.box.last).text
