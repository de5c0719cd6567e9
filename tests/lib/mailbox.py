# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A command that plays sendmail and keeps what it is given, and mails as people, programs and mail systems send them.

    box = Mailbox(folder)                              # box.command is the path for removal.sendmail
    ...
    box.mails[0].arguments, box.mails[0]["Subject"], box.mails[0].text
"""

import email
import email.policy
from typing import NamedTuple

# A folder for each mail, in their order; mkdir is what two of them at once cannot both do.
SCRIPT = """#!/bin/sh
cd {folder} || exit 1
n=0
while ! mkdir $n 2>/dev/null; do n=$((n + 1)); done
printf '%s\\n' "$@" >$n/arguments
cat >$n/mail
"""


class Mail(NamedTuple):
    arguments: list
    raw: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def text(self):
        return self.message.get_content()

    def __getitem__(self, name):
        return self.message[name]


class Mailbox:
    def __init__(self, folder):
        self.folder = folder / "sent"
        self.folder.mkdir()
        self.folder.chmod(0o777)                       # Exim's user sends, too
        self.command = folder / "sendmail"
        self.play(SCRIPT.format(folder=self.folder))

    def play(self, script):
        self.command.write_text(script)
        self.command.chmod(0o755)

    @property
    def mails(self):
        found = sorted((path for path in self.folder.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))
        return [Mail((path / "arguments").read_text().splitlines(), (path / "mail").read_bytes()) for path in found]

    @property
    def last(self):
        return self.mails[-1]


def settings(box, more=""):
    """whyblock.conf's section."""
    return f'removal {{ address = "removal@example.net" sendmail = "{box.command}" {more} }}\n'
