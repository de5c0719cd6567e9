# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`status`: a system that is well is good on one screen. One that is broken in one way is not, and what status says to do mends it: each row
breaks a real Exim, store, name server or feed, looks, does what it is told, and looks again."""

import contextlib
import datetime
import json
import os
import pathlib
import re
import shlex
import signal
from typing import Callable, NamedTuple

import agent
import dns_servers
import fake_dns
import mail_system
import mmdb
import pytest
import reference
from mail_system import ACL, EXIM_CONF, LINE, MAIN_LOG, OBJECT, PANIC_LOG, MailSystem

missing = mail_system.missing()
pytestmark = pytest.mark.skipif(bool(missing), reason=missing or "-")
STORE, CONF = "/var/lib/whyblock", "/etc/whyblock/whyblock.conf"
PUBLISHED = f"{STORE}/published"
ZONE = ("bl.example.net", "ip4set", "127.0.0.2\n192.0.2.66 :127.0.0.2:listed\n")


@pytest.fixture
def mx(tmp_path):
    with MailSystem(tmp_path) as made:
        yield made


def section(address, zone="bl.example.net", deadline=1):
    return (f'dns {{ servers = {{"{address}"}} deadline = {deadline} }}\n'
            f'dnsbl "{zone}" {{ code "127.0.0.2" {{ category = "open-relay" }} }}\n')


# What an administrator does when status says so. Commands of ours are run as they stand; there is no systemd here, so what it starts is
# started by the test, for real.

def do(mx, command, mend):
    words = shlex.split(command)
    if mend is not None:
        mend(mx)
    elif command in ("systemctl reload exim4", "systemctl start exim4"):
        mx.reload()
    else:
        assert words[0] == "whyblock", command
        mx(*["/usr/bin/whyblock", *words[1:]], status=None)


class State(NamedTuple):
    name: str
    break_it: Callable
    part: str
    says: str                        # a regular expression
    command: str                     # how what helps begins
    mend: Callable = None            # None: the command is run
    first: Callable = None           # what somebody else does before it is run
    more: Callable = tuple           # makes options of status
    then: tuple = None               # options the second time; None: as before
    others: tuple = ()               # other parts that tell of it, too


STATES = []


def state(part, says, command, **more):
    def add(function):
        STATES.append(State(function.__name__, function, part, says, command, **more))
        return function
    return add


def write_acl(mx, text=ACL):
    mx.acl(text)
    mx.reload()


def sh(mx, script, **options):
    return mx("sh", "-ec", script, **options)


def put_object(mx):
    mx("install", "-m", "644", mail_system.exim_server.MODULE, OBJECT)


# Exim

@state("Exim", "no line in Exim's configuration calls whyblock", f"edit {EXIM_CONF}: ", mend=write_acl)
def no_line(mx):
    write_acl(mx, ACL.replace(LINE, ""))


@state("Exim", "no line in Exim's configuration", f"edit {EXIM_CONF}: ", mend=write_acl)
def the_line_is_a_comment(mx):
    write_acl(mx, ACL.replace("require acl", "# require acl"))


@state("Exim", r"is accepted before whyblock is asked, by line 19 of /etc/exim4/exim4\.conf: accept domains = \+local_domains", f"edit {EXIM_CONF}: ", mend=write_acl)
def the_line_stands_behind_an_accept(mx):
    write_acl(mx, "  accept domains = +local_domains\n" + ACL)


@state("Exim", r"defers mail to root@example\.org, since its configuration has a fault: .*unknown ACL verb \"nonsense\"", f"edit {EXIM_CONF}: ", mend=write_acl)
def an_acl_cannot_be_worked_through(mx):
    write_acl(mx, ACL.replace(LINE, "require acl = nonsense\n  " + LINE))


@state("Exim", "no line in Exim's configuration", f"edit {EXIM_CONF}: ", mend=write_acl)
def the_object_is_only_preloaded(mx):
    mx.acl(ACL.replace(LINE, ""), main="smtp_accept_max_per_host = ${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_preload}{0}}")
    mx.reload()


def take_light_exim_away(mx):
    mx("umount", "/usr/sbin/exim4")


@state("Exim", "no Expand_dlfunc", "apt install exim4-daemon-heavy", mend=take_light_exim_away)
def exim_without_dlfunc(mx):
    """As Debian's exim4-daemon-light is: the real one, whose -bV does not say that it has dlfunc."""
    mx.write("/etc/exim-light", '#!/bin/sh\ncase "$*" in *-bV*) exec_it() { /etc/exim-real "$@" | sed s/Expand_dlfunc//; };; *) exec_it() { exec /etc/exim-real "$@"; };; esac\nexec_it "$@"\n', 0o755)
    sh(mx, "cp -p /usr/sbin/exim4 /etc/exim-real; mount --bind /etc/exim-light /usr/sbin/exim4")


@state("Exim", "no Exim daemon is running", "systemctl start exim4")
def exim_does_not_run(mx):
    mx.stop()


@state("Exim", r"/etc/exim4/exim4\.conf was changed after Exim's daemon read it", "systemctl reload exim4")
def exim_has_not_read_its_configuration(mx):
    mx.acl()
    sh(mx, f"touch -d '2 seconds' {EXIM_CONF}")


@state("Exim", "option \"nonsense\" unknown", "exim4 -bV", mend=write_acl)
def exim_refuses_its_configuration(mx):
    mx.acl(main="nonsense = yes")


@state("Exim", r"/usr/lib/exim4/whyblock\.so: No such file or directory: nothing is blocked", "make install", mend=put_object)
def the_object_is_missing(mx):
    mx("rm", OBJECT)


@state("Exim", r"is of version 0\.0\.1, this command of", "make install", mend=put_object)
def the_object_is_of_another_version(mx):
    version = mx.whyblock("--version").stdout.split()[1]
    sh(mx, f"sed -i 's/@(#)whyblock.so {version}/@(#)whyblock.so 0.0.1/' {OBJECT}")


@state("Exim", "does not say its version", "make install", mend=put_object)
def the_object_is_cut(mx):
    sh(mx, f"head -c 3000 {OBJECT} >/etc/cut; cat /etc/cut >{OBJECT}")


@state("Exim", "Exim cannot load", "make install", mend=put_object)
def the_object_cannot_be_loaded(mx):
    version = mx.whyblock("--version").stdout.split()[1]
    sh(mx, f"printf 'no object\\n@(#)whyblock.so {version}\\0' >{OBJECT}")


@state("Exim", r"Exim's user Debian-exim cannot pass through /var/lib/whyblock/published: found whyblock:mail 2750, expected what lets its group in", "whyblock init")
def published_has_another_group(mx):
    mx("chgrp", "mail", PUBLISHED)
    mx("chmod", "2750", PUBLISHED)


@state("Exim", r"Exim's user Debian-exim cannot read /var/lib/whyblock/published/policy-1", "whyblock init")
def a_published_file_cannot_be_read(mx):
    mx("chmod", "600", f"{PUBLISHED}/policy-1")


@state("Exim", r"Exim's line asks the store /var/lib/other, but /etc/whyblock/whyblock\.conf is of the store /var/lib/whyblock", f"edit {EXIM_CONF}: {{whyblock}}{{store=/var/lib/whyblock}}",
       mend=write_acl)
def the_line_names_another_store(mx):
    write_acl(mx, ACL.replace("{whyblock}", "{whyblock}{store=/var/lib/other}"))


# The policy

@state("policy", "Exim has no policy, so it accepts all mail", "whyblock apply")
def no_policy(mx):
    mx("rm", f"{PUBLISHED}/policy-1")


@state("policy", "Exim has no policy", "whyblock apply")
def the_policy_is_damaged(mx):
    sh(mx, f"printf x | dd of={PUBLISHED}/policy-1 bs=1 seek=100 conv=notrunc status=none")


@state("policy", r'was changed, and the policy of before is in force: added category "spam"', "whyblock apply")
def the_file_is_not_in_force(mx):
    mx.conf('category "spam" { action = "defer" }\n')


@state("policy", r'waits for somebody to apply it: exempt.* is missing; the recipient "help@example.org" is no longer exempt|waits for somebody.*no longer exempt.*missing', "whyblock apply")
def something_is_missing_in_the_file(mx):
    mx.conf('exempt { recipients = {"help@example.org"} }\n')
    mx.whyblock("apply")
    mx.conf()


@state("policy", r"a mistake, until whose end the policy of before stays: .*whyblock\.conf:7", f"edit {CONF}: fix line 7; then whyblock apply", mend=MailSystem.conf)
def the_file_has_a_mistake(mx):
    mx.conf('category "spam" { action = "refuse" }\n')


@state("policy", r"the policy of before stays: .*whyblock\.conf: cannot be opened", f"edit {CONF}: fix it", mend=MailSystem.conf)
def the_file_is_gone(mx):
    mx("rm", CONF)


# The store

@state("listings", r"is not in force", "whyblock init")
def the_last_change_was_not_published(mx):
    """Its publisher was killed."""
    sh(mx, f"cp -p {PUBLISHED}/recent-1 /etc/recent")
    mx.whyblock("list", "add", "192.0.2.66", "spam", "--reason", "seen")
    sh(mx, f"cp -p /etc/recent {PUBLISHED}/recent-1")


@state("listings", r"published", "whyblock init")
def the_published_listings_are_gone(mx):
    sh(mx, f"rm {PUBLISHED}/recent-1")


@state("listings", "belongs to user root, expected whyblock", "whyblock init")
def the_store_belongs_to_root(mx):
    mx("chown", "root", STORE)


@state("listings", "", "whyblock init")
def everybody_may_write_the_store(mx):
    mx("chmod", "777", STORE)


@state("policy", r"there is no /var/lib/whyblock/published, so Exim accepts all mail", "whyblock init")
def there_is_no_store(mx):
    mx("rm", "-r", STORE)


@state("policy", r"there is no /var/lib/whyblock/published, so Exim accepts all mail", "whyblock init")
def nothing_is_published(mx):
    mx("rm", "-r", PUBLISHED)


@state("references", "Exim has none of the keys of /etc/whyblock/reference.key", "whyblock apply")
def the_key_is_not_published(mx):
    mx("rm", f"{PUBLISHED}/reference-1.key")


@state("references", r"reference.key: .*[Pp]ermission denied", "whyblock init")
def the_key_cannot_be_read(mx):
    sh(mx, "chown root:root /etc/whyblock/reference.key; chmod 600 /etc/whyblock/reference.key")


# Zones and name servers

def play(mx, script):
    """A name server that plays zones, and a configuration that asks it."""
    mx.dns = mx.also(fake_dns.FakeDns(script))
    mx.conf(section(mx.dns.address))
    mx.whyblock("apply")
    mx.whyblock("dnsbl", "check", status=None)


GOOD_ZONE = "bl.example.net  192.0.2.66  127.0.0.2\n"


def zone_is_good_again(mx):
    mx.dns.load(GOOD_ZONE)


@state("zones", r"bl\.example\.net is not asked: .*lists the world", "whyblock dnsbl check", first=zone_is_good_again)
def a_zone_lists_the_world(mx):
    play(mx, "bl.example.net  *  127.0.0.2\n")


@state("zones", r"bl\.example\.net is not asked: .*empty", "whyblock dnsbl check", first=zone_is_good_again)
def a_zone_is_empty(mx):
    play(mx, "bl.example.net  *  NXDOMAIN notest\n")


@state("zones", r"bl\.example\.net is not asked: ", "whyblock dnsbl check", first=zone_is_good_again)
def a_zone_is_silent(mx):
    """Its own name servers are; the resolver is not."""
    play(mx, "bl.example.net  *  silence\nlocalhost  @  127.0.0.1\n")


@state("zones", r"relays\.ordb\.org: this list is dead since", f"edit {CONF}: take the section of relays.ordb.org out", mend=lambda mx: (mx.conf(), mx.whyblock("apply")))
def a_zone_is_dead(mx):
    mx.dns = mx.also(fake_dns.FakeDns("localhost  @  127.0.0.1\n"))
    mx.conf(f'dns {{ servers = {{"{mx.dns.address}"}} deadline = 1 }}\ndnsbl "relays.ordb.org" {{ }}\n')
    mx.whyblock("apply")


@state("zones", r"zones .*zones-1: .*damaged", "whyblock dnsbl check")
def what_is_known_of_zones_is_damaged(mx):
    play(mx, GOOD_ZONE)
    sh(mx, f"printf xxxx | dd of={PUBLISHED}/zones-1 bs=1 seek=3 conv=notrunc status=none")


def resolver_starts(mx):
    mx.conf(section(mx.also(dns_servers.Unbound(mx.rbldnsd.address, ["bl.example.net"])).address))
    mx.whyblock("apply")


def real_zone(mx):
    if dns_servers.Rbldnsd.missing() or dns_servers.Unbound.missing():
        pytest.skip(dns_servers.Rbldnsd.missing() or dns_servers.Unbound.missing())
    mx.rbldnsd = mx.also(dns_servers.Rbldnsd(ZONE))
    unbound = dns_servers.Unbound(mx.rbldnsd.address, ["bl.example.net"])
    with unbound:
        mx.conf(section(unbound.address))
        mx.whyblock("apply")
        mx.whyblock("dnsbl", "check")
        assert mx.status().good
    return unbound.address


@state("DNS", r"name server 127\.0\.0\.1:\d+ of dns\.servers: .*no zone can be asked", f"edit {CONF}: name a server that answers|systemctl restart unbound", mend=resolver_starts)
def the_resolver_is_dead(mx):
    real_zone(mx)


@state("DNS", r"name server 127\.0\.0\.1:\d+ of dns\.servers: .*another one is asked in its place", f"edit {CONF}: |systemctl restart unbound", mend=resolver_starts)
def one_of_two_resolvers_is_dead(mx):
    dead = real_zone(mx)
    mx.conf(section(dead + '", "' + mx.also(dns_servers.Unbound(mx.rbldnsd.address, ["bl.example.net"])).address))
    mx.whyblock("apply")


def only_names_are_asked(mx, server):
    """A site of feeds alone: the names of hosts are all that is asked."""
    mx.conf(f'dns {{ servers = {{"{server}"}} deadline = 1 }}\nsender "Example Mail" {{ suffixes = {{"mail.example.org"}} }}\n')
    mx.whyblock("apply")


def names_are_answered(mx):
    only_names_are_asked(mx, mx.also(fake_dns.FakeDns("in-addr.arpa * NXDOMAIN")).address)


@state("DNS", r"name server 127\.0\.0\.1:\d+ of dns\.servers: .*no host's name can be asked", f"edit {CONF}: name a server that answers|systemctl restart unbound", mend=names_are_answered)
def the_resolver_is_dead_and_only_names_are_asked(mx):
    with fake_dns.FakeDns("") as gone:
        only_names_are_asked(mx, gone.address)


@state("DNS", r"no name server of dns\.servers says the names of hosts: REFUSED: ", f"edit {CONF}: name a resolver", mend=names_are_answered)
def the_name_server_is_no_resolver(mx):
    only_names_are_asked(mx, mx.also(fake_dns.FakeDns("")).address)


# mmdb files

COUNTRY = 'rule "far" { countries = {"NZ"} category = "spam" }\n'


def mmdb_conf(mx, path):
    mx.write(CONF, mail_system.exim_server.SITE + mail_system.exim_server.geoip(country=path) + COUNTRY, 0o644)


@pytest.fixture(scope="session")
def mmdb_folder(tmp_path_factory):
    if mmdb.missing():
        pytest.skip(mmdb.missing())
    return mmdb.make(tmp_path_factory.mktemp("mmdb"))


def with_mmdb(mx):
    sh(mx, f"install -D -m 644 {mx.mmdb['maxmind-country']} /var/lib/GeoIP/country.mmdb")
    mmdb_conf(mx, "/var/lib/GeoIP/country.mmdb")
    mx.whyblock("apply")


@state("geoip", r"geoip\.country: Exim has no copy of /var/lib/GeoIP/country\.mmdb yet", "whyblock apply")
def an_mmdb_copy_is_missing(mx):
    with_mmdb(mx)
    mx("rm", f"{PUBLISHED}/country.mmdb")


@state("geoip", r"geoip\.country: Exim asks an older copy of /var/lib/GeoIP/country\.mmdb", "whyblock apply")
def an_mmdb_copy_is_old(mx):
    with_mmdb(mx)
    sh(mx, f"cp {mx.mmdb['dbip-country']} /var/lib/GeoIP/country.mmdb")


@state("geoip", r"geoip\.country: there is no file /var/lib/GeoIP/none\.mmdb, but rules ask for it", f"edit {CONF}: geoip.country names the file", mend=with_mmdb)
def rules_ask_for_a_file_that_is_not_there(mx):
    mmdb_conf(mx, "/var/lib/GeoIP/none.mmdb")
    mx.whyblock("apply")


# Feeds and requests: time passes by --at

def feed(mx, ttl=""):
    mx.write("/var/lib/feeds/drop.txt", "198.51.100.0/24\n")
    mx.conf(f'feed "drop" {{ file = "/var/lib/feeds/drop.txt" category = "spam" {ttl} }}\n')
    mx.whyblock("apply")


def later(**more):
    """The options of a status that is looked at later; when the test runs, not when it is collected."""
    return lambda: ("--at", (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**more)).strftime("%Y-%m-%dT%H:%M:%SZ"))


@state("feeds", "feed drop: was never synced", "whyblock feed sync drop")
def a_feed_was_never_synced(mx):
    feed(mx)


@state("feeds", r"feed drop: was last synced 3 days ago, expected at most 2 days", "whyblock feed sync drop", more=later(days=3, minutes=5), then=())
def a_feed_is_stale(mx):
    feed(mx)
    mx.whyblock("feed", "sync")


@state("feeds", r"feed drop: was last synced 13 hours ago, expected at most 12 hours", "whyblock feed sync drop", more=later(hours=13, minutes=5), then=())
def a_feed_of_short_listings_is_stale(mx):
    feed(mx, 'ttl = "1d"')
    mx.whyblock("feed", "sync")


@state("feeds", r"feed drop: /var/lib/feeds/drop\.txt: No such file or directory", "your download, which writes that file; then whyblock feed sync drop",
       mend=lambda mx: (mx.write("/var/lib/feeds/drop.txt", "198.51.100.0/24\n"), mx.whyblock("feed", "sync", "drop")))
def a_feed_has_no_file(mx):
    feed(mx)
    mx.whyblock("feed", "sync")
    mx("rm", "/var/lib/feeds/drop.txt")


def answer_requests(mx):
    assert "192.0.2.9" in mx.whyblock("removal", "list").stdout
    mx.whyblock("removal", "deny", "1", "--reason", "it still relays", "--no-mail")


@state("requests", r"1 open, the oldest for 8 days: somebody waits", "whyblock removal list", more=later(days=8, minutes=5), mend=answer_requests)
def a_request_is_old(mx):
    key = bytes.fromhex(next(line for line in mx.read("/etc/whyblock/reference.key").splitlines() if line[0] != "#").split()[0])
    mail = f"From: eve@example.com\nSubject: please\nMessage-ID: <1@example.com>\n\nPlease remove us: ref {reference.make(key, '192.0.2.9', 'open-relay')}\n"
    mx.whyblock("removal", "receive", "--sender", "eve@example.com", input=mail)


@state("requests", r"2 held mails gave way to newer ones since \d{4}-\d\d-\d\d \d\d:\d\d UTC", "whyblock removal held",
       mend=lambda mx: mx.whyblock("removal", "drop", "all"))
def held_mails_gave_way(mx):
    for n in range(22):                                # whom nobody can answer, and of one sender at most 20 are held
        mx.whyblock("removal", "receive", "--sender", "eve@localhost", input=f"From: eve@localhost\nSubject: {n}\n\nPlease\n")


def drop_held(mx):
    assert mx.whyblock("removal", "list").stdout.endswith("\n501 mails are held for staff, of 1000 at most: whyblock removal held\n")
    mx.whyblock("removal", "drop", "1")
    assert mx.whyblock("removal", "list").stdout.endswith("\n500 mails are held for staff: whyblock removal held\n")


@state("requests", r"501 mails are held for staff, of 1000 at most: then the oldest give way", "whyblock removal held", mend=drop_held)
def held_mails_take_more_than_half(mx):
    sh(mx, "for n in $(seq 501); do printf 'From: eve@h%s.example\\nSubject: s\\n\\n192.0.2.9\\n' $n | whyblock removal receive --sender eve@h$n.example; done")


# The system

def disk_is_full(mx, path, megabytes=64):
    """The folder on a disk of its own, which is small and full."""
    sh(mx, f"mkdir /etc/kept; cp -a {path}/. /etc/kept; mount -t tmpfs -o size={megabytes}m,mode=755 tmpfs {path}; cp -a /etc/kept/. {path}; "
           f"chown --reference=/etc/kept {path}; dd if=/dev/zero of={path}/filler bs=64k status=none 2>/dev/null || true")


@state("disk", r"the disk of the store /var/lib/whyblock is full: 0 MiB", f"df -h {STORE}", mend=lambda mx: mx("rm", f"{STORE}/filler"))
def the_stores_disk_is_full(mx):
    owner = mx("stat", "-c", "%u:%g %a", STORE).stdout.split()
    disk_is_full(mx, STORE)
    sh(mx, f"chown {owner[0]} {STORE}; chmod {owner[1]} {STORE}")


@state("disk", r"the disk of the log /var/lib/exim-log is full", "df -h /var/lib/exim-log", mend=lambda mx: mx("rm", "/var/lib/exim-log/filler"))
def the_logs_disk_is_full(mx):
    disk_is_full(mx, "/var/lib/exim-log")
    mx("chown", "Debian-exim", "/var/lib/exim-log")


@state("clock", r"it says 2020-01-01T00:00:00Z, but this program was written", "timedatectl set-ntp true", more=lambda: ("--at", "2020-01-01"), then=(), mend=lambda mx: None)
def the_clock_is_years_behind(mx):
    pass


def agent_is_there(mx):
    """systemctl restart whyblock-agent"""
    return mx.also(mx.agent())


@state("agent", r"whyblock-agent does not run: /run/whyblock/events: Connection refused", "systemctl restart whyblock-agent", mend=agent_is_there)
def the_agent_has_died(mx):
    with mx.agent():                                   # a program that has ended leaves its socket
        assert [row["text"] for row in mx.status().rows("good") if row["part"] == "agent"] == ["takes events"]


@state("agent", "whyblock-agent runs, but takes nothing from /run/whyblock/events", "systemctl restart whyblock-agent",
       mend=lambda mx: (mx.hung.close(), agent_is_there(mx)))
def the_agent_hangs(mx):
    mx.hung = contextlib.ExitStack()
    hanging = mx.hung.enter_context(mx.agent())
    os.kill(hanging.process.pid, signal.SIGSTOP)
    mx.hung.callback(os.kill, hanging.process.pid, signal.SIGCONT)


@state("agent", "takes no events of Exim, whose own group", "whyblock init")
def the_agent_hears_another_group(mx):
    agent_is_there(mx)
    sh(mx, "chgrp mail /run/whyblock /run/whyblock/events")


@state("agent", r"whyblock-agent does not run: /run/whyblock/events: No such file", "systemctl restart whyblock-agent", mend=agent_is_there)
def the_agent_is_enabled_and_never_ran(mx):
    sh(mx, "mkdir -p /etc/systemd/system/multi-user.target.wants; ln -s /lib/systemd/system/whyblock-agent.service /etc/systemd/system/multi-user.target.wants/")


# The logs

def log_is_older(mx):
    """Than the change that mended it."""
    mx("sed", "-i", "/geoip/s/^.{19}/2000-01-01 00:00:00/", "-E", MAIN_LOG)
    mx.whyblock("apply")


@state("log", r"an mmdb file could not be asked, 1 time in a day, last .*: geoip ", "whyblock apply", mend=log_is_older)
def the_log_tells_of_an_mmdb_file(mx):
    """Later than anything was changed here."""
    now = datetime.datetime.now() + datetime.timedelta(seconds=2)
    mx("tee", "-a", MAIN_LOG, input=f'{now:%Y-%m-%d %H:%M:%S} whyblock: action=accept client=192.0.2.77 checks=1 us=9 fault="geoip /x: cannot be read"\n')


@state("log", r"what the agent keeps for Exim could not be read, 1 time in a day, last .*: first seen ", "systemctl restart whyblock-agent", mend=lambda mx: sh(mx, f"truncate -s 0 {MAIN_LOG}"))
def the_log_tells_of_first_sights(mx):
    """Which defers for ever in a category with grace."""
    now = datetime.datetime.now()
    mx("tee", "-a", MAIN_LOG, input=f'{now:%Y-%m-%d %H:%M:%S} whyblock: action=defer category=spam client=192.0.2.77 checks=1 us=9 notice="first seen /x: is damaged: run systemctl restart whyblock-agent"\n')


def pass_over_log(mx):
    sh(mx, f"truncate -s 0 {PANIC_LOG} {MAIN_LOG}")


@state("log", r"Exim could not run whyblock, 1 time in a day, last .*dlopen", "apt install --reinstall whyblock", mend=pass_over_log)
def the_panic_log_tells_of_the_object(mx):
    """A connection while the object was bad, which it is no more; as if that had been later than all that was changed since."""
    sh(mx, f"cp -p {OBJECT} /etc/object; printf 'no object' >{OBJECT}")
    assert mx.rcpt().code == 451
    sh(mx, f"cp -p --remove-destination /etc/object {OBJECT}")
    now = datetime.datetime.now() + datetime.timedelta(seconds=2)
    mx("sed", "-i", "-E", f"/whyblock/s/^.{{19}}/{now:%Y-%m-%d %H:%M:%S}/", PANIC_LOG)


# One of each part; all of them with STATUS_STATES=all in the environment, as `make check-faults` has it.
TRIED = STATES if os.environ.get("STATUS_STATES") == "all" else list({row.part: row for row in reversed(STATES)}.values())[::-1]


@pytest.mark.parametrize("row", TRIED, ids=lambda row: row.name)
def test_a_broken_system_is_mended_by_what_status_says(mx, row, request):
    if row.part == "geoip":
        mx.mmdb = request.getfixturevalue("mmdb_folder")
    row.break_it(mx)
    options = row.more()
    status = mx.status(*options)
    faults = [fault for fault in status.rows() if fault["part"] == row.part]
    assert len(faults) == 1, status.found
    assert re.search(row.says, faults[0]["text"]), faults
    assert re.match(row.command, faults[0]["do"]), faults
    assert {fault["part"] for fault in status.rows()} <= {row.part, *row.others}, status.found
    page(mx, *options)
    if row.first is not None:
        row.first(mx)
    do(mx, faults[0]["do"], row.mend)
    status = mx.status(*(options if row.then is None else row.then))
    assert status.good, status.found


def page(mx, *more):
    """The screen: printable, no line longer than it, and the same as the JSON."""
    run = mx.whyblock("status", *more, status=None)
    assert run.returncode in (0, 1) and run.stderr == ""
    lines = run.stdout.splitlines()
    assert all(len(line) <= 80 and line.isascii() and line.isprintable() for line in lines), run.stdout
    assert len(lines) <= 24, run.stdout
    found = mx.status(*more).found
    assert lines[0] == ("good" if found["good"] else f"{found['faults']} fault{'s' * (found['faults'] != 1)}")
    return lines


def test_a_healthy_system_is_good_on_one_screen(mx):
    lines = page(mx)
    assert lines[0] == "good"
    parts = [line.split()[1] for line in lines[1:] if line[0] != " "]
    assert parts == ["Exim", "policy", "listings", "references", "disk", "clock", "log"]       # what is not used is not named


def test_with_all_parts_it_is_good_on_one_screen(mx, mmdb_folder):
    mx.mmdb = mmdb_folder
    mx.dns = mx.also(fake_dns.FakeDns(GOOD_ZONE))
    sh(mx, f"install -D -m 644 {mmdb_folder['maxmind-country']} /var/lib/GeoIP/country.mmdb")
    mx.write("/var/lib/feeds/drop.txt", "198.51.100.0/24\n")
    mx.write(CONF, mail_system.exim_server.SITE + mail_system.exim_server.geoip(country="/var/lib/GeoIP/country.mmdb") + COUNTRY + section(mx.dns.address)
             + 'feed "drop" { file = "/var/lib/feeds/drop.txt" category = "spam" }\n', 0o644)
    for command in (["apply"], ["dnsbl", "check"], ["feed", "sync"]):
        mx.whyblock(*command)
    a_request_is_old(mx)
    agent_is_there(mx)
    lines = page(mx)
    assert lines[0] == "good"
    assert [line.split()[1] for line in lines[1:] if line[0] != " "] == ["Exim", "policy", "listings", "references", "DNS", "zones", "geoip", "feeds", "requests", "agent",
                                                                        "disk", "clock", "log"]


def test_debians_configuration_gets_its_line_by_the_command_that_is_named(mx):
    """exim4-config's own, as it generates it."""
    mx.stop()
    snippets = "/usr/share/whyblock/acl-snippets"
    sh(mx, 'mkdir "$1/share" "$1/share.work"; mount -t overlay overlay -o "lowerdir=/usr/share,upperdir=$1/share,workdir=$1/share.work" /usr/share; '
           f'install -D -m 644 "$2" {snippets}/debian-rcpt-local.conf; rm {EXIM_CONF}'.replace("$1", str(mx.folder)).replace("$2", str(mail_system.exim_server.TOP / "acl-snippets/debian-rcpt-local.conf")))
    choices = mx.read("/etc/exim4/update-exim4.conf.conf")
    choices = re.sub(r"dc_local_interfaces=.*", f"dc_local_interfaces='127.0.0.1.{mx.port}'", choices)
    mx.write("/etc/exim4/update-exim4.conf.conf", re.sub(r"dc_other_hostnames=.*", "dc_other_hostnames='mx.example.net'", choices))
    mx.write("/etc/exim4/exim4.conf.localmacros", f"MAIN_TLS_ENABLE = no\nSPOOLDIR = {mail_system.SPOOL}\nLOGFILEPATH = /var/lib/exim-log/%slog\n")
    mx("update-exim4.conf")
    mx.start()
    status = mx.status()
    fault, = status.rows()
    assert fault["do"] == "whyblock setup debian --apply", status.found
    mx.whyblock("setup", "debian", "--apply", status=None)
    status = mx.status()
    assert [row["do"] for row in status.rows()] in ([], ["systemctl reload exim4"]), status.found
    mx.reload()
    assert mx.status().good, mx.status().found
    # Generated files are nobody's to edit.
    ours, template = "/etc/exim4/whyblock-rcpt-local.conf", "/etc/exim4/exim4.conf.template"
    sh(mx, f"sed -i 's/^  require acl/# &/' {ours}; update-exim4.conf")
    mx.reload()
    fault, = mx.status().rows()
    assert "its line that calls whyblock is gone or commented out" in fault["text"] and fault["do"].startswith(f"edit {ours}: ")
    sh(mx, f"sed -i 's/^# *  require acl/  require acl/' {ours}; sed -i 's/^acl_check_rcpt:$/&\\n  accept domains = +local_domains/' {template}; update-exim4.conf")
    mx.reload()
    fault, = mx.status().rows()
    assert re.search(rf"is accepted before whyblock is asked, by line \d+ of {re.escape(template)}: accept domains = \+local_domains", fault["text"])
    assert fault["do"].startswith(f"edit {template}: ")
    sh(mx, f"sed -i '/^  accept domains = +local_domains$/d' {template}; update-exim4.conf")
    mx.reload()
    assert mx.status().good, mx.status().found


def test_a_trial_for_an_address_that_only_the_site_knows(mx):
    mx.acl(ACL.replace("require verify = recipient", "require local_parts = sales"))
    mx.reload()
    status = mx.status()
    note, = status.rows("note")
    assert status.good and "whether mail reaches it is not known" in note["text"] and note["do"] == "whyblock status --recipient ADDRESS"
    status = mx.status("--recipient", "sales@example.org")
    assert status.rows("note") == [] and "sales@example.org reached it" in status.rows("good")[0]["text"]


@pytest.mark.parametrize("phase", ["connect", "helo", "mail", "data"])
def test_the_line_in_another_acl_is_reached(mx, phase):
    mx.acl(f"  accept\nacl_{phase}:\n  {LINE}\n  accept\n", main=f"acl_smtp_{phase} = acl_{phase}")
    mx.reload()
    assert mx.status().good, mx.status().found


def test_monitor_is_good_and_said(mx):
    mx.conf('mode = "monitor"\n')
    mx.whyblock("apply")
    note, = mx.status().rows("note")
    assert note["part"] == "policy" and "blocks nobody" in note["text"]


def test_rules_about_lines_that_exim_does_not_tell_are_a_note(mx):
    rules = "/etc/whyblock/rules.conf"
    mx.write(rules, (mail_system.exim_server.TOP / "config/rules.conf").read_text())
    mx.conf(f'rules_file = "{rules}"')
    mx.whyblock("apply")
    data = f"acl_data:\n  {LINE}\n  accept\n"
    for main, acl, notes in (("acl_smtp_data = acl_data", data, 1), ("acl_smtp_data = acl_data\nmessage_body_newlines", data, 0),
                             ("acl_smtp_data = acl_data", data.replace(LINE, ""), 0), ("", "", 0)):
        mx.acl(ACL + acl, main=main)
        mx.reload()
        status = mx.status()
        assert status.good and len(status.rows("note")) == notes, status.found
        if notes:
            note, = status.rows("note")
            assert note["part"] == "Exim" and "message_body_newlines is not set" in note["text"]
            assert note["do"].startswith(f"edit {EXIM_CONF}: before the first begin, the line .include_if_exists ")


def test_a_fault_of_before_the_last_change_is_a_note(mx):
    sh(mx, f"mv {PUBLISHED}/policy-1 /etc/")
    assert mx.rcpt().code == 250
    sh(mx, f"mv /etc/policy-1 {PUBLISHED}/")
    note, = mx.status().rows("note")
    assert note["part"] == "log" and "there was no policy that Exim could read, 1 time in a day" in note["text"] and "over, as it seems" in note["text"]


def test_what_grace_still_spares_is_named(mx):
    """A feed that lists too much, or a wrong word of staff, is seen before it refuses anybody; so is a table of senders that nobody looks after."""
    sh(mx, """printf 'category "spam" { grace = "4h" }\\nsender "Example Mail" { suffixes = {"mail.example.net"} checked = "2024-11" }\\n' >> /etc/whyblock/whyblock.conf""")
    mx.whyblock("apply")
    mx.whyblock("list", "add", "192.0.2.0/24", "spam", "--reason", "test")
    reply = mx.rcpt()
    assert reply.code == 451 and "not refused before" in str(reply.lines)
    policy, log = [note["text"] for note in mx.status().rows("note")]
    assert "1 of 1 known senders was checked more than 12 months ago (\"Example Mail\": 2024-11)" in policy
    assert "1 verdict in a day put mail off" in log and "Most rest on listing:staff:root (1)" in log


@pytest.mark.parametrize("store", [f"{STORE}/", "/srv/whyblock"])
def test_however_the_usual_store_is_spelled_it_has_one_agent(mx, store):
    """Else events went to one folder, and what is known of zones was looked for in another."""
    if store == "/srv/whyblock":
        sh(mx, f"mount -t tmpfs tmpfs /srv; ln -s {STORE} {store}")
    write_acl(mx, ACL.replace("{whyblock}", f"{{whyblock}}{{store={store}}}"))
    mx.whyblock("list", "add", "192.0.2.66", "open-relay", "--reason", "test")
    with mx.agent() as made:
        assert mx.rcpt().code == 550
        run = pathlib.Path(f"/proc/{made.process.pid}/root/run/whyblock")
        agent.until(lambda: agent.metric(run, "events_total", kind="verdict") == 1)
        assert mx.status().good, mx.status().found


def test_nothing_of_the_folder_that_somebody_is_in_is_run(mx):
    """Where systemd is, status asks it; root may stand anywhere."""
    sh(mx, "mkdir -p /run/systemd/system /run/evil; for name in systemctl journalctl exim4; do printf '#!/bin/sh\ntouch /run/evil/run\n' > /run/evil/$name; chmod 755 /run/evil/$name; done")
    mx.stop()
    sh(mx, "cd /run/evil; whyblock status || :; ! test -e /run/evil/run")


def test_systemds_timers_are_missed_where_systemd_is(mx):
    sh(mx, "mkdir -p /run/systemd/system")
    play(mx, GOOD_ZONE)
    feed_settings = 'feed "drop" { file = "/var/lib/feeds/drop.txt" category = "spam" }\n'
    mx.write("/var/lib/feeds/drop.txt", "198.51.100.0/24\n")
    mx.conf(section(mx.dns.address) + feed_settings)
    mx.whyblock("apply")
    mx.whyblock("feed", "sync")
    status = mx.status()
    assert status.good and [row["do"] for row in status.rows("note")] == ["systemctl enable --now whyblock-dnsbl-check.timer", "systemctl enable --now whyblock-feeds.timer"]
    sh(mx, "mkdir -p /etc/systemd/system/timers.target.wants; cd /etc/systemd/system/timers.target.wants; ln -s /x whyblock-dnsbl-check.timer; ln -s /x whyblock-feeds.timer")
    assert mx.status().rows("note") == []


def test_what_stands_in_files_and_logs_reaches_the_screen_printable(mx):
    mx.conf('category "spam" { action = "re\033[31mfuse\u202e" }\n')
    now = datetime.datetime.now()
    mx("tee", "-a", MAIN_LOG, input=f'{now:%Y-%m-%d %H:%M:%S} whyblock: action=accept client=192.0.2.77 checks=1 us=9 fault="strange \\x1b[31m"\n')
    page(mx)


def test_nothing_is_changed(mx):
    def files():
        return sh(mx, f"find {STORE} /etc/whyblock {mail_system.SPOOL} /var/lib/exim-log ! -name lock.mdb -printf '%p %m %u %g %s %T@\\n' | sort").stdout
    before = files()
    mx.status()
    assert files() == before


def test_staff_see_it_by_sudo_but_for_exim(mx):
    mx.write("/etc/sudoers.d/whyblock", (mail_system.exim_server.TOP / "packaging/sudoers/whyblock").read_text(), 0o440)
    mx("useradd", "--create-home", "--home-dir", "/var/lib/home-ann", "--groups", "whyblock", "ann")
    run = mx("/usr/bin/whyblock", "--json", "status", user="ann")
    found = json.loads(run.stdout)
    assert found["good"] and [row["part"] for row in found["findings"] if row["state"] == "note"] == ["Exim"]


@pytest.mark.parametrize("arguments, says", [(["status", "x"], "usage: whyblock status"), (["status", "--ttl", "1d"], "does not take --ttl")])
def test_usage(wb, arguments, says):
    assert says in wb(*arguments, status=64).err


def test_another_configuration_is_named_in_each_command(wb):
    """A store of its own, of which Exim knows nothing."""
    wb.configure('category "spam" { action = "defer" }\n')
    found = json.loads(wb("--json", "status", status=None).out)
    assert [row["do"] for row in found["findings"] if row["part"] == "policy"] == [f"whyblock -c {wb.conf} apply"]
