# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The mails of tests/mail, and which rules hold for each."""
import pathlib
from typing import NamedTuple

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "mail"
LISTED = ("203.0.113.66", "2001:db8:66::/48")  # as the table's head says


class Mail(NamedTuple):
    path: pathlib.Path
    client: str
    host_name: str
    helo: str
    sender: str  # empty: the null sender
    recipients: list
    rules: list  # sorted
    is_ordinary: bool


def read():
    mails = []
    for line in (FOLDER / "table").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, client, host_name, helo, sender, recipients, rules = [column.strip() for column in line.split("|")]
        mails.append(Mail(FOLDER / name, client, host_name, helo, "" if sender == "<>" else sender, recipients.split(","),
                          rules.split(), name.startswith("ordinary/")))
    return mails
