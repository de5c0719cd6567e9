# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The mails of tests/mail, and which rules hold for each."""
import pathlib
import socket
import time
from typing import NamedTuple

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "mail"
LISTED = ("203.0.113.66", "2001:db8:66::/48")  # as the table's head says
CHANGING = "192.0.2.121"  # the same


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


def _check(data):
    """wb_bytes_check of base/bytes.h, of whole words."""
    check = 0x9e3779b97f4a7c15 ^ len(data)
    for at in range(0, len(data), 8):
        check = (check ^ int.from_bytes(data[at:at + 8], "big")) * 0xff51afd7ed558ccd % 2**64
        check ^= check >> 32
    return data + check.to_bytes(8, "big")


def write_senders(run):
    """The agent's file in this run folder, as verdict/senders_file.h has it: CHANGING has changed its sender domains in the last hour."""
    row = bytes(10) + b"\xff\xff" + socket.inet_aton(CHANGING) + (int(time.time()) + 82800).to_bytes(8, "big")
    run.mkdir(exist_ok=True)
    (run / "senders-1").write_bytes(_check(b"wbsends1" + (1).to_bytes(8, "big") + bytes(8)) + _check(row))
