# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The cases of the staff command about requests for removal."""

from trial import case, cases

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
BL = 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }'


# requests for removal

LISTED = {
    "nothing": [],
    "the host": [(f"{CLIENT}/32", "open-relay", "host", "staff:ann")],
    "the host twice": [(f"{CLIENT}/32", "open-relay", "host", "staff:ann"), (f"{CLIENT}/32", "virus", "host", "staff:bob")],
    "its network": [("192.0.2.0/24", "open-relay", "host", "staff:ann")],
    "host and feed": [(f"{CLIENT}/32", "open-relay", "host", "staff:ann"), (f"{CLIENT}/32", "open-relay", "host", "feed:drop")],
    "allowed": [("192.0.2.0/24", "spam", "host", "feed:drop"), (f"{CLIENT}/32", "allow", "host", "staff:ann", "-", "2027-01-01", "ours")],
    "over": [(f"{CLIENT}/32", "open-relay", "host", "staff:ann", "2020-01-01", "2020-02-01", "over")],
}


@cases(LISTED)
def removal(trial, rows):
    trial.post()
    trial.load(*rows)
    trial.ask()
    trial.ask("192.0.2.67", "virus", "bob@example.com")
    trial.ask(CLIENT6, "spam")
    trial.read("removal", "list")
    trial.read("removal", "show", "1")
    trial.run("removal", "note", "1", "phoned them, Grüße")
    trial.run("removal", "approve", "1", "--reason", "thank you")
    trial.run("--json", "removal", "deny", "2", "--reason", "it still relays")
    trial.run("--json", "removal", "approve", "3", "--no-mail", "--ttl", "10d")
    trial.read("removal", "list", "--all")
    for number in "123":
        trial.run("--json", "removal", "show", number)
    trial.list(CLIENT, "open-relay", "--ttl", "30d", record=True)
    trial.mails()
    trial.state()


@cases(["NXDOMAIN", "127.0.0.2", "silence", "127.255.255.254"])
def removal_and_zones(trial, answer):
    trial.post()
    trial.list(CLIENT)
    trial.ask()
    trial.zones(f"bl.example.net {CLIENT} {answer}", BL, deadline=0.3 if answer == "silence" else 3, more=f'removal {{ address = "r@example.net" sendmail = "{trial.box.command}" }}')
    trial.read("removal", "show", "1")
    trial.read("removal", "show", "1", "--no-dns")
    trial.run("removal", "approve", "1")
    trial.mails()
    trial.state()


@case()
def removal_in_ipv6(trial):
    trial.post(removal='allow_ttl = "7d"')
    trial.list(CLIENT6)
    trial.list("2001:db8:1:2::67", "virus")
    trial.list("2001:db8:1::/48", "spam", source="feed:drop")
    trial.ask(CLIENT6)
    trial.read("removal", "show", "1")
    trial.run("--json", "removal", "approve", "1")
    trial.state()


@cases(["TOKEN", '"whyblock=00000000000000000000000000"', "nodata"])
def removal_proof_by_dns(trial, record):
    trial.post()
    shown = trial.ask() and trial.run("--json", "removal", "show", "1", "--no-dns")
    token = shown.stdout.decode().split('"token":"')[1].split('"')[0] if b'"token":"' in shown.stdout else "none"
    trial.zones(f"in-addr.arpa {CLIENT} ptr=mail.example.com\nmail.example.com @ {CLIENT}\n_whyblock.mail.example.com @ "
                + record.replace("TOKEN", f'"whyblock={token}"'))
    trial.read("removal", "show", "1")


@cases([["show", "2"], ["show", "0"], ["show", "x"], ["show", "99999999999999999999"], ["approve", "2"], ["deny", "1"], ["deny", "1", "--reason", ""],
        ["deny", "1", "--reason", "a\nb"], ["approve", "1", "--ttl", "soon"], ["approve", "1", "--reason", "x" * 256], ["note", "1", ""],
        ["note", "1", "x" * 1001], ["note", "1"], ["list", "1"], ["bogus"]])
def removal_mistakes(trial, arguments):
    trial.post()
    trial.ask()
    trial.read("removal", *arguments)


MAILS = {
    "subject": "Subject: Blocked, ref CODE\n\nHelp\n",
    "lower case": "Subject: x\n\ncode LOWER please\n",
    "link": "Subject: x\n\nhttps://postmaster.example.net/blocked?ref=BARE&x=1\n",
    "quoted": "Subject: x\n\n> 550 5.7.1 ref CODE\n> bye\n\nWe are clean now.\n",
    "html": "Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>Hello,<br>ref <b>CODE</b></p>\n",
    "report": "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
              "Diagnostic-Code: smtp; 550 5.7.1 ref CODE\n\n--b--\n",
    "no reference": "Subject: x\n\nWhy are we blocked? We are 192.0.2.66\n",
    "forged reference": "Subject: x\n\nref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n",
    "automatic": "Subject: x\nAuto-Submitted: auto-replied\n\nref CODE\n",
    "a list's": "Subject: x\nPrecedence: list\nList-Id: <a.example.com>\n\nref CODE\n",
    "German": "Subject: Gesperrt\nContent-Language: de\nContent-Type: text/plain; charset=utf-8\n\nBitte entfernen: ref CODE. Grüße\n",
    "strange": "Subject: \x1b[31mred\n\n\x07ref CODE\u202e\n",
    "empty": "",
}


@cases(MAILS)
def removal_receive(trial, text):
    trial.post()
    trial.list(CLIENT)
    code = trial.code()
    mail = "From: Ann <ann@example.com>\nMessage-ID: <1@example.com>\n" + text.replace("CODE", code).replace("LOWER", code.lower()).replace(
        "BARE", code.replace("-", ""))
    trial.receive(mail)
    trial.receive(mail, sender="")
    trial.run("removal", "receive", "--sender", "bob@example.com", input=mail)
    trial.run("--json", "removal", "list", "--all")
    trial.mails()


@case()
def removal_limits(trial):
    trial.post(removal="per_address = 2 per_host = 3 per_day = 4")
    for number in range(6):
        trial.ask(f"192.0.2.{66 + number // 4}", sender=f"ann{number // 3}@example.com")
    trial.read("removal", "list")
    trial.mails()
