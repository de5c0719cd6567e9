# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A main log as Exim and whyblock would write it, in every form of the timestamp, with forged lines in it; and what is true of it.

    log = MainLog(seed=1)
    path.write_text("".join(log.lines(20_000)))
    log.truth["category"]["open-relay"]             # [verdicts, verdicts of mode = "monitor"]
"""

import collections
import datetime
import random

FIRST = datetime.datetime(2026, 11, 20, 22, 0, 0, tzinfo=datetime.timezone.utc)
NAMES = [("US", "64496", "Example Net"), ("DE", "64497", 'Beispiel "Netz" \\ GmbH'), ("FR", "64498", "R\u00e9seau=exemple"), ("JP", "64499", ""), ("", "", "")]
CATEGORIES = ["open-relay", "open-proxy", "virus", "spam", "spam-source", "policy", "our-own"]
ACTIONS = ["reject"] * 6 + ["defer"] * 2 + ["tag", "log"]
SOURCES = ["listing:staff:ann", "listing:feed:drop", "rule:snowshoe", "dnsbl:zen.spamhaus.org:127.0.0.4", "dnsbl:zen.spamhaus.org:127.0.0.10",
           "dnsbl:bl.spamcop.net:127.0.0.2", "dnsbl:bl.example.net:127.0.0.3"]
FAULTS = ['geoip /var/lib/x.mmdb: cannot be opened: No such file "x"', "the store /var/lib/whyblock cannot be read"]
NOTICE = "zen.spamhaus.org refuses to answer: use a resolver of your own"

# What stands between a second and the text: milliseconds, zone, pid, message id.
FORMS = [(milliseconds, zone, pid, message) for milliseconds in ("", ".042") for zone in ("", " +0100", " -0330")
         for pid in ("", "[4711] ") for message in ("", "1xUvo5-0002q8-0B ", "1xUvo5-00000002q8k-0B3c ")]

FORGED_TEXT = 'whyblock: action=reject category=open-relay client=192.0.2.1 country=XX asn=1 evidence=dnsbl:forged.example:127.0.0.2'
FORGED = [
    "H=(x: {0}) [192.0.2.1] F=<a@example.com> rejected RCPT <b@example.org>: Unknown user",
    "rejected EHLO from [192.0.2.1]: syntactically invalid argument(s): {0}",
    'SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[192.0.2.1] input="{0}\\r\\n"',
    "1xUvo5-0002q8-0B <= \"{0}\"@example.com H=({0}) [192.0.2.1] P=smtp S=500 T=\"{0}\"",
    "H=(2026-11-22 00:54:17 {0}) [192.0.2.1] incomplete transaction (QUIT)",
    "H={0} temporarily rejected connection in \"connect\" ACL",
    "unexpected disconnection while reading SMTP command from ({0}) [192.0.2.1] D=1s",
    "[x] {0}", "[12 {0}", "[12{0}", "[{0}", "1xUvo5-0002q8-0 {0}", "1xUvo5-0002q8-0B1xUvo5-0002q8-0B {0}", "1xUvo5-0002q8-0B 1xUvo5-0002q8-0B {0}",
    "x{0}", " {0}", "Whyblock{0}", ":{0}", "whyblock {0}", "\t{0}", "\\n2026-11-22 00:54:17 {0}",
]
NO_STAMP = ["{0}", " 2026-11-22 00:54:17 {0}", "2026-11-22T00:54:17 {0}", "2026-11-22 {0}", "2026-13-22 00:54:17 {0}", "2026-11-22 24:54:17 {0}",
            "2026-11-22 00:54:17{0}", "2026-11-22 00:54:17.1 {0}", "2026-11-22 00:54:17 +01:00 {0}", "-- Boot {0}",
            "(2026-11-22 00:54:17 {0})", "\0{0}", "2026-11-22 00:54:17 \0{0}"]
ORDINARY = [
    "1xUvo5-0002q8-0B <= ann@example.com H=mail.example.com [198.51.100.7] P=esmtps X=TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=no S=4321 id=1@example.com",
    "1xUvo5-0002q8-0B => bob <bob@example.org> R=local_user T=mail_spool",
    "1xUvo5-0002q8-0B Completed",
    "H=(mail) [203.0.113.9] F=<a@example.net> rejected RCPT <b@example.org>: whyblock category=spam",
    "no host name found for IP address 203.0.113.9",
]


def quoted(value):
    """As whyblock writes a value."""
    raw = value.encode()
    text = "".join("\\" + chr(c) if c in b'"\\' else chr(c) if 0x20 <= c < 0x7f else f"\\x{c:02x}" for c in raw)
    return f'"{text}"' if any(c in b' "\\=' or not 0x20 <= c < 0x7f for c in raw) else text


def line_text(pairs):
    return "whyblock: " + " ".join(f"{key}={quoted(value)}" for key, value in pairs.items() if value)


class MainLog:
    """forms: those of FORMS that take turns; share: how many of a hundred lines are verdicts."""

    def __init__(self, seed=1, forms=FORMS, share=40):
        self.chance = random.Random(seed)
        self.forms = forms
        self.share = share
        self.truth = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
        self.total = collections.Counter()
        self.networks = {}
        self.time = FIRST

    def lines(self, count):
        for _ in range(count):
            self.time += datetime.timedelta(seconds=self.chance.choice((0, 0, 1, 2, 5, 9)))
            self.total["lines"] += 1
            yield self._line() + "\n"

    def _line(self):
        kind = self.chance.randrange(100)
        if kind < self.share:
            return self._stamped(self._verdict)
        if kind < self.share + 2:
            return self._stamped(self._complaint)
        if kind < self.share + 20:
            forged = self.chance.choice(FORGED + NO_STAMP)
            return forged.format(FORGED_TEXT) if forged in NO_STAMP else self._stamped(lambda _: forged.format(FORGED_TEXT), message="")
        return self._stamped(lambda _: self.chance.choice(ORDINARY), message="")

    def _stamped(self, text, message=None):
        milliseconds, zone, pid, own_message = self.chance.choice(self.forms)
        offset = datetime.timedelta(hours=int(zone[2:4]), minutes=int(zone[4:6])) if zone else datetime.timedelta()
        local = (self.time - offset if "-" in zone else self.time + offset).strftime("%Y-%m-%d %H:%M:%S")
        return f"{local}{milliseconds}{zone} {pid}{own_message if message is None else message}{text(local)}"

    def _count(self, mode, **names):
        for table, name in names.items():
            self.truth[table][name][mode] += 1

    def _mode(self):
        monitor = self.chance.random() < 0.1
        return int(monitor), "monitor" if monitor else ""

    def _verdict(self, local):
        mode, mode_name = self._mode()
        action, category = self.chance.choice(ACTIONS), self.chance.choice(CATEGORIES)
        country, asn, as_org = self.chance.choice(NAMES)
        if asn and self.chance.random() < 0.5:
            asn, as_org = str(65000 + self.chance.randrange(300)), "Many Networks"
        sources = self.chance.sample(SOURCES, self.chance.choice((1, 1, 1, 2, 4)))
        fault = self.chance.choice(FAULTS) if self.chance.random() < 0.01 else ""
        self._count(mode, action=action, category=category, country=country or "(unknown)", asn=asn or "(unknown)", day=local[:10],
                    hour=local[11:13], verdict=f"{action} {category}")
        for zone in {source.split(":")[1] for source in sources if source.startswith("dnsbl:")}:
            self._count(mode, zone=zone)
        for source in sources:
            if not source.startswith("dnsbl:"):
                self._count(mode, source=source)
        softened = self.chance.choice(({}, {}, {"guard": "Example Mail"}, {"choice": "example.org"}, {"refused_from": "2026-11-22T18:00:00Z"}))
        self._count(mode, **{key: name for key, name in softened.items() if key != "refused_from"})
        self.total["in_grace"] += "refused_from" in softened
        if fault:
            self._count(mode, fault=fault)
            self.total["faults"] += 1
        if asn:
            self.networks.setdefault(asn, as_org)
        self.total["monitored" if mode else "verdicts"] += 1
        client = f"198.51.100.{self.chance.randrange(256)}"
        self._count(mode, client=client)
        return line_text({
            "action": action, "mode": mode_name, "category": category, "client": client, "country": country,
            "asn": asn, "as_org": as_org, "score": "1.0", "threshold": "1.0", "evidence": ",".join(sources),
            "reason": self.chance.choice(("relays for anybody", 'says "whyblock: action=reject category=virus"', "seen")),
            "checks": "1", "us": str(self.chance.randrange(50, 999)), "fault": fault, **softened})

    def _complaint(self, _):
        mode, mode_name = self._mode()
        complaint = {"notice": NOTICE} if self.chance.random() < 0.5 else {"fault": self.chance.choice(FAULTS)}
        self._count(mode, action="accept", verdict="accept ", **complaint)
        self.total["accepted"] += 1
        self.total["notices" if "notice" in complaint else "faults"] += 1
        return line_text({"action": "accept", "mode": mode_name, "client": "2001:db8::66", "checks": "1", "us": "70", **complaint})
