# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What the tests of `removal` share: a site with a key and a sendmail that keeps everything, and requests as they come by mail."""

import datetime

import reference
from mailbox import Mailbox, settings

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
SENDER = "ann@example.com"


class Site:
    """The command with requests; box has what it sent."""

    def __init__(self, wb, folder):
        self.wb = wb
        wb("init")
        self.box = Mailbox(folder)
        self.configure()

    def configure(self, more="", removal="", **options):
        self.wb.configure(settings(self.box, removal) + more, **options)

    @property
    def key(self):
        return bytes.fromhex(next(line for line in self.wb.key.read_text().splitlines() if line[0] != "#").split()[0])

    def code(self, client=CLIENT, category="open-relay", **options):
        return reference.make(self.key, client, category, **options)

    def mail(self, text="", subject="Blocked", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {"From": f"Ann Example <{SENDER}>", "Subject": subject, "Message-ID": "<1@example.com>", **headers}
        lines = "".join(f"{name}: {value}\n" for name, value in headers.items() if value is not None)
        return f"{lines}\n{text}\n"

    def receive(self, mail, sender=SENDER, **options):
        """What became of a mail (text or bytes)."""
        if isinstance(mail, bytes):
            mail = mail.decode("utf-8", "surrogateescape")
        return self.wb.json("removal", "receive", "--sender", sender, input=mail, **options)

    def ask(self, client=CLIENT, category="open-relay", sender=SENDER, subnet=False, **headers):
        """The number of a new request. subnet: by a code of before, which holds the /64 of an IPv6 host."""
        answer = self.receive(self.mail(f"Please remove us: ref {self.code(client, category, subnet=subnet)}", From=sender, **headers), sender)
        assert answer["outcome"] == "filed", answer
        return answer["number"]

    def show(self, number, *more, **options):
        return self.wb.json("removal", "show", str(number), *more, **options)

    def dump(self):
        """What is listed: (prefix, category, source, expires, reason)."""
        return [(row[0], row[1], row[3], row[5], row[6]) for row in self.wb.export()]


def in_days(text):
    """How many days from now a moment of an output is."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round((moment - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 86400, 2)
