# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A store of the first version, which its group could write, in which staff have put links in the place of everything: whatever root runs
then, a file outside the store stays as it is."""

import re

import pytest
from owned_system import CONF, STORE, needs_private_system

pytestmark = needs_private_system
HOME = "/var/lib/home-ann"
VICTIMS = f"{HOME}/victims"

# As the first version left a store: root's and the group's, who may write all of it.
AS_BEFORE = f"""
find {STORE} -type d -exec chown root:whyblock {{}} + -exec chmod 2770 {{}} +
find {STORE} -type f -exec chown root:whyblock {{}} + -exec chmod 660 {{}} +
touch {STORE}/listings/write.lock {STORE}/listings/turn.lock {STORE}/publish.lock {STORE}/requests/write.lock
"""

# What takes the place of each file. Victims are anybody's to write, so that only our own care keeps them.
FOR_EACH = f"""cd {STORE}; find . -type f WHICH | while read -r name; do
    victim={VICTIMS}/$(echo "$name" | tr / _); cp "$name" "$victim"; chmod 666 "$victim"; PUT; done; chmod 777 {VICTIMS}"""
PUT = {
    "symbolic links": 'rm "$name"; ln -s "$victim" "$name"',
    "dangling links": 'rm "$name" "$victim"; ln -s "$victim" "$name"',
    "second names": 'ln -f "$victim" "$name"',
}
# With links in the place of data nothing can be done in the store; with all others, every verb works on.
WHICH = {"every file": "", "every file but data": "! -name data.mdb"}
FOLDERS = f"""cd {STORE}; for name in *; do
    test -d "$name" || continue; cp -r "$name" {VICTIMS}/; chmod -R a+rwX {VICTIMS}/"$name"; rm -r "$name"; ln -s {VICTIMS}/"$name" "$name"; done"""
REPLACE = {f"{put}, {which}": FOR_EACH.replace("PUT", PUT[put]).replace("WHICH", WHICH[which]) for put in PUT for which in WHICH}
REPLACE["symbolic links, every folder"] = FOLDERS


def victims(system):
    """All that can be seen of them but how many names they have, and that they were read."""
    return system("sh", "-ec", f"find {VICTIMS} -printf '%p %u:%g %m %s %t %l\\n' | sort; find {VICTIMS} -type f -exec md5sum {{}} + | sort").stdout


def lines(system):
    """A command line for each verb, those of the timers among them."""
    system.write("/root/list.txt", "192.0.2.67\tspam\n")
    system.write("/root/feed.txt", "198.51.100.0/24\n")
    return [
        ["init"], ["apply", "--auto"], ["apply"], ["apply", "--previous"], ["check-config"], ["settings"], ["manual", "verbs"], ["completion", "bash"],
        ["setup", "debian", "--root", "/root"], ["explain", "192.0.2.66"], ["ref", "rotate"], ["list", "add", "192.0.2.70", "spam", "--reason", "test"],
        ["list", "show", "192.0.2.70"], ["list", "dump"], ["list", "import", "/root/list.txt"], ["list", "export"], ["list", "remove", "192.0.2.70"],
        ["list", "expire"], ["backup", "/root/copy.mdb"], ["verify"], ["dnsbl", "status"], ["dnsbl", "check"], ["stats", "/root/list.txt"],
        ["feed", "sync", "drop", "/root/feed.txt", "--category", "spam"], ["feed", "list"], ["feed", "drop", "drop"], ["history"], ["site", "/root/site"],
        ["removal", "list"], ["removal", "show", "1"], ["removal", "approve", "1"], ["removal", "deny", "1"], ["removal", "note", "1", "text"],
        ["removal", "receive"], ["status"], ["events", "--follow"],
    ]


@pytest.mark.parametrize("kind", REPLACE)
@pytest.mark.parametrize("first", ["init", "any verb"])
def test_no_file_outside_the_store_changes(system, kind, first):
    system.write(CONF, 'feed "drop" {\n file = "/root/feed.txt"\n category = "spam"\n}\n', 0o640)
    system.whyblock("apply")
    system.whyblock("list", "add", "192.0.2.66", "open-relay", "--reason", "test")
    system("sh", "-ec", AS_BEFORE)
    system("install", "-d", "-o", "ann", "-m", "711", VICTIMS)
    system("sh", "-ec", REPLACE[kind])
    before = victims(system)
    for line in lines(system)[0 if first == "init" else 1:]:
        run = system.whyblock(*line, status=None, input="Subject: remove\n\n192.0.2.66\n")
        assert victims(system) == before, (kind, line, run)
        assert run.returncode in (0, 1, 64, 65, 74, 75, 78), (kind, line, run)
    # A link that something new can take the place of is gone; one in the place of data stays, and whoever wants that data is told which.
    run = system.whyblock("init", status=None)
    links = system("find", STORE, "-type", "l").stdout.split()
    if "but data" in kind:
        assert run.returncode == 0 and not links, (kind, run, links)
        assert "open-relay" in system.whyblock("explain", "192.0.2.66", status=1).stdout, kind
    else:
        assert run.returncode == 74 and f"{STORE}/listings" in run.stderr, (kind, run, links)


def test_no_verb_is_forgotten(system):
    verbs = {re.match(r"  ([a-z-]+(?: [a-z]+)?)", line)[1] for line in system.whyblock("--help").stdout.splitlines() if re.match(r"  [a-z]", line)}
    assert verbs <= {" ".join(line[:count]) for line in lines(system) for count in (1, 2)}
