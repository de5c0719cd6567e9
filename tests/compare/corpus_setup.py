# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The cases of the staff command that come before and after: the configuration and its mistakes, init, usage, stats, site."""

import gzip

import exim_server
import main_log
import test_bad_config
from trial import case, cases

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"


# configuration

@cases({line: line for line, _ in test_bad_config.MISTAKES})
def check_config_a_mistake(trial, line):
    trial.write_conf(f'store = "{trial.store}"\n# a comment\n/* another,\nof two lines */\n{line}\n')
    trial.read("check-config")


GRAMMAR = ['mode = ', 'mode "enforce"', 'site {', '}', 'exempt { hosts = {"127.0.0.1" }', 'mode = "enforce', '/* no end', 'category { action = "tag" }',
           '= "x"', 'site = "x"', '"', '{}', 'include("/etc/passwd")', '\x01', 'store = "${HOME}"', 'mode = "a\\nb"', 'mode = "enforce" # x\nmode = "monitor"']


@cases(GRAMMAR)
def check_config_grammar(trial, line):
    trial.write_conf(f'on_error = "reject"\n\n{line}\n')
    trial.read("check-config")


@case()
def check_config_all_mistakes(trial):
    trial.write_conf("".join(f"{line}\n" for line, _ in test_bad_config.MISTAKES if line != test_bad_config.COMMA))
    trial.read("check-config")
    for verb in (["init"], ["explain", CLIENT], ["list", "dump"], ["feed", "sync"], ["removal", "list"], ["history"], ["dnsbl", "status"]):
        trial.run(*verb)


@cases({name: getattr(test_bad_config, name) for name in ("missing", "directory", "fifo", "large", "writable", "zero")})
def check_config_a_bad_file(trial, broken):
    broken(trial.conf)
    trial.read("check-config")
    trial.read("explain", CLIENT)


ZONE_MISTAKES = ['dnsbl "bl" {}', 'dnsbl "bl.example.net" {}', 'dnsbl "bl.example.net" { code "128.0.0.1" { category = "spam" } }',
                 'dnsbl "bl.example.net" { code "127.0.0.5-127.0.0.2" { category = "spam" } }', 'dnsbl "bl.example.net" { code "127.0.0.2" {} }',
                 'dnsbl "bl.example.net" { code "127.0.0.&8" { category = "spma" } }', 'dnsbl "bl.example.net" { weight = -1 }',
                 'dnsbl "zen.spamhaus.org" { code "127.0.0.10" { category = "spam" } }', 'dnsbl "zen.dnsbl-x.example" {}', 'dnswl "bl.example.net" {}',
                 'dnsbl "zen.spamhaus.org" { code "127.0.0.10" { category = "policy" scope = "host" } }', 'dnswl "list.dnswl.org" { min_trust = "9" }',
                 'dns { servers = {"x"} }', 'dns { deadline = 100 }', 'dns { edns = 1 }', 'dnsbl "dnsbl.sorbs.net" {}', 'dnsbl "KEY.zen.dq.spamhaus.net" {}',
                 'dnsbl "bl.example.net" { removal = "ftp://x" ipv6 = "perhaps" }', 'feed "x" { file = "y" scope = "z" }', 'history_keep = "x"',
                 'web { trusted_proxies = {"x"} metrics_from = {"192.0.2.1/24"} status_links = 2 }', 'removal { per_day = 0 relist_factor = 0.5 keep = "1y" }',
                 'site { colour = "red" contacts = {"x y"} name = "a\\tb" }', 'reference_key = "x"', 'geoip { country = 1 }']


@cases(ZONE_MISTAKES)
def check_config_more_mistakes(trial, text):
    trial.configure(text + "\n", site="")
    trial.read("check-config")


@case()
def check_config_of_the_shipped_file(trial):
    trial.write_conf((exim_server.TOP / "config/whyblock.conf").read_text())
    trial.read("check-config")
    trial.run("settings")


@case()
def check_config_what_exim_will_do(trial):
    trial.configure('mode = "monitor"\non_error = "defer"\ncategory "open-relay" { threshold = 2.5 status = "5.0.0" }\ncategory "virus" { action = "off" }\n'
                    'category "spam" { action = "defer" }\ncategory "policy" { action = "tag" }\ncategory "dynamic" { action = "log" }\n'
                    'rule "wide" { asn = {1} category = "spam" }\nrule "weak" { asn = {1} category = "spam" weight = 0.5 }\n'
                    'removal { address = "+1 555 0100" }\nfeed "a" { file = "/nonexistent" category = "spam" }\ndnsbl "zen.spamhaus.org" {}\n')
    trial.read("check-config")


# the rest of the command

@cases({"valid": 1, "another seed": 2})
def stats(trial, seed):
    log = "".join(main_log.MainLog(seed=seed).lines(3000))
    path = trial.file("mainlog", log)
    trial.read("stats", path)
    trial.read("stats", "-", input=log)
    trial.read("stats", trial.file("mainlog.1.gz", gzip.compress(log.encode(), mtime=0)), path)
    trial.read("stats", path, "--since", "2026-11-21", "--until", "2026-11-21T03:00:00Z")
    metrics = trial.folder / "whyblock.prom"
    trial.run("stats", path, "--prometheus", metrics)
    trial.note("metrics", metrics.read_bytes() if metrics.exists() else "none")


@case()
def stats_mistakes(trial):
    for arguments in ([], ["/nonexistent"], ["/"], ["-", "--since", "x"], [trial.file("x.xz", b"\xfd7zXZ\0"), ], [trial.file("x.gz", b"\x1f\x8bxx")],
                      [trial.file("binary", bytes(range(256)))]):
        trial.read("stats", *arguments, input="")


VERBS = ["init", "check-config", "settings", "manual", "setup", "completion", "explain", "ref", "list", "backup", "verify", "dnsbl", "stats", "feed",
         "history", "site", "removal"]


@cases(VERBS)
def usage_of(trial, verb):
    for arguments in ([verb, "--help"], [verb], [verb, "bogus", "b", "c", "d"]):
        if arguments not in (["settings"], ["verify"], ["init"]):
            trial.run(*arguments)


@case()
def usage(trial):
    for arguments in (["--help"], [], ["--version"], ["lis"], ["-c"], ["--json"], ["completion", "bash"], ["completion", "zsh"], ["completion", "fish"],
                      ["list", "--json", "dump"], ["explain", CLIENT, "--reason", "x"], ["explain", "--", "-1"]):
        trial.run(*arguments)


@cases(["verbs", "options", "exit-statuses", "settings", "categories", "placeholders", "fields", "nothing"])
def manual_part(trial, part):
    trial.run("manual", part)


@case()
def init(trial):
    trial.read("init")
    trial.read("init", "--group", "nobody-of-this-name")
    trial.key.write_text("broken\n")
    trial.read("init")
    trial.read("ref", "rotate")


@case()
def setup_debian_without_debian(trial):
    (trial.folder / "root").mkdir()
    trial.read("setup", "debian", "--root", trial.folder / "root")
    trial.read("setup", "debian", "--root", "relative")
    trial.read("setup", "debian", "--apply", "--undo")
    trial.read("setup", "suse")


@case()
def site(trial):
    trial.post()
    trial.read("site", trial.folder / "site")
    for path in sorted((trial.folder / "site").rglob("*")):
        trial.note(str(path), path.read_bytes() if path.is_file() else "")
    trial.read("site", "/nonexistent/site")
