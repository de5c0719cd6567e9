# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Mails, and names of hosts, that somebody made to cost much; and rules that look at them by patterns that backtrack."""

from typing import NamedTuple

import exim_server

# The shipped ones, those that are off, too, and one for each kind of pattern.
RULES = f'rules_file = "{exim_server.TOP / "config/rules.conf"}"\n' + "".join(f"""
rule "slow-{kind}" {{
    category = "spam"
    weight = 0.1
    {conditions}
}}
""" for kind, conditions in {
    "helo": 'helo_pattern = "(a+)+$"',
    "name": 'host_name_pattern = "(a+)+$"',
    "header": 'header = {"X-A", "Received", "Subject"}\n    header_pattern = "(a+)+$"',
    "sender": 'sender_pattern = "(a+)+$"',
    "body": 'body_pattern = "(a+)+$"',
}.items())
PHP = b"X-PHP-Originating-Script: 33:mailer.php\n"
SHELL = b"X-PHP-Script: www.example.net/wp-content/uploads/x.php for 203.0.113.9\n"
NAME = "a" * 254 + "!"                                # 255 bytes, as long as a name may be, and what (a+)+$ cannot match
RECEIVED = b"".join(b"Received: from a%d (b%d.example [203.0.113.%d])\n\tby c%d.example (Postfix) with SMTP id %d; x\n" % (5 * (i,)) for i in range(200))


class Hostile(NamedTuple):
    label: str
    message: bytes
    options: tuple = ()                               # of explain
    is_endless: bool = False                          # its last byte goes on and on


PLAIN = Hostile("an ordinary mail", PHP + b"From: a@example.net\nTo: b@example.org\nSubject: hello\n\nhello\n")
CASES = [
    Hostile("(a+)+$ on a HELO of 255 bytes", PLAIN.message, ("--helo", NAME)),
    Hostile("(a+)+$ on a host name of 255 bytes", PLAIN.message, ("--name", NAME)),
    Hostile("(a+)+$ on a sender of 320 bytes", PLAIN.message, ("--sender", "a" * 319 + "!")),
    Hostile("(a+)+$ on 24 fields of 998 bytes", PHP + b"".join(name + b": " + b"a" * 995 + b"!\n" for name in (b"X-A", b"Received", b"Subject") for _ in range(8)) + b"\nx\n"),
    Hostile("(a+)+$ on a body of 5,000 bytes", PHP + b"\nx\n" + b"a" * 4990 + b"!\nx\n"),
    Hostile("a field of 1 MB", b"X-A: " + b"a" * 900 + b"!" * 999100 + b"\n" + SHELL + b"\nx\n"),
    Hostile("a field of 1 MB in lines of 80", b"X-A: " + b"a" * 78 + (b"!\n " + b"a" * 78) * 12500 + b"\n" + SHELL + b"\nx\n"),
    Hostile("10,000 fields", b"".join(b"X-%d: a\n" % i for i in range(10000)) + SHELL + b"\nx\n"),
    Hostile("10,000 fields of one name", b"Received: a!\n" * 10000 + SHELL + b"\nx\n"),
    Hostile("200 Received lines", RECEIVED + PHP + b"\nx\n"),
    Hostile("Received of brackets", PHP + (b"Received: from " + b"([{<" * 240 + b"\n") * 8 + b"\nx\n"),
    Hostile("To of 100 mailboxes, quoted and nested", PHP + b"To: " + b'"a\\"(b(c)" <x@y>, ' * 50 + b"\n" + b"Reply-To: " + b"(" * 900 + b"\n\nx\n"),
    Hostile("encoded words", PHP + b"To: " + b"=?utf-8?B?/////w==?= " * 45 + b"<x@y.example>\n\nx\n"),
    Hostile("NULs", PHP + b"X-\0: \0\nSubject: \0a\0b\n\0\0: x\n\n" + b"\0" * 5000),
    Hostile("bytes with the eighth bit", PHP + bytes(range(128, 256)) * 8 + b": \xff\nSubject: " + b"\xff\xfe\x80" * 300 + b"\n\n" + b"\xc3\x28\xf0\x9f" * 1250),
    Hostile("no end of the body", PHP + b"\n\na!", is_endless=True),
    Hostile("no end of the header", b"a", is_endless=True),
    Hostile("the classic form, and no end of it", PHP + b"To: " + b"a@b.c, " * 140 + b"\n\nBelow is the result of your feedback form.  It was submitted by\n (" + b" " * 2000 + b") " + b"-" * 2900),
]
