# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`check-config` and `settings`: the shipped file is good, and what Exim will do is said."""

import grp
import json
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile
import time

import pytest
from exim_server import TOP, geoip

SAMPLE = TOP / "config/whyblock.conf"
FIELDS = {              # by layout of mmdb.pl: where country and AS number are
    "maxmind-country":        ("country.iso_code", None),
    "maxmind-country-ipv4":   ("country.iso_code", None),
    "maxmind-city":           ("country.iso_code", None),
    "maxmind-enterprise":     ("country.iso_code", "traits.autonomous_system_number"),
    "maxmind-asn":            (None, "autonomous_system_number"),
    "maxmind-asn-ipv4":       (None, "autonomous_system_number"),
    "maxmind-isp":            (None, "autonomous_system_number"),
    "dbip-country":           ("country.iso_code", None),
    "dbip-asn":               (None, "autonomous_system_number"),
    "ip-location-db-country": ("country_code", None),
    "ip-location-db-asn":     (None, "autonomous_system_number"),
    "ipinfo-lite":            ("country_code", "asn"),
    "ipinfo-core":            ("country_code", "asn"),
    "ipinfo-country":         ("country", None),
    "ipinfo-country-asn":     ("country", "asn"),
    "ipinfo-asn":             (None, "asn"),
    "lower-country":          ("country_code", None),
    "lower-nested-country":   ("country.iso_code", None),
    "lower-string-asn":       (None, "asn"),
    "uint16-asn":             (None, "autonomous_system_number"),
    "uint64-asn":             (None, "autonomous_system_number"),
    "int32-asn":              (None, "autonomous_system_number"),
    "double-asn":             (None, "autonomous_system_number"),
    "float-asn":              (None, "autonomous_system_number"),
    "connection-type":        (None, None),
}


def notes(wb, kind="note", status=0):
    rows = [line.split(None, 1) for line in wb("check-config", status=status).lines]
    return [text for label, text in rows if label == kind]


def test_the_shipped_file_is_good(bare):
    bare.write_conf(SAMPLE.read_text())                  # a copy: whoever owns the original
    run = bare("check-config")
    assert run.lines[-1] == f"{bare.conf}: good"
    assert not any(line.startswith(("mistake", "fault")) for line in run.lines)


def test_the_shipped_file_is_what_settings_prints(bare):
    assert bare("settings").out == SAMPLE.read_text()


def test_every_setting_works_when_its_comment_goes(bare):
    text = re.sub(r"(?m)^#( {4,}\w+ =| *\w+ \"| *\})", r"\1", bare("settings").out)
    bare.write_conf(text.replace("asn = {}", "asn = {64496}").replace('category = ""', 'category = "spam"')
                    .replace('file = ""', 'file = "/nonexistent"'))
    assert bare("check-config").lines[-1] == f"{bare.conf}: good"


def test_what_exim_will_do(bare):
    bare.configure('mode = "monitor"\non_error = "defer"\ncategory "open-relay" { threshold = 2.5 status = "5.0.0" }\ncategory "virus" { action = "off" }\n'
                   'category "spam" { action = "defer" }\ncategory "policy" { action = "tag" }\ncategory "dynamic" { action = "log" }\n')
    said = notes(bare)
    for wanted in ("category open-relay: reject with 550 5.0.0 from a score of 2.5", "category virus: off",
                   "category spam: defer with 451 4.7.1 from a score of 1.0", "category policy: tag from a score of 1.0",
                   "category dynamic: log from a score of 1.0", "mode = monitor: nothing is blocked; when something cannot be checked: defer"):
        assert wanted in said


def test_where_known_senders_and_rules_come_from(bare):
    senders, rules = bare.folder / "senders.conf", bare.folder / "rules.conf"
    bare.configure(f'known_senders = "{senders}"\nrules_file = "{rules}"\nsender "Mine" {{ suffixes = {{"mail.example.org"}} }}\n'
                   'rule "mine" { category = "spam" asn = {64496} weight = 0.5 }\n')
    assert f"known_senders: there is no file {senders}: nobody is a known sender by it" in notes(bare, "warning")
    assert f"rules_file: there is no file {rules}: no rule is from it" in notes(bare, "warning")
    senders.write_text('sender "Example Mail" { suffixes = {"mail.example.net"} }\nsender "Other" { suffixes = {"mail.example.com"} }\n')
    rules.write_text('rule "cloud" { category = "spam" asn = {64497} }\nrule "off" { enabled = false category = "spam" asn = {64498} }\n')
    assert f"known_senders: 2 of {senders}, 1 of the configuration" in notes(bare)
    assert f"rules_file: 1 of {rules} are on, and 1 of the configuration" in notes(bare)
    bare.configure(f'known_senders = "{senders}"\nrules_file = "{rules}"\nsender_action = "off"\n')
    assert not [note for note in notes(bare) if note.startswith("known_senders")]


def test_grace_is_told_and_what_makes_it_useless(bare):
    bare.configure('category "spam" { grace = "4h" }\ncategory "virus" { grace = "4h" action = "defer" }\n'
                   'category "policy" { grace = "1d" text = "Client host [%{ip}] blocked using %{source}" }\n')
    assert "category spam: reject with 550 5.7.1 from a score of 1.0, by evidence that is 4h old; until then it defers" in notes(bare)
    said = [text for text in notes(bare, "warning") if "grace" in text]
    assert said == ['category "virus": its grace does nothing, since its action is defer: it delays a reject alone',
                    'category "policy": it has grace, and its text does not say until when: add a line "not refused before %{refused_from}"']


def test_json(wb):
    found = wb.json("check-config")
    assert list(found) == ["file", "ok", "mistakes", "faults", "warnings", "notes"]
    assert (found["file"], found["ok"], found["mistakes"], found["faults"]) == (str(wb.conf), True, [], [])
    assert found["notes"] == notes(wb)


@pytest.mark.parametrize("settings, kind, wanted", [
    ('', "note", "there is no address, so no answers are sent"),
    ('removal { address = "+1 555 0100" }', "warning", "is no mail address, so no answers are sent"),
    ('removal { address = "removal@example.net" sendmail = "/nonexistent" }', "warning", "removal.sendmail: /nonexistent: No such file"),
    ('removal { address = "removal@example.net" sendmail = "" }', "note", "not set, so no answers are sent"),
    ('removal { address = "help@example.net" sendmail = "/bin/true" }', "warning", "help@example.net cannot be reached from hosts that are blocked"),
    ('removal { address = "removal@example.net" sendmail = "/bin/true" }', "", ""),
    ('removal { address = "help@example.net" sendmail = "/bin/true" } exempt { recipients = {"@example.net"} }', "", ""),
])
def test_whether_requests_for_removal_are_answered(bare, settings, kind, wanted):
    bare.configure(settings)
    said = {kind: [text for text in notes(bare, kind) if text.startswith("removal")] for kind in ("note", "warning")}
    assert {kind: len(texts) for kind, texts in said.items()} == {"note": kind == "note", "warning": kind == "warning"}
    assert not kind or wanted in said[kind][0]


def test_what_the_makers_of_lists_advise_is_said_with_its_line(bare):
    bare.write_conf(f'store = "{bare.store}"\ndnsbl "bl.spamcop.net" {{}}\ndnsbl "zen.spamhaus.org" {{\n    code "127.0.0.10" {{ category = "spam" }}\n}}\n'
                    'dnsbl "spam.dnsbl.sorbs.net" {}\n')
    said = {kind: notes(bare, kind) for kind in ("note", "warning")}
    assert any(text.startswith(f"{bare.conf}:2:7: dnsbl bl.spamcop.net: can never reject alone: ") and "; weight = 2.0 " in text for text in said["note"])
    assert any(text.startswith(f"{bare.conf}:4:10: dnsbl zen.spamhaus.org: code ") and text.endswith('expected category = "policy"') for text in said["warning"])
    assert f"{bare.conf}:6:7: dnsbl spam.dnsbl.sorbs.net: dead since 2024-06-05, as all below sorbs.net: remove its section" in said["warning"]
    found = bare.json("check-config")
    assert (found["ok"], found["notes"], found["warnings"]) == (True, said["note"], said["warning"])


def test_translators_inside_exempt_networks(bare):
    bare.configure('nat64_prefixes = {"2001:db8:64::/96"}\nexempt { hosts = {"2001:db8::/32", "2001:db8:64::192.0.2.66", "::1"} }\n')
    said = [text for text in notes(bare, "warning") if text.startswith("exempt.hosts")]
    assert said == ["exempt.hosts: 2001:db8::/32 covers 2001:db8:64::/96, whose clients count as their IPv4 addresses: expected a network beside it, "
                    "or the IPv4 networks"]


def test_listings_of_what_counts_as_ipv4_by_now(bare):
    bare.store.mkdir()
    bare.load(("2001:db8:64::192.0.2.66", "spam"), ("2001:db8:64::192.0.2.67", "allow"), ("192.0.2.66", "spam"))
    assert not [text for text in notes(bare, "warning") if text.startswith("listings")]
    bare.configure('nat64_prefixes = {"2001:db8:64::/96"}\n')
    assert [text for text in notes(bare, "warning") if text.startswith("listings")] == [
        "listings in and around 2001:db8:64::/96 do not count for its clients, who count as IPv4: 2, such as that of 2001:db8:64::c000:243; "
        "1 of them allow: expected listings of the IPv4 addresses"]


def test_rules_that_never_reject_are_explained(bare):
    bare.configure('rule "wide" { asn = {1} category = "spam" }\nrule "narrow" { asn = {1} category = "spam" scope = "host" }\n'
                   'rule "weak" { asn = {1} category = "spam" weight = 0.5 }\n')
    said = [note for note in notes(bare) if note.startswith('rule "')]
    assert [note.split('"')[1] for note in said] == ["wide", "weak"]
    assert all("never rejects alone" in note and 'scope = "host"' in note for note in said)


def test_store(bare):
    assert f"store {bare.store}: there is no such folder yet" in " ".join(notes(bare))
    bare.store.mkdir()
    assert f"store {bare.store}: 0 listings of 0 prefix lengths" in notes(bare)
    bare.load(("192.0.2.66", "spam"), ("192.0.2.67", "spam"), ("2001:db8::/32", "spam"))
    assert f"store {bare.store}: 3 listings of 2 prefix lengths" in notes(bare)
    (bare.store / "listings/data.mdb").write_bytes(b"whyblock" * 8192)
    fault, = notes(bare, "fault", status=74)
    assert str(bare.store) in fault


# Files as they are

@pytest.mark.parametrize("text", ['\ufeffsite { name = "X" }\n', '\ufeff\r\nsite {\r\n\tname = "X"\r\n}\r\n', '\ufeff# a comment alone', '\ufeff'])
def test_a_byte_order_mark(bare, text):
    bare.conf.write_bytes(text.encode())
    assert bare("check-config").lines[-1] == f"{bare.conf}: good"


@pytest.mark.parametrize("text", ['store = ""\ndnsbl "zen.spamhaus.org" {}\n', "store = ''\n", 'store=""', 'mode = "monitor"\nstore = "" # none\n'])
def test_no_store(bare, text):
    """The policy is published in the usual folder; what needs a store says that there is none."""
    bare.write_conf(text)
    assert "store: not set, so nothing is listed by hand or by feeds; the policy is published in /var/lib/whyblock" in notes(bare)
    for verb in (["list", "dump"], ["list", "add", "192.0.2.1", "spam", "--reason", "x"], ["history"], ["removal", "list"], ["verify"]):
        assert bare(*verb, status=74).err == ('whyblock: there is no store, as the configuration has store = "": expected store = "/var/lib/whyblock", '
                                              "and whyblock init\n")


def test_who_may_not_read_the_file_has_made_no_mistake(bare):
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    nobody, group = pwd.getpwnam("nobody"), grp.getgrgid(1).gr_name
    with tempfile.TemporaryDirectory(prefix="whyblock-check-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        conf, program = folder / "whyblock.conf", folder / "whyblock"
        shutil.copy(bare.command, program)
        conf.write_text('mode = "monitor"\n')
        shutil.chown(conf, group=group)
        conf.chmod(0o640)

        def run(*arguments):
            return subprocess.run([program, "-c", conf, *arguments], capture_output=True, text=True, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[])
        said = (f"{conf}: Permission denied: found {conf} of root:{group} 0640, and nobody is not in the group {group}: expected sudo in front of the "
                f"command, or a member of it (sudo usermod -aG {group} nobody, then log in again)")
        check = run("check-config")
        assert check.stdout.splitlines() == [f"fault    {said}", f"{conf}: cannot be read: nothing of it is known or applied, and the policy in force stays"]
        assert "mistake" not in check.stdout + run("status").stdout
        found = json.loads(run("--json", "check-config").stdout)
        assert (found["ok"], found["mistakes"], found["faults"]) == (False, [], [said])
        for verb in (["check-config"], ["list", "dump"], ["apply"], ["--json", "check-config"]):
            assert run(*verb).returncode == 74
        conf.chmod(0o600)
        assert f"found {conf} of root:{group} 0600, which is not for nobody: expected sudo in front of the command" in run("check-config").stdout
        conf.chmod(0o644)
        assert "Permission denied" not in run("check-config").stdout


# What is good, and not good for people

@pytest.mark.parametrize("text, wanted", [
    ('mode = "enforce"\nsite {\n}\n', "2:1: found site without url and contacts, while mail is refused: expected one of them, or mode = "),
    ('site { url = "http://x.example/" }', '1:14: found url = "http://x.example/": expected https://'),
    ('site { contacts = {"a@x.example"} }\ncategory "spam" { text = "Client host [%{ip}] blocked using %{source}\\nsee %{url}" }',
     '2:26: found line 2 of the text of category "spam", which is never sent: expected a value for %{url} (site.url is empty), or a line without it'),
    ('category "spamm" { action = "tag" }', '1:10: found category "spamm", a new one, for which nothing in this file counts: expected "spam", if that is meant'),
    ('report "tarp" { hits = 2 }', '1:8: found report "tarp", a kind that an ACL of yours has to report: expected "trap"'),
    ('exempt { recipients = {"example.org"} }', '1:24: found recipients = "example.org", a local part: expected "@example.org"'),
    ('dnsbl "zen.spamhaus.org" { }\ndnsbl "sbl.spamhaus.org" { }', "2:7: dnsbl sbl.spamhaus.org: all that it lists is in zen.spamhaus.org, too"),
    ('dnsbl "zen.spamhaus.org" { code "127.0.0.77" { category = "spam" } }',
     '1:33: dnsbl zen.spamhaus.org: code "127.0.0.77" is none that the list is known to give: expected one of 127.0.0.2'),
])
def test_what_is_advised(bare, text, wanted):
    bare.write_conf(text)
    assert any(warning.startswith(f"{bare.conf}:{wanted}") for warning in notes(bare, "warning"))


# GeoIP files

def test_every_layout_has_a_row(geoip_files):
    assert set(geoip_files) == set(FIELDS)


@pytest.mark.parametrize("layout", FIELDS)
@pytest.mark.parametrize("which", [0, 1], ids=["country", "asn"])
def test_geoip_layout(bare, geoip_files, layout, which):
    setting, path, field = ("country", "asn")[which], geoip_files[layout], FIELDS[layout][which]
    bare.configure(geoip=geoip(**{setting: path}))
    if field:
        note, no_copy = [note for note in notes(bare) if note.startswith(f"geoip.{setting}:")]
        assert "Exim asks a copy, and there is none yet" in no_copy
        assert re.fullmatch(rf"geoip\.{setting}: {path} is .+ of \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ, field {re.escape(field)}", note)
    else:
        fault, = notes(bare, "fault", status=74)
        assert f"{path}: no {('countries', 'AS numbers')[which]} in it (its type is " in fault


def test_no_geoip_file_is_no_fault(bare):
    bare.configure(geoip=geoip(country=bare.folder / "none.mmdb"))
    said = " ".join(notes(bare))
    assert f"geoip.country: there is no file {bare.folder}/none.mmdb" in said and "geoip.asn: not set" in said


def test_it_says_when_a_copy_is_not_of_the_geoip_file_as_it_is(wb, geoip_files):
    def told():
        """Not what is said of the machine's Exim."""
        return [note for note in notes(wb, "warning") if note.startswith("geoip.")]
    path = wb.folder / "country.mmdb"
    path.write_bytes(geoip_files["maxmind-country"].read_bytes())
    wb.configure(geoip=geoip(country=path))
    wb("apply")
    assert told() == []
    path.write_bytes(geoip_files["dbip-country"].read_bytes())
    assert told() == ["geoip.country: Exim asks an older copy: whyblock apply makes one of this file"]
    wb("apply")
    assert told() == []
    path.unlink()
    assert told() == [f"geoip.country: there is no file {path} any more: Exim asks the copy of before"]


def empty(path, _):
    path.write_bytes(b"")


def truncated(path, good):
    path.write_bytes(good[:len(good) // 2])


def headless(path, good):
    path.write_bytes(good[len(good) // 2:])


def garbage(path, _):
    path.write_bytes(bytes(range(256)) * 256)


def directory(path, _):
    path.mkdir()


@pytest.mark.parametrize("broken", [empty, truncated, garbage, directory, headless], ids=lambda broken: broken.__name__)
@pytest.mark.parametrize("setting, layout", [("country", "maxmind-country"), ("asn", "maxmind-asn")])
def test_broken_geoip_file(bare, geoip_files, broken, setting, layout):
    path = bare.folder / "broken.mmdb"
    broken(path, geoip_files[layout].read_bytes())
    bare.configure(geoip=geoip(**{setting: path}))
    fault, = notes(bare, "fault", status=74)
    assert f"geoip {path}: " in fault
    assert bare("check-config", status=74).lines[-1].startswith(f"{bare.conf}: the file is good, but")


# Exim

LINE = "    require acl = ${if!exists{/usr/lib/exim4/whyblock.so}{accept}{${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock}}}}"


class PlayedExim:
    """A system in a folder with a program that answers as exim4 does, and a whyblock whose store other users can get to."""

    def __init__(self, folder, whyblock):
        self.root, self.wb = folder, whyblock(folder)
        (folder / "usr/sbin").mkdir(parents=True)
        self.wb("init", "--group", "root")
        self.wb.key.unlink()

    def play(self, features="Expand_dlfunc", config=LINE, user="nobody", group="nogroup", name="exim4", more=""):
        (self.root / "config").write_text(f"# Exim Configuration (4.96)\nbegin acl\n  acl_rcpt:\n{config}\n")
        program = self.root / "usr/sbin" / name
        program.write_text(f"#!/bin/sh\n{more}\ncase $* in\n*-bV*) echo Support for: {features} TLS;;\n*config*) cat {self.root}/config;;\n"
                           f"*exim_user*) echo exim_user = {user}; echo exim_group = {group};;\nesac\n")
        program.chmod(0o755)

    def give(self, group, *names):
        """Gives all of the store, or these of its files, to a group."""
        for path in [self.wb.store / name for name in names] or [self.wb.store, *self.wb.store.rglob("*")]:
            shutil.chown(path, group=group)

    def said(self, kind="warning"):
        run = self.wb("check-config", "--root", self.root)
        assert self.wb("apply", "--check", "--root", self.root).out == run.out
        found = [line.split(None, 1)[1] for line in run.lines if line.startswith(kind) and "Exim" in line]
        in_json = self.wb.json("check-config", "--root", self.root)
        assert [text for text in in_json[f"{kind}s"] if "Exim" in text] == found and in_json["ok"]
        return found


@pytest.fixture
def exim(bare):
    if os.geteuid() != 0:
        pytest.skip("whether Exim's user can read it: only root can give files to a group")
    with tempfile.TemporaryDirectory(prefix="whyblock-check-") as folder:
        os.chmod(folder, 0o755)
        played = PlayedExim(pathlib.Path(folder), type(bare))
        played.give("nogroup")
        yield played


def test_no_exim_is_no_finding(exim):
    assert exim.said() == []


@pytest.mark.parametrize("name", ["exim4", "exim"])
def test_an_exim_that_asks(exim, name):
    exim.play(name=name)
    assert exim.said() == []


@pytest.mark.parametrize("features, config, wanted", [
    ("",              LINE,                                 ["no Expand_dlfunc", "outside .ifdef _HAVE_DLFUNC", "answered with 451", "exim4-daemon-heavy"]),
    ("",              "    accept",                         ["no Expand_dlfunc", "cannot load whyblock", "exim4-daemon-heavy"]),
    ("Expand_dlfunc", "    accept",                         ["-bP config prints no line that calls whyblock.so", "rcpt.conf"]),
    ("Expand_dlfunc", "# " + LINE,                          ["prints no line"]),
    ("Expand_dlfunc", "OBJECT = /usr/lib/exim4/whyblock.so", ["prints no line"]),
    ("Expand_dlfunc", '# 1 "/etc/exim4/whyblock.so.conf"',   ["prints no line"]),
], ids=["bare line without dlfunc", "no dlfunc", "no line", "comment", "macro", "file"])
def test_an_exim_that_cannot_ask_or_does_not(exim, features, config, wanted):
    exim.play(features, config)
    warning, = exim.said()
    assert all(words in warning for words in [f"{exim.root}/usr/sbin/exim4", *wanted])


@pytest.mark.parametrize("path, mode, group, wanted", [
    ("",                   0o700, "nogroup", "pass through {}: found root:nogroup 0700, expected what lets its group in"),
    ("published",          0o640, "nogroup", "pass through {}: found root:nogroup 0640, expected what lets its group in"),
    ("published",          0o750, "mail",    "pass through {}: found root:mail 0750, expected what lets its group in"),
    ("published/policy-1", 0o600, "nogroup", "read {}: found root:nogroup 0600, expected what lets its group in"),
    ("published/recent-1", 0o640, "root",    "read {}: found root:root 0640, expected what lets its group in"),
    ("published/recent-1", 0o604, "nogroup", "read {}: found root:nogroup 0604, expected what lets its group in"),
    ("published/recent-1", 0o604, "root",    ""),
    ("published/.new-x",   0o600, "root",    ""),
])
def test_what_exims_user_cannot_read(exim, path, mode, group, wanted):
    exim.play()
    path = exim.wb.store / path
    if path.name == ".new-x":
        path.touch()
    path.chmod(mode)
    shutil.chown(path, group=group)
    found = exim.said()
    assert [text.partition("Exim's user nobody cannot ")[2].startswith(wanted.format(path)) for text in found] == [True] * bool(wanted), found


def test_exims_user_reads_by_the_groups_that_it_is_in(exim):
    """As initgroups() has them, beside exim_group."""
    members = [(name, group.gr_name) for group in grp.getgrall() for name in group.gr_mem
               if group.gr_gid != 0 and name in {user.pw_name for user in pwd.getpwall() if user.pw_uid != 0}]
    if not members:
        pytest.skip("no user of this system is in a second group")
    user, group = members[0]
    exim.give(group)
    exim.play(user=user)
    assert exim.said() == []
    exim.play(user=str(pwd.getpwnam(user).pw_uid), group="65534")
    assert exim.said() == []


@pytest.mark.parametrize("more, wanted", [
    ("exit 3", "cannot be asked how it is set up"),
    ("echo refused; exit 1", "cannot be asked how it is set up: refused"),
])
def test_an_exim_that_does_not_answer(exim, more, wanted):
    exim.play(more=more)
    assert [wanted in text for text in exim.said("note")] == [True, True] and exim.said() == []


def test_an_exim_whose_user_is_not_here(exim):
    exim.play(user="nosuchuser")
    assert "names no user of this system: exim_user = nosuchuser" in exim.said("note")[0]


def test_an_exim_that_never_ends(exim):
    """Nor does its output; what it has started ends with it."""
    exim.play(more=f"case $* in *-bV*) yes whyblock & echo $! > {exim.root}/pid; wait;; esac")
    began = time.monotonic()
    run = exim.wb("check-config", "--root", exim.root)
    assert "no answer within 10 s" in run.out and time.monotonic() - began < 60
    yes = pathlib.Path("/proc", (exim.root / "pid").read_text().strip(), "cmdline")
    assert not yes.exists() or "whyblock" not in yes.read_text()


@pytest.mark.parametrize("verb", [["apply"], ["apply", "--auto"]])
def test_root_goes_with_check(bare, verb):
    assert "--check" in bare(*verb, "--root", "/", status=64).err


def test_the_settings_for_programs(bare):
    rows = bare.json("settings")
    assert {"section": None, "name": "mode", "default": '"enforce"', "is_list": False, "expected": "enforce or monitor",
            "help": "enforce: act; monitor: decide and log, block nobody"} in rows
    text = bare("settings").out
    assert all(f'{row["name"]} = {row["default"]}\n' in text for row in rows)
    assert {"dns", "site", "removal", "dnsbl.code"} <= {row["section"] for row in rows if row["section"]}
