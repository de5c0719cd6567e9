# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`removal receive`: a mail on standard input becomes a request, whatever the sender's mail program made of the reply."""

import base64
import email.policy
import os
import quopri
import re
import resource
import signal
import subprocess
from email.message import EmailMessage

import exim_server
import pytest
from conftest import ENVIRONMENT
from removal_case import CLIENT, CLIENT6, SENDER, Site

WHOLE = ["outcome", "number", "why", "answered", "answer_error"]


@pytest.fixture
def site(wb, tmp_path):
    return Site(wb, tmp_path)


def reply(code):
    """As a blocked mail server got it."""
    return (f"550-5.7.1 Server [{CLIENT}] blocked as possible open relay\n"
            f"550-5.7.1 https://postmaster.example.net/blocked?ref={code.replace('-', '')}\n550 5.7.1 ref {code}\n")


def message(text="", subtype="plain", subject="Blocked", sender=SENDER, **options):
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["Subject"], mail["Message-ID"] = sender, subject, "<1@example.com>"
    if text is not None:
        mail.set_content(text, subtype=subtype, **options)
    return mail


def returned(code, folded=False):
    """A delivery status notification (RFC 3464), as Postfix writes it."""
    lines = reply(code).splitlines()
    diagnostic = "\n    ".join(lines) if folded else " ".join(lines)
    return (f"From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail\nAuto-Submitted: auto-replied\n"
            f'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n\n'
            f"--b\nContent-Type: text/plain\n\nI could not deliver your message.\n"
            f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n\n"
            f"Final-Recipient: rfc822; user@example.net\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; {diagnostic}\n\n"
            f"--b\nContent-Type: text/rfc822-headers\n\nFrom: ann@example.com\nTo: user@example.net\n\n--b--\n")


def forwarded(code, **options):
    mail = message("See what came back.")
    mail.add_attachment(email.message_from_string(returned(code, **options), policy=email.policy.default))
    return mail


def attached(code):
    mail = message("See the log.")
    mail.add_attachment(reply(code), filename="bounce.txt")
    return mail


def encoded(code, encoding):
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}[encoding](reply(code).encode()).decode()
    return f"From: {SENDER}\nMIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: {encoding}\n\n{body}"


def html(code, inner=None):
    return message(f"<html><head><style>p {{}}</style></head><body><p>Hello,<br>{inner or 'ref ' + code}</p></body></html>", "html")


def quote(text, mark="> "):
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


def bare(code):
    return code.replace("-", "")


def unnamed(content, name="bounce.eml"):
    """An attachment of which the mail says no more than that it is bytes."""
    mail = message("See what is attached.")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def utf16(code):
    """What a Windows program saves as a text file, sent without a charset."""
    return (f'From: {SENDER}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; name=ndr.txt\n'
            f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(f'ref {code}'.encode('utf-16')).decode()}\n--b--\n")


FORMS = {                 # what people send -> a mail
    "link, rewritten by Outlook": lambda code: message(
        f"https://eur01.safelinks.example/?url=https%3A%2F%2Fpostmaster.example.net%2Fblocked%3Fref%3D{bare(code)}&data=05"),
    "link, rewritten by Proofpoint": lambda code: message(
        f"https://urldefense.example/v2/url?u=https-3A__postmaster.example.net_blocked-3Fref-3D{bare(code)}&d=x"),
    "link, rewritten by both": lambda code: message(
        f"https://x.example/?url=https%3A%2F%2Fy.example%2Fu%3Fu%3Dhttps%253A%252F%252Fz%253Fref%253D{bare(code).lower()}%2526a&data=05"),
    "hyphens, rewritten": lambda code: message(f"https://urldefense.example/v2/url?u=x-3Fref-3D{code.replace('-', '-2D')}&d=x"),
    "wrapped inside a group": lambda code: message(f"https://postmaster.example.net/blocked?ref={bare(code)[:10]}\n{bare(code)[10:]}\n"),
    "in brackets, with a hash": lambda code: message(f"Ticket [#{code}]"),
    "a mail as bytes": lambda code: unnamed(returned(code).encode()),
    "a mail as bytes, in base64 inside": lambda code: unnamed(encoded(code, "base64").encode()),
    "a text as bytes": lambda code: unnamed(f"ref {code}".encode(), "log"),
    "utf-16 without a charset": utf16,
    "behind a NUL of quoted-printable": lambda code: (
        f"From: {SENDER}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"see http://x.example/?LinkId=00123\nref {code}\n"),
    "plain": lambda code: message(reply(code)),
    "code alone": lambda code: message(code),
    "in a sentence": lambda code: message(f"Our reference ({code}), please."),
    "lower case": lambda code: message(code.lower()),
    "no hyphens": lambda code: message(code.replace("-", "")),
    "with spaces": lambda code: message("The code is " + code.replace("-", " ") + " thank you"),
    "en dashes": lambda code: message(code.replace("-", "–")),
    "link": lambda code: message(f"https://postmaster.example.net/blocked?ref={code.replace('-', '')}&x=1"),
    "subject": lambda code: message("Help", subject=f"Blocked, ref {code}"),
    "quoted": lambda code: message(quote(reply(code))),
    "quoted twice": lambda code: message(quote(quote(reply(code)), ">")),
    "quoted with |": lambda code: message(quote(reply(code), "| ")),
    "broken behind a hyphen": lambda code: message(f"ref {code[:20]}\n{code[20:]}"),
    "broken before a hyphen": lambda code: message(f"ref {code[:19]}\n{code[19:]}"),
    "broken and quoted": lambda code: message(f"> ref {code[:20]}\n> {code[20:]}\n> bye"),
    "broken and quoted twice": lambda code: message(f">> ref {code[:20]}\r\n>> {code[20:]}\r\n"),
    "quoted-printable by hand": lambda code: message(f"550-5.7.1 https://x.example/blocked?ref=3D{code.replace('-', '')[:9]}=\n"
                                                     f"{code.replace('-', '')[9:]}"),
    "base64": lambda code: encoded(code, "base64"),
    "quoted-printable": lambda code: encoded(code, "quoted-printable"),
    "utf-16": lambda code: message(reply(code), charset="utf-16", cte="base64"),
    "no such charset": lambda code: f"From: {SENDER}\nContent-Type: text/plain; charset=x-none\n\n{reply(code)}",
    "html": lambda code: html(code),
    "html: a link": lambda code: html(code, f'<a href="https://x.example/blocked?ref={code.replace("-", "")}">why</a>'),
    "html: tags inside": lambda code: html(code, f"<b>{code[:7]}</b><wbr><i>{code[7:]}</i>"),
    "html: entities": lambda code: html(code, code.replace("-", "&#45;")),
    "html: blocks": lambda code: html(code, f"<div>{code[:20]}</div><div>{code[20:]}</div>"),
    "attached text": attached,
    "report": lambda code: returned(code).replace("Auto-Submitted: auto-replied\n", ""),
    "report, forwarded": forwarded,
    "report, folded and forwarded": lambda code: forwarded(code, folded=True),
    "no MIME, no headers": lambda code: f"\n{reply(code)}",
    "mbox": lambda code: f"From ann@example.com Sat Nov 21 10:00:00 2026\nFrom: {SENDER}\n\n{reply(code)}",
    "NULs": lambda code: f"From: {SENDER}\n\nref {code[:3]}\0{code[3:]}",
    "broken base64 first": lambda code: (f'From: {SENDER}\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n'
                                         f"Content-Transfer-Encoding: base64\n\n!!!%%%====A\n--b\n\n{reply(code)}\n"),
    "never ends": lambda code: f'From: {SENDER}\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\n{reply(code)}',
    "another one first": lambda code: message(f"ref 0000-0000-0000-0000-0000-0000 ref {code}"),
    "two mails together": lambda code: message("AAAA BBBB CCCC DDDD EEEE FFFF " * 100 + code),
}


def raw(mail):
    return mail.as_bytes() if isinstance(mail, EmailMessage) else mail.encode()


@pytest.mark.parametrize("client", [CLIENT, CLIENT6])
@pytest.mark.parametrize("form", FORMS)
def test_the_reference_is_found(site, form, client):
    answer = site.receive(raw(FORMS[form](site.code(client))))
    assert list(answer) == WHOLE
    assert answer == dict(outcome="filed", number=1, why=None, answered=True, answer_error=None)
    row, = site.wb.json("removal", "list")
    assert (row["client"], row["category"], row["email"], row["by"], row["reference"]) == (
        client, "open-relay", SENDER, "mail", True)


def test_each_host_of_a_mail_gets_a_request_of_its_own(site):
    answer = site.receive(raw(message(f"{reply(site.code())} and {site.code(CLIENT6)}, {site.code()}")))
    assert (answer["outcome"], answer["number"]) == ("filed", 1)
    assert [(other["outcome"], other["number"], other["answered"]) for other in answer["others"]] == [("filed", 2, True)]
    assert sorted(row["client"] for row in site.wb.json("removal", "list")) == [CLIENT, CLIENT6]
    many = " ".join(site.code(f"198.51.100.{n}") for n in range(9))
    assert len(site.receive(raw(message(many)), sender="carl@example.com")["others"]) == 4        # of five in all
    held, = site.wb.json("removal", "held")                                                        # and staff have the mail
    assert held["sender"] == "carl@example.com" and "more hosts" in held["why"] and site.code("198.51.100.8") in held["text"]


def test_what_is_nested_too_deep_is_said(site):
    mail = message(site.code())
    for _ in range(12):
        outer = message("see")
        outer.add_attachment(mail)
        mail = outer
    answer = site.receive(raw(mail))
    assert answer["outcome"] == "no reference" and "nested too deep" in answer["why"] and answer["answered"]


@pytest.mark.parametrize("change", [
    lambda code: "",
    lambda code: "Please remove us!",
    lambda code: code[:-1] + ("0" if code[-1] != "0" else "1"),
    lambda code: code[:-1],
    lambda code: code + "A",
    lambda code: "A" + code,
    lambda code: code[:10] + " and then " + code[10:],
    lambda code: CLIENT,
], ids=range(8))
def test_no_genuine_reference(site, change):
    answer = site.receive(raw(message(change(site.code()))))
    assert answer == dict(outcome="no reference", number=None, why=None, answered=True, answer_error=None)
    assert site.wb.json("removal", "list", "--all") == []
    assert site.box.last["To"] == SENDER and site.box.last["Auto-Submitted"] == "auto-replied"


def test_another_sites_reference(site):
    import reference
    assert site.receive(raw(message(reference.make(b"x" * 32, CLIENT, "spam"))))["outcome"] == "no reference"


def test_without_a_key(site):
    mail = raw(message(site.code()))
    site.wb.key.unlink()
    assert site.receive(mail)["outcome"] == "no reference"


def test_a_key_that_cannot_be_read(site):
    """Another attempt will do: the mail system keeps the mail."""
    mail = message(site.code()).as_string()
    site.wb.key.write_text("nonsense\n")
    assert site.wb("removal", "receive", "--sender", SENDER, input=mail, status=75).out == ""


def test_the_answer_says_until_when_mail_is_only_put_off(site):
    site.wb.add(CLIENT, "open-relay")
    site.receive(site.mail(f"ref {site.code()}"))
    assert "delayed" not in site.box.last.text
    site.configure('category "open-relay" { grace = "4h" }\n')
    site.receive(site.mail(f"ref {site.code(CLIENT6)}"))
    assert "delayed" not in site.box.last.text            # of this one nothing is listed
    site.wb.add("192.0.2.67", "open-relay")
    site.receive(site.mail(f"ref {site.code('192.0.2.67')}"))
    assert re.search(r"^Until 20\d\d-\d\d-\d\d \d\d:\d\d UTC, its mail is only delayed, not refused\.$", site.box.last.text, re.M)


def test_no_store(bare):
    assert "whyblock init" in bare("removal", "receive", "--sender", SENDER, input="From: a@example.com\n\nx\n", status=75).err


def test_a_mistake_in_the_configuration(site):
    """Postfix gives back what ends with another status than 75."""
    site.wb.conf.write_text(site.wb.conf.read_text() + "no_such_setting = 1\n")
    assert "no_such_setting" in site.wb("removal", "receive", "--sender", SENDER, input=site.mail(site.code()), status=75).err
    site.wb("removal", "list", status=78)


# who asks, and what is kept

@pytest.mark.parametrize("header, name", [
    ("Ann Example <ann@example.com>", "Ann Example"),
    ("ann@example.com", None),
    ('"Example, Ann" <ann@example.com>, bob@example.com', "Example, Ann"),
    ("=?utf-8?q?Ann_Ex=C3=A4mple?= <ann@example.com>", "Ann Exämple"),
    ("Ann <not an address>", None),
    (None, None),
    ("undisclosed:;", None),
    ("=?utf-8?q?A=0AB=1B=5B31m?= <ann@example.com>", "A?B?[31m"),
    ("-oQ/tmp@example.com", None),
])
def test_who_asks(site, header, name):
    site.receive(site.mail(f"ref {site.code()}", From=header), "sender@example.com")
    row, = site.wb.json("removal", "list")
    assert (row["name"], row["email"]) == (name, "sender@example.com")
    assert site.box.last.arguments[-1] == "sender@example.com"          # where the mail came from


@pytest.mark.parametrize("sender, headers, place", [
    ("ann@example.com", {}, "ann@example.com"),
    ("bob@example.org", {"From": "ann@example.com"}, "bob@example.org"),
    ("bob@example.org", {"From": "ann@example.com", "Reply_To": "ann@example.com"}, "bob@example.org"),
    ("prvs=0123456789=ann@example.com", {"From": "ann@example.com"}, "ann@example.com"),
    ("SRS0=HHH=TT=example.com=ann@example.org", {"From": "ann@example.com"}, "ann@example.com"),
    ("SRS0=HHH=TT=example.com=ann@example.org", {"From": "eve@example.com"}, "SRS0=HHH=TT=example.com=ann@example.org"),
    ("support@example.com", {"From": "support@example.com", "Reply_To": "ticket+17@help.example.com"}, "ticket+17@help.example.com"),
    ("support@example.com", {"Reply_To": "ticket+17@example.net"}, "support@example.com"),
    ("support@example.com", {"Reply_To": "a@example.com, b@example.com"}, "support@example.com"),
    ("support@example.com", {"Reply_To": "noreply@example.com"}, "support@example.com"),
    ("support@notexample.com", {"Reply_To": "victim@example.com"}, "support@notexample.com"),
    ("bounces@example.com", {"From": "support@example.com", "Precedence": "bulk"}, "support@example.com"),
    ("bounces@example.com", {"From": "support@example.net", "Precedence": "bulk"}, None),
])
def test_one_place_for_all_answers(site, sender, headers, place):
    """The receipt and the decision go there, and nowhere else."""
    answer = site.receive(site.mail(f"ref {site.code()}", **headers), sender)
    assert answer["outcome"] == "filed" and site.show(1, "--no-dns")["email"] == place
    site.wb("removal", "approve", "1", status=0 if place else 74)
    assert {mail["To"] for mail in site.box.mails} == ({place} if place else set())
    assert len(site.box.mails) == (0 if place is None else 1 if "Precedence" in headers else 2)
    if headers.get("From", SENDER) not in (place, None):
        assert site.show(1, "--no-dns")["how"].startswith(f"From: {headers.get('From', SENDER)}\n")


@pytest.mark.parametrize("sender", ["jörg@exämple.example", "ann@例.example", "用户@例子.example"])
def test_an_address_that_is_not_ascii(site, sender):
    """RFC 6531. Exim's sendmail, and Postfix's, ask for SMTPUTF8 when they see one."""
    answer = site.receive(site.mail(f"ref {site.code()}", From=f"Jörg <{sender}>", Reply_To=sender), sender)
    assert (answer["outcome"], answer["answered"]) == ("filed", True)
    row, = site.wb.json("removal", "list")
    assert (row["name"], row["email"]) == ("Jörg", sender)
    site.wb("removal", "deny", "1", "--reason", "no")
    for mail in site.box.mails:
        assert mail.arguments[-1] == sender and f"\nTo: <{sender}>\n" in mail.raw.decode()
    assert site.receive(site.mail("Why?", From=sender, In_Reply_To=site.box.last["Message-ID"]), sender)["outcome"] == "reply"


def test_a_receipt_that_cannot_be_sent_is_noted(site):
    """As where the mail system knows no SMTPUTF8."""
    site.box.play("#!/bin/sh\nexit 67\n")
    answer = site.receive(site.mail(f"ref {site.code()}"), "jörg@exämple.example")
    assert (answer["outcome"], answer["answered"]) == ("filed", False) and "exit status 67" in answer["answer_error"]
    note, = site.show(1, "--no-dns")["notes"]
    assert "jörg@exämple.example was not told" in note["text"] and "exit status 67" in note["text"]


def test_an_answer_that_cannot_be_sent(site):
    """Of a mail in which nothing was found it is all that becomes of it: so staff have the mail."""
    site.box.play("#!/bin/sh\nexit 67\n")
    answer = site.receive(site.mail("Please remove us"))
    assert (answer["outcome"], answer["answered"]) == ("held", False)
    held, = site.wb.json("removal", "held")
    assert held["text"] == "Blocked\nPlease remove us" and "exit status 67" in held["why"]


def test_subject_and_text_are_kept(site):
    site.receive(site.mail(f"We mended it.\r\n\r\nref {site.code()}\r\n", subject="=?utf-8?b?w6Robg==?= blocked"))
    assert site.wb.json("removal", "list")[0]["how"] == f"ähn blocked\nWe mended it.\n\nref {site.code()}"


def test_long_texts_are_cut(site):
    site.receive(site.mail(f"ref {site.code()}\n" + "ä" * 100_000, subject="s" * 5000, From=f'"{"n" * 5000}" <{SENDER}>'))
    row, = site.wb.json("removal", "list")
    assert 1990 <= len(row["how"].encode()) <= 2000 and row["name"] == "n" * 100
    site.receive(site.mail(f"ref {site.code('192.0.2.67')}\n" + "ä" * 100_000))
    how = site.show(2, "--no-dns")["how"]
    assert how.startswith("Blocked\nref ") and how.endswith("ä\n[...]") and len(how.encode()) <= 2000


@pytest.mark.parametrize("headers, language", [
    ({}, "en"), ({"Accept_Language": "de-DE, en-US;q=0.5"}, "de"), ({"Content_Language": "fr"}, "fr"),
    ({"Content_Language": "de-DE, en"}, "de"), ({"Accept_Language": "fr", "Content_Language": "de"}, "fr"), ({"Content_Language": "xx"}, "en"),
])
def test_language(site, headers, language):
    site.receive(site.mail(f"ref {site.code()}", **headers))
    assert site.wb.json("removal", "list")[0]["language"] == language
    assert site.box.last["Content-Language"] == language


def test_sender_from_the_environment(site):
    run = site.wb("--json", "removal", "receive", input=site.mail(site.code()), env={**ENVIRONMENT, "SENDER": SENDER})
    assert '"outcome": "filed"' in run.out or '"outcome":"filed"' in run.out
    run = site.wb("removal", "receive", input=site.mail(site.code()), env={**ENVIRONMENT, "SENDER": ""})
    assert run.out == 'whyblock: removal=ignored sender="" why="a bounce: it has no sender" answered=no\n'


def test_its_line_for_the_log(site):
    run = site.wb("removal", "receive", "--sender", SENDER, input=site.mail(site.code()))
    assert run.out == f"whyblock: removal=filed request=1 client={CLIENT} sender={SENDER} answered=yes\n"
    run = site.wb("removal", "receive", "--sender", 'a"\n\x1b[31m' + "x" * 10_000, input=site.mail("nothing"))
    assert len(run.lines) == 1 and len(run.out) < 1000 and run.out.rstrip("\n").isprintable()


# the answer

def test_answer(site):
    site.receive(site.mail(site.code(), References="<a@example.com>\n <b@example.com>"))
    sent = site.box.last
    assert sent.arguments == ["-oi", "-f", "<>", "--", SENDER]
    assert (sent["From"], sent["To"], sent["Auto-Submitted"]) == ("Example Internet <removal@example.net>", SENDER, "auto-replied")
    assert sent["In-Reply-To"] == "<1@example.com>"
    assert sent["References"].split() == ["<a@example.com>", "<b@example.com>", "<1@example.com>"]
    assert re.fullmatch(r"<whyblock\.1\.\w{24}@example\.net>", sent["Message-ID"])
    assert "1" in sent.text
    token = re.search(r"https://postmaster\.example\.net/status/([0-9A-Z]{26})\b", sent.text)[1]
    assert token not in site.wb("--json", "removal", "list").out


def test_no_link_where_there_is_no_service(site):
    site.wb.conf.write_text(site.wb.conf.read_text() + "web { status_links = false }\n")
    assert site.receive(site.mail(site.code()))["outcome"] == "filed"
    assert "/status/" not in site.box.last.text and "1" in site.box.last.text


def test_an_open_request_is_named_again_and_the_mail_kept(site):
    site.receive(site.mail(site.code()))
    answer = site.receive(site.mail(f"{site.code()}\nalso, I phoned", From="bob@example.com"), "bob@example.com")
    assert (answer["outcome"], answer["number"], answer["answered"]) == ("already open", 1, True)
    assert "/status/" not in site.box.last.text and site.box.last["To"] == "bob@example.com"
    note, = site.show(1, "--no-dns")["notes"]
    assert note["text"].startswith("From: bob@example.com\nBlocked\n") and note["text"].endswith("also, I phoned")


@pytest.mark.parametrize("message_id", ["", "<>", "<a b@c>", "no brackets", "<" + "x" * 300 + "@c>", "<a@b>\r\n X: y"])
def test_strange_message_ids(site, message_id):
    site.receive(site.mail(site.code(), Message_ID=message_id, References="<" * 5000))
    assert site.box.last["In-Reply-To"] in (None, "<a@b>")
    assert all(len(line) < 998 for line in site.box.last.raw.splitlines())


# the dialogue

def replied(site, text, mail=None, **headers):
    """What a person's mail program makes of an answer to the last mail, or this one."""
    mail = mail or site.box.last
    return site.mail(f"{text}\n\nAm Sonntag schrieb Example Internet:\n{quote(mail.text)}", **{
        "Subject": f"Re: {mail['Subject']}", "In_Reply_To": mail["Message-ID"], "References": mail["Message-ID"],
        "Message_ID": f"<{len(site.box.mails)}.reply@example.com>", **headers})


def texts(site, number, kind="reply"):
    return [note["text"] for note in site.show(number, "--no-dns")["notes"] if note.get("kind", kind) == kind]


def test_each_mail_names_its_request(site):
    """Its reference, its status link, and a Message-ID that is the same when the mail is sent once more."""
    number = site.ask()
    code, received = site.code(), site.box.last
    site.wb("removal", "deny", str(number), "--reason", "not yet")
    site.wb("removal", "deny", str(number), "--reason", "not yet")
    denied, again = site.box.mails[1:]
    for mail in received, denied:
        assert re.search(r"^Reference: ([0-9A-Z]{4}-){5}[0-9A-Z]{4}$", mail.text, re.M)
        assert re.search(r"^Status: https://postmaster\.example\.net/status/\w{26}$", mail.text, re.M)
        assert site.wb.json("ref", re.search(r"^Reference: (\S+)$", mail.text, re.M)[1])["client"] == CLIENT and code
    assert denied["Message-ID"] == again["Message-ID"] != received["Message-ID"]


@pytest.mark.parametrize("how", ["in reply to", "references", "quoted link", "quoted code", "subject"])
def test_a_reply_is_filed_to_its_request(site, how):
    site.ask()
    headers = {"In_Reply_To": None, "References": None, "Subject": "Blocked again?"}
    mail = {
        "in reply to": lambda: replied(site, "We closed it.", Subject="x", References=None),
        "references": lambda: replied(site, "We closed it.", Subject="x", In_Reply_To=None),
        "quoted link": lambda: site.mail("We closed it. " + re.search(r"https?://\S+/status/\w+", site.box.last.text)[0], **headers),
        "quoted code": lambda: site.mail("We closed it. " + re.search(r"Reference: (\S+)", site.box.last.text)[1], **headers),
        "subject": lambda: site.mail("We closed it.", **{**headers, "Subject": f"AW: {site.box.last['Subject']}"}),
    }[how]()
    answer = site.receive(mail)
    assert (answer["outcome"], answer["number"]) == ("already open" if how == "quoted code" else "reply", 1)
    note, = texts(site, 1)
    assert "We closed it." in note and len(site.wb.json("removal", "list", "--all")) == 1
    assert len(site.box.mails) == (2 if how == "quoted code" else 1)         # a reply is not answered: so nothing goes round and round


@pytest.mark.parametrize("sender, headers, outcome", [
    ("eve@evil.example", {"From": "eve@evil.example"}, "no reference"),
    ("eve@evil.example", {"From": SENDER}, "held"),
    ("eve@example.com", {"From": "eve@example.com"}, "held"),
    ("eve@example.com", {"From": "eve@example.com", "Reply_To": SENDER}, "held"),
    ("SRS0=x=y=example.com=ann@evil.example", {"From": SENDER}, "held"),
    ("prvs=0123456789=ann@example.com", {"From": SENDER}, "reply"),
])
def test_a_number_alone_counts_of_the_envelope_of_the_one_who_asked(site, sender, headers, outcome):
    site.ask()
    sent = len(site.box.mails)
    answer = site.receive(site.mail("We closed it.", subject="Re: We have received your request 1", Message_ID="<9@x>", **headers), sender)
    assert answer["outcome"] == outcome and len(texts(site, 1)) == (outcome == "reply")
    if outcome == "held":
        mail, = site.wb.json("removal", "held")
        assert answer["why"] == mail["why"] == "it says that it is about request 1, and nothing proves that the one who asked wrote it"
        assert mail["sender"] == sender and "We closed it." in mail["text"]
        assert headers["From"] in (sender, mail["text"].split("\n")[0].removeprefix("From: "))
        assert ("Reply-To: ann@example.com\n" in mail["text"]) == ("Reply_To" in headers)
        assert len(site.box.mails) == sent


def test_a_reply_to_a_decision(site):
    """It is noted; a code of a newer refusal is a new request, and the quoted one is not."""
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "not yet")
    answer = site.receive(replied(site, "Why not?"))
    assert (answer["outcome"], answer["number"]) == ("reply", 1) and "others" not in answer
    assert site.show(1, "--no-dns")["state"] == "denied" and "Why not?" in texts(site, 1)[0]
    answer = site.receive(replied(site, f"And this one? ref {site.code('192.0.2.67')}"))
    assert (answer["outcome"], [other["outcome"] for other in answer["others"]]) == ("reply", ["filed"])
    assert site.box.last.text.count("192.0.2.67") == 1 and site.box.last["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("label, sender, headers, outcome, kind", [
    ("holidays", SENDER, {"Auto_Submitted": "auto-replied"}, "reply", "internal"),
    ("it came back", "", {}, "reply", "reply"),
    ("a ticket system", SENDER, {"Auto_Submitted": "auto-generated", "Precedence": "bulk"}, "reply", "reply"),
])
def test_what_programs_make_of_our_mails(site, label, sender, headers, outcome, kind):
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "not yet")
    sent = len(site.box.mails)
    for _ in range(40):
        answer = site.receive(replied(site, label, **headers), sender)
        assert (answer["outcome"], answer["number"], answer["answered"]) == (outcome, 1, False)
    assert len(texts(site, 1, kind)) == 1 and len(site.box.mails) == sent
    assert len(site.wb.json("removal", "list", "--all")) == 1


def test_a_returned_decision_is_told(site):
    """Our Message-ID stands in the part that came back."""
    site.ask()
    site.wb("removal", "deny", "1", "--reason", "not yet")
    head = site.box.last.raw.split(b"\n\n")[0].decode()
    for kind in "message/rfc822", "text/rfc822-headers":
        bounce = (f"From: MAILER-DAEMON@mx.example.com\nSubject: Undelivered {kind}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
                  f'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
                  f"no such user\n--b\nContent-Type: {kind}\n\n{head}\n\n--b--\n")
        assert site.receive(bounce, "")["outcome"] == "reply"
    assert len(texts(site, 1)) == 2 and "no such user" in texts(site, 1)[0]


# limits, and a mail system that tries again

def test_an_address_alone_is_kept_for_staff(site):
    """Who has no code is shown the form, and staff see what was written."""
    answer = site.receive(site.mail(f"Our server {CLIENT} is blocked.\nWhy?"))
    assert (answer["outcome"], answer["number"], answer["answered"]) == ("no reference", None, True)
    assert "use this form:\nhttps://postmaster.example.net/remove\n" in site.box.last.text
    held, = site.wb.json("removal", "held")
    assert (held["number"], held["sender"], held["text"]) == (1, SENDER, f"Blocked\nOur server {CLIENT} is blocked.\nWhy?")
    assert site.wb("removal", "list").lines[-1] == "1 mail is held for staff: whyblock removal held"
    assert "from ann@example.com" in site.wb("removal", "held").out and "  | Why?\n" in site.wb("removal", "held").out
    site.wb("removal", "drop", "2", status=1)
    site.wb("removal", "drop", "1")
    assert site.wb("removal", "held").out == "no mail is held\n"


def test_nothing_is_dropped_beyond_a_limit(site):
    for n in range(12):
        site.receive(site.mail(f"mail {n}"))
    assert [held["text"] for held in site.wb.json("removal", "held")] == [f"Blocked\nmail {n}" for n in range(5, 12)]
    assert site.wb.json("removal", "drop", "all") == {"dropped": 7}


def test_what_is_held_can_be_forgotten(site):
    for n in range(7):
        site.receive(site.mail(f"mail {n}"))
    site.wb("forget", SENDER)
    assert site.wb.json("removal", "held") == []


def test_a_full_disk(site):
    """The mail system tries again, and then each code has one request, and each request one answer, under the same Message-ID."""
    mail = site.mail(f"{site.code()} {site.code('192.0.2.67')}")

    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    for text in mail, site.mail("no code"):
        run = subprocess.run(site.wb.arguments("removal", "receive", "--sender", SENDER), env=ENVIRONMENT, input=text, text=True,
                             capture_output=True, preexec_fn=no_room)
        assert run.returncode == 75 and run.stderr, run
    assert site.box.mails == []
    for _ in range(2):
        answer = site.receive(mail)
        assert (answer["outcome"], answer["number"], answer["others"][0]["number"]) == ("filed", 1, 2)
    assert len(site.wb.json("removal", "list")) == 2 and site.show(1, "--no-dns")["notes"] == []
    ids = [sent["Message-ID"] for sent in site.box.mails]
    assert len(ids) == 4 and len(set(ids)) == 2


# what nobody wrote, or waits for an answer to

@pytest.mark.parametrize("sender, headers", [
    ("", {}), ("<>", {}), ("removal@example.net", {}), ("REMOVAL@EXAMPLE.NET", {}), ("MAILER-DAEMON@example.com", {}),
    (SENDER, {"Auto_Submitted": "auto-replied"}), (SENDER, {"Precedence": "auto_reply"}), (SENDER, {"X_Autoreply": "yes"}),
    (SENDER, {"Content_Type": "multipart/report; report-type=disposition-notification; boundary=b"}),
    ("postmaster@example.com", {"Auto_Submitted": "auto-generated", "Content_Type": "multipart/report; report-type=delivery-status; boundary=b"}),
    (SENDER, {"Message_ID": "<whyblock.ABCDEF@example.net>"}), (SENDER, {"Message_ID": "<whyblock.1.ABCDEF@example.net>"}),
])
def test_it_is_ignored(site, sender, headers):
    """A code in what came back is no request: who sends spam in the name of removal@ has our refusals returned to it."""
    answer = site.receive(site.mail(site.code(), **headers), sender)
    assert (answer["outcome"], answer["number"], answer["answered"]) == ("ignored", None, False)
    assert answer["why"]
    assert site.wb.json("removal", "list", "--all") == [] and site.box.mails == []


UNASKED = [
    ("owner-list@example.com", {}), ("list-request@example.com", {}), ("list-bounces@example.com", {}),
    ("noreply@example.com", {}), ("No-Reply@example.com", {}),
    (SENDER, {"Auto_Submitted": "auto-generated; owner-email=x"}), (SENDER, {"auto_submitted": "AUTO-NOTIFIED"}),
    (SENDER, {"Precedence": "bulk"}), (SENDER, {"Precedence": "List"}), (SENDER, {"Precedence": "junk"}),
    (SENDER, {"List_Id": "<x.example.com>"}), (SENDER, {"List_Unsubscribe": "<mailto:x@example.com>"}),
    (SENDER, {"X_Auto_Response_Suppress": "All"}), (SENDER, {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}),
]


@pytest.mark.parametrize("sender, headers", UNASKED)
def test_it_is_filed_and_not_answered(site, sender, headers):
    """Helpdesks mark what their people write so. Without a code, nobody wrote it."""
    answer = site.receive(site.mail(site.code(), **headers), sender)
    assert (answer["outcome"], answer["number"], answer["answered"]) == ("filed", 1, False) and answer["why"]
    assert site.receive(site.mail("Buy our list", **headers), sender)["outcome"] == "ignored"
    assert site.box.mails == []


@pytest.mark.parametrize("sender, headers", [
    ("postmaster@example.com", {}), ("abuse@example.com", {}), (SENDER, {"Auto_Submitted": "no"}), (SENDER, {"Precedence": "normal"}),
    (SENDER, {"X_Auto_Response_Suppress": "None"}), (SENDER, {"In_Reply_To": "<whyblock.ABCDEF@example.net>"}),
    (SENDER, {"Message_ID": "<whyblock.ABCDEF@example.com>"}), ("quest@example.com", {}),
    ("prvs=0123456789=ann@example.com", {}), ("SRS0=HHH=TT=example.com=ann@example.org", {}),
])
def test_it_is_a_persons(site, sender, headers):
    assert site.receive(site.mail(site.code(), **headers), sender)["outcome"] == "filed"


def test_our_own_answer_comes_back(site):
    site.receive(site.mail(site.code()))
    mail = site.box.last.raw
    for sender in ("", "removal@example.net", SENDER):
        assert site.receive(mail, sender)["outcome"] == "ignored"


# floods

def test_a_flood_from_one_sender(site):
    """One open request for each host, and not more answers than one address may get."""
    outcomes = [site.receive(site.mail(site.code(f"192.0.2.{n}")))["outcome"] for n in range(50)]
    assert outcomes == ["filed"] * 5 + ["held"] * 45
    assert len(site.box.mails) == 5


def test_a_flood_without_references(site):
    answers = [site.receive(site.mail("Please remove us"), SENDER.upper() if n % 2 else SENDER) for n in range(50)]
    assert [answer["answered"] for answer in answers] == [True] * 5 + [False] * 45
    assert answers[-1]["answer_error"] == "enough was answered in the last 24 hours"
    assert len(site.box.mails) == 5


def test_a_flood_about_one_host(site):
    answers = [site.receive(site.mail(site.code()), f"ann{n}@example.com") for n in range(10)]
    assert [answer["outcome"] for answer in answers] == ["filed"] + ["already open"] * 9


def test_a_flood_with_forged_senders(site):
    site.configure(removal="per_day = 8")
    answers = [site.receive(site.mail("Please remove us"), f"victim{n}@example.com") for n in range(12)]
    assert [answer["answered"] for answer in answers] == [True] * 4 + [False] * 8
    assert site.receive(site.mail(site.code()), "ann@example.org")["answered"] is True


def test_a_flood_with_one_code_and_forged_senders(site):
    """Who has one genuine code can write any number of mails with it: the others are still answered."""
    site.configure(removal="per_day = 8")
    answers = [site.receive(site.mail(site.code(), From=f"victim{n}@example.com"), f"victim{n}@example.com") for n in range(12)]
    assert [answer["answered"] for answer in answers] == [True] * 4 + [False] * 8
    assert len(site.show(1, "--no-dns")["notes"]) == 11            # each is kept
    assert site.receive(site.mail(site.code("192.0.2.67")), "ann@example.org")["answered"] is True


def test_many_at_once(site):
    runs = [subprocess.Popen(site.wb.arguments("--json", "removal", "receive", "--sender", f"ann{n}@example.com"), env=ENVIRONMENT,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for n in range(20)]
    for n, run in enumerate(runs):
        run.stdin.write(site.mail(site.code(f"192.0.2.{n}"), From=f"ann{n}@example.com"))
        run.stdin.close()
    assert [run.wait() for run in runs] == [0] * 20
    assert sorted(row["number"] for row in site.wb.json("removal", "list")) == list(range(1, 21))
    assert len(site.box.mails) == 20


# hostile

def nest(kind, count):
    """multipart/mixed, or message/rfc822, in itself."""
    if kind == "message":
        return f"From: {SENDER}\n" + "Content-Type: message/rfc822\n\n" * count + "\n"
    return (f"From: {SENDER}\n" + "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(count)) +
            "\nhello\n" + "".join(f"--{n}--\n" for n in reversed(range(count))))


MULTIPART = f'From: {SENDER}\nContent-Type: multipart/mixed; boundary="b"\n\n'
HOSTILE = {
    "depth": lambda: nest("multipart", 1000),
    "great depth": lambda: nest("multipart", 100_000),
    "messages in messages": lambda: nest("message", 100_000),
    "parts": lambda: MULTIPART + "--b\n\nx\n" * 100_000,
    "a million parts": lambda: MULTIPART + "--b\n\nx\n" * 1_000_000,
    "headers": lambda: f"From: {SENDER}\n" + "".join(f"X-{n}: v\n" for n in range(500_000)) + "\nhello\n",
    "a long header": lambda: f"From: {SENDER}\nSubject: {'a' * 5_000_000}\n\nhello\n",
    "many addresses": lambda: f"From: {SENDER}, {'a@example.com, ' * 700_000}\n\nhello\n",
    "folded addresses": lambda: f"From: {SENDER}" + ",\n a@example.com" * (20_000 if SANITIZED else 80_000) + "\n\nhello\n",
    "encoded words": lambda: f"From: {SENDER}\nSubject: {' '.join(['=?utf-8?q?x?='] * 300_000)}\n\nhello\n",
    "parameters": lambda: f"From: {SENDER}\nContent-Type: text/plain; {'; '.join(f'p{n}=v' for n in range(300_000))}\n\nhello\n",
    "size": lambda: f"From: {SENDER}\n\n" + "hello world\n" * 4_500_000,
    "one line": lambda: f"From: {SENDER}\n\n" + "a" * 50_000_000,
    "NULs": lambda: f"From: {SENDER}\n\n" + "\0" * 20_000_000,
    "almost codes": lambda: f"From: {SENDER}\n\n" + ("AAAA " * 15 + "\n") * 100_000,
    "hyphens": lambda: f"From: {SENDER}\n\n" + ("A-" * 35 + "\n") * 100_000,
    "gaps": lambda: f"From: {SENDER}\n\n" + ("AAAA" + " " * 60 + "\n") * 100_000,
    "line ends": lambda: f"From: {SENDER}\n\nAAAA" + "\n" * 5_000_000,
    "open tags": lambda: f"From: {SENDER}\nContent-Type: text/html\n\n" + "<script<style<p" * 500_000,
    "closed tags": lambda: f"From: {SENDER}\nContent-Type: text/html\n\n" + "<script></x>" * 500_000,
    "base64": lambda: f"From: {SENDER}\nContent-Transfer-Encoding: base64\n\n" + ("====A\n" * 500_000),
    "base64 of zeros": lambda: f"From: {SENDER}\nContent-Transfer-Encoding: base64\n\n" + ("A" * 76 + "\n") * 100_000,
    "nothing": lambda: "",
    "a line end": lambda: "\n",
    "no line end": lambda: "x",
}


SANITIZED = b"/san/" in os.fsencode(exim_server.WHYBLOCK)
CPU_S = 60      # what takes a second has room; what grows with the square of its size ends by SIGXCPU
SANITIZER = 5   # times as long: it copies a buffer whenever that grows, so that GMime's long headers take the square of their size


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_mail(site, hostile):
    mail = HOSTILE[hostile]().encode()
    limit_s = CPU_S * (SANITIZER if SANITIZED else 1)
    run = subprocess.Popen(site.wb.arguments("removal", "receive", "--sender", SENDER), env=ENVIRONMENT, stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 1)))
    run.stdin.write(mail)                              # it is all read: the mail system does not fail
    run.stdin.close()
    out, err = run.stdout.read(), run.stderr.read()
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    assert (run.returncode, err) == (0, b"")
    why = ' why="its parts are nested too deep to be looked at"' if hostile in ("depth", "great depth", "messages in messages") else ""
    assert out == f'whyblock: removal="no reference" sender={SENDER}{why} answered=yes\n'.encode()
    if not SANITIZED:
        assert usage.ru_maxrss < 400 << 10


def test_a_large_mail_with_the_reference_in_front(site):
    mail = site.mail(f"ref {site.code()}\n" + "0123456789abcdef\n" * 3_000_000)
    assert len(mail) > 50_000_000 and site.receive(mail)["outcome"] == "filed"


def test_a_photograph_in_between(site):
    mail = message(None)
    mail.set_content("See below.")
    mail.add_attachment(os.urandom(5_000_000), maintype="image", subtype="jpeg")
    mail.add_attachment(email.message_from_string(returned(site.code()), policy=email.policy.default))
    assert site.receive(mail.as_bytes())["outcome"] == "filed"


def test_without_an_envelope_sender_the_mail_is_tried_again(site):
    """A pipe that forgets SENDER would make a bounce of every mail; an empty one is a bounce."""
    run = site.wb("removal", "receive", input=f"From: {SENDER}\n\nref {site.code()}\n", status=75)
    assert "expected the mail system to set SENDER" in run.err and site.wb.json("removal", "list") == []


def receive_from(site, sender, text):
    """As the mail system does; whoever has no domain cannot be answered, and is held."""
    return subprocess.run(site.wb.arguments("removal", "receive", "--sender", sender), env=ENVIRONMENT, input=site.mail(text, From=sender),
                          text=True, capture_output=True, check=True)


def test_a_flood_of_held_mails_pushes_out_itself(site):
    receive_from(site, "ann@elsewhere", "an honest mail")
    runs = [receive_from(site, "eve@localhost", f"mail {n}") for n in range(22)]
    assert all("gave_way" not in run.stdout for run in runs[:20])
    assert [run.stdout.split()[-1] for run in runs[20:]] == ["gave_way=2", "gave_way=3"] and runs[21].stdout.count("\n") == 1
    assert [run.stderr for run in runs[:20]] == [""] * 20
    assert [run.stderr for run in runs[20:]] == [
        f"whyblock: held mail {n} gave way to this one: at most 20 of one sender are held, 100 of one domain, 1000 in all\n" for n in (2, 3)]
    held = site.wb.json("removal", "held")
    assert [mail["text"].split("\n")[-1] for mail in held] == ["an honest mail"] + [f"mail {n}" for n in range(2, 22)]
    lines = site.wb("removal", "list").lines
    assert lines[-2] == "21 mails are held for staff: whyblock removal held"
    assert re.fullmatch(r"2 held mails gave way to newer ones since \d{4}-\d\d-\d\d \d\d:\d\d UTC", lines[-1])
    assert site.wb("removal", "held").lines[-1] == lines[-1]
    site.wb("removal", "drop", "1")
    assert site.wb("removal", "list").lines[-1] == "20 mails are held for staff: whyblock removal held"
