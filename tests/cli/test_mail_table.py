# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The mails of tests/mail by the command, as whoever looks for the reason sees them: which rules hold, and that no ordinary one is refused."""
import pathlib

import mail_table
import pytest

RULES = pathlib.Path(__file__).resolve().parents[2] / "config/rules.conf"

PREFIX = "rule:"
ABOUT_MAIL = ("form-", "relay-")


@pytest.fixture
def judge(wb):
    wb.configure(f'rules_file = "{RULES}"\n')
    for listed in mail_table.LISTED:
        wb("list", "add", listed, "spam", "--ttl", "1h", "--reason", "spam")
    mail_table.write_senders(wb.store / "run")

    def judge(mail):
        shown = wb.json("explain", mail.client, "--no-dns", "--helo", mail.helo, "--name", mail.host_name, "--sender", mail.sender,
                              "--recipient", mail.recipients[0], "--message", mail.path, status=None)
        sources = [row["source"][len(PREFIX):] for row in shown["evidence"] if row["source"].startswith(PREFIX)]
        return shown["verdict"]["action"], sorted(rule for rule in sources if rule.startswith(ABOUT_MAIL))

    return judge


def test_each_mail_has_the_evidence_of_its_row(judge):
    found = [(mail, *judge(mail)) for mail in mail_table.read()]
    assert {mail.path.name: rules for mail, _, rules in found} == {mail.path.name: mail.rules for mail, _, _ in found}
    ordinary = {mail.path.name: action for mail, action, _ in found if mail.is_ordinary}
    assert not {name: action for name, action in ordinary.items() if action in ("reject", "defer")}
    seen = sum(1 for mail, _, rules in found if mail.is_ordinary and rules)
    print(f"ordinary mails: {len(ordinary)}, refused 0, with evidence {seen}")
