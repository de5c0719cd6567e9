#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""make demo: real SMTP dialogues with a private Exim that asks whyblock, for each reason to block a host.

Exits 0 when every dialogue went as it should; otherwise says which did not, and exits 1.
"""

import os
import pathlib
import signal
import sys
import textwrap
from typing import NamedTuple

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import dns_servers                                   # noqa: E402
import exim_server                                   # noqa: E402
import mmdb                                          # noqa: E402

COLOUR = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
BOLD, DIM, RED, GREEN, CYAN = ("1", "2", "31", "32", "36")


class Sample(NamedTuple):
    """A host of a category: what staff listed, from where it connects, and what it is to read."""
    category: str
    listed: str
    client: str
    reason: str
    line: str


SAMPLES = (
    Sample("open-relay", "192.0.2.66", "192.0.2.66", "relayed a test message",
           "5.7.1 Server [192.0.2.66] blocked as possible open relay"),
    Sample("open-proxy", "198.51.100.7", "198.51.100.7", "SOCKS port 1080 answers anybody",
           "5.7.1 Server [198.51.100.7] blocked as possible open proxy"),
    Sample("formmail", "198.51.100.80", "198.51.100.80", "FormMail.pl 1.6 on port 80",
           "5.7.1 Server [198.51.100.80] blocked as possible insecure FormMail script"),
    Sample("virus", "2001:db8::bad", "2001:db8::bad", "sent W32/Sobig.F",
           "5.7.1 Server [2001:db8::bad] blocked for possible virus or trojan activity"),
    Sample("spam", "198.51.100.128/25", "198.51.100.200", "the whole range belongs to a spam gang",
           "5.7.1 Server [198.51.100.200] blocked for deliberate spamming"),
)
BLOCKED = SAMPLES[0]


class Dialogue(NamedTuple):
    title: str
    client: str
    recipient: str
    phase: str                  # where it is to end ...
    line: str                   # ... and how the first line of that reply begins, or is
    log: list                   # the actions of whyblock's log lines
    before: str = ""            # added to whyblock.conf first


DIALOGUES = (
    *(Dialogue(f"{s.category}: {s.client} is refused", s.client, "user@example.org", "rcpt", s.line, ["reject"]) for s in SAMPLES),
    Dialogue("clean: nothing is known about 192.0.2.1", "192.0.2.1", "user@example.org", "data", "OK id=", []),
    Dialogue("postmaster can be reached from a blocked host", BLOCKED.client, "postmaster@example.org", "data", "OK id=", []),
    Dialogue("monitor mode: decide and log, block nobody", BLOCKED.client, "user@example.org", "data", "OK id=", ["reject"],
             before='mode = "monitor"\n'),
)


def paint(text, *codes):
    return f"\033[{';'.join(codes)}m{text}\033[0m" if COLOUR and codes else text


def show(text="", *codes, indent=0):
    for line in str(text).split("\n"):
        print(" " * indent + paint(line, *codes) if line else "")


def show_dialogue(client, lines):
    show(f"(a connection from {client})", DIM, indent=4)
    for line in lines:
        colour = CYAN if line.startswith("C: ") else RED if line[3] in "45" else GREEN
        show(line, colour, indent=4)


def run(exim, number, dialogue):
    """Shows one dialogue; returns what was wrong with it, or an empty text."""
    show(f"\n{number}. {dialogue.title}", BOLD)
    if dialogue.before:
        show("whyblock.conf: " + dialogue.before.strip(), DIM, indent=4)
        exim.configure(dialogue.before, geoip=exim.geoip)
    seen = len(exim.verdicts())
    phase, reply = exim.send(dialogue.client, to=[dialogue.recipient]).end
    show_dialogue(dialogue.client, exim.dialogue)
    for line in [line for line in exim.log() if " whyblock: " in line][seen:]:
        show(textwrap.fill("log: " + line, 100, subsequent_indent=" " * 5, break_on_hyphens=False), DIM, indent=4)

    if phase != dialogue.phase or not reply.text[0].startswith(dialogue.line):
        return f"{dialogue.title}: wanted {dialogue.line!r} in {dialogue.phase}, got {reply.text[0]!r} in {phase}"
    logged = [verdict["action"] for verdict in exim.verdicts()[seen:]]
    if logged != dialogue.log:
        return f"{dialogue.title}: wanted log lines with the actions {dialogue.log}, got {logged}"
    return ""


def explain(exim):
    """Shows why a host is blocked; returns what was wrong, or an empty text."""
    show(f"\n{len(DIALOGUES) + 1}. What staff see: whyblock explain {BLOCKED.client}", BOLD)
    exim.configure(geoip=exim.geoip)
    show(exim.wb("explain", BLOCKED.client, status=1), indent=4)
    sent = exim.send(BLOCKED.client)["rcpt"].lines
    told = exim.explain(BLOCKED.client)["reply"]
    return "" if told == sent else f"explain promised the reply {told}, Exim sent {sent}"


def zone_settings(export, address):
    """The part of whyblock.conf that the export's own first lines propose, with the zone's server."""
    lines = [line[4:] for line in export.splitlines() if line.startswith("#   ")]
    return f'dns {{ servers = {{"{address}"}} }}\n' + "\n".join(lines) + "\n"


def share(exim):
    """The same hosts, refused by a server whose own list is empty: it asks the zone that the first one exports."""
    show(f"\n{len(DIALOGUES) + 2}. Shared with a cluster: the list as a DNSBL, served by rbldnsd", BOLD)
    export = exim.wb("list", "export", "--format", "rbldnsd")
    show("$ whyblock list export --format rbldnsd > listings.zone", indent=4)
    show("$ rbldnsd -b 127.0.0.1/5353 bl.example.net:combined:listings.zone", indent=4)
    for s in SAMPLES:
        exim.wb("list", "remove", s.listed)
    wrong = []
    with dns_servers.Rbldnsd(("bl.example.net", "combined", export)) as rbldnsd:
        exim.configure(zone_settings(export, rbldnsd.address), geoip=exim.geoip)
        for s in SAMPLES:
            reply = exim.send(s.client)["rcpt"]
            show(f"S: {reply.lines[0]}\nS: {reply.lines[1]}", RED, indent=4)
            if reply.text[:2] != [s.line, f"5.7.1 Client host [{s.client}] blocked using bl.example.net"]:
                wrong.append(f"{s.client} by rbldnsd: got {reply.text}")
    return "; ".join(wrong)


def demo():
    with exim_server.Exim() as exim:
        version = exim.exim("-C", "/dev/null", "-bV").split()[2]
        show(f"A private Exim {version} on 127.0.0.1 port {exim.port}, in {exim.folder}. Its RCPT ACL has the one line:", BOLD)
        show(exim_server.PUBLISHED, indent=4)
        show("(here with the paths of this build and of a configuration of its own)", DIM, indent=4)

        exim.geoip = exim_server.geoip()
        if mmdb.missing():
            show(f"(The log will not show country and ASN: {mmdb.missing()})", DIM)
        else:
            files = mmdb.make(exim.folder)
            exim.geoip = exim_server.geoip(files["maxmind-country"], files["maxmind-asn"])
        exim.configure(geoip=exim.geoip)

        show("\nStaff list a host for each reason:", BOLD)
        for s in SAMPLES:
            show(f"$ whyblock list add {s.listed} {s.category} --reason '{s.reason}'", indent=4)
            exim.list(s.listed, s.category, reason=s.reason)

        wrong = [run(exim, number, dialogue) for number, dialogue in enumerate(DIALOGUES, 1)]
        wrong.append(explain(exim))
        if dns_servers.Rbldnsd.missing():
            show(f"\n(Not shown: the list as a DNSBL: {dns_servers.Rbldnsd.missing()})", DIM)
        else:
            wrong.append(share(exim))
        if exim.panic():
            wrong.append("Exim's panic log: " + "; ".join(exim.panic()))

    wrong = [text for text in wrong if text]
    show()
    for text in wrong:
        show(f"FAILED  {text}", BOLD, RED)
    if not wrong:
        show(f"All {len(DIALOGUES)} dialogues went as they should. Nothing is left behind.", BOLD, GREEN)
    return 1 if wrong else 0


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))      # leave by the context manager, which cleans up
    if exim_server.missing():
        sys.exit(f"demo: {exim_server.missing()}")
    try:
        sys.exit(demo())
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
