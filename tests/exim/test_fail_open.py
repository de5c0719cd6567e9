# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Whatever is broken on our side: mail flows, and the main log says once for each connection what is wrong.

What is wrong with whyblock.conf is nothing to Exim: the policy in force stays.
"""

import concurrent.futures
import itertools
import os
import shutil
import subprocess
import threading

import pytest
from exim_server import ONE_LINE, WHYBLOCK, Exim, geoip

CLIENT = "192.0.2.66"
LOAD = 1000                                                             # connections


def no_configuration(exim, _):
    exim.conf.unlink()


def configuration_is_a_directory(exim, _):
    exim.conf.unlink()
    exim.conf.mkdir()


def configuration_is_a_fifo(exim, _):
    exim.conf.unlink()
    os.mkfifo(exim.conf)


def configuration_not_readable(exim, _):
    exim.conf.chmod(0)


def configuration_writable_by_others(exim, _):
    exim.conf.chmod(0o666)


def configuration_too_large(exim, _):
    with exim.conf.open("a") as conf:
        conf.write("#" * (1 << 20))


def no_store(exim, _):
    shutil.rmtree(exim.store)


def store_without_permission(exim, _):
    exim.store.chmod(0o700)
    shutil.chown(exim.store, "root", "root")


def base(exim):
    """The published file of all listings."""
    path, = (exim.store / "published").glob("listings-1.*")
    return path


def recent(exim):
    return exim.store / "published/recent-1"


def published_without_permission(exim, _):
    (exim.store / "published").chmod(0)


def recent_without_permission(exim, _):
    recent(exim).chmod(0)


def recent_is_gone(exim, _):
    recent(exim).unlink()


def recent_is_garbage(exim, _):
    recent(exim).write_bytes(os.urandom(64 << 10))


def recent_is_a_directory(exim, _):
    recent(exim).unlink()
    recent(exim).mkdir()


def recent_is_a_fifo(exim, _):
    recent(exim).unlink()
    os.mkfifo(recent(exim))


def recent_is_a_link(exim, _):
    recent(exim).rename(exim.store / "elsewhere")
    recent(exim).symlink_to(exim.store / "elsewhere")


def base_is_gone(exim, _):
    base(exim).unlink()


def base_is_text(exim, _):
    base(exim).write_text("192.0.2.66 open-relay\n" * 1000)


def cut(which, bytes_left):
    return lambda exim, _: os.truncate(which(exim), bytes_left(which(exim).stat().st_size))


def flipped(which, place):
    """One bit of one byte, at this part of the file."""
    def change(exim, _):
        data = bytearray(which(exim).read_bytes())
        data[int(place * (len(data) - 1))] ^= 1
        which(exim).write_bytes(data)
    return change


def of_a_newer_version(exim, _):
    data = bytearray(recent(exim).read_bytes())
    data[8] = 2
    recent(exim).write_bytes(data)


def store_is_a_file(exim, _):
    shutil.rmtree(exim.store)
    exim.store.write_text("")


def published_mmdb(change):
    """The published copy of a good country file, changed afterwards: as a disk does, or somebody who may write there."""
    def fault(exim, files):
        exim.wb("list", "remove", CLIENT)
        exim.configure(exim.settings + RULE, geoip=geoip(country=files["maxmind-country"]))
        change(exim.store / "published/country.mmdb", files)
    return fault


def damaged_mmdb(damage):
    """Damage makes its bytes out of good ones."""
    return published_mmdb(lambda path, files: path.write_bytes(damage(path.read_bytes())))


def another_type(path, files):
    path.write_bytes(files["connection-type"].read_bytes())


def a_directory(path, _):
    path.unlink()
    path.mkdir()


def no_published_folder(exim, _):
    shutil.rmtree(exim.store / "published")


def replaced(change):
    """The policy in force, replaced by what change makes in its place."""
    def replace(exim, _):
        path = exim.store / "published/policy-1"
        good = path.read_bytes()
        path.unlink()
        change(path, good)
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
    return replace


def a_link(path, good):
    elsewhere = path.with_name("elsewhere")
    elsewhere.write_bytes(good)
    elsewhere.chmod(0o644)
    path.symlink_to(elsewhere)


def policy_not_readable(exim, _):
    (exim.store / "published/policy-1").chmod(0)


def bit_flipped(at):
    return lambda path, good: path.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1:])


# Without it nobody asks where a client is of whom nothing is known.
RULE = 'rule "penguins" { countries = {"AQ"} category = "spam-source" }\n'
# on_error can be read, so "defer" is honoured
FAULTS = {
    "recent without permission": recent_without_permission,
    "recent is gone": recent_is_gone,
    "recent is garbage": recent_is_garbage,
    "recent is a directory": recent_is_a_directory,
    "recent is a FIFO": recent_is_a_fifo,
    "recent is a link": recent_is_a_link,
    "recent is empty": cut(recent, lambda size: 0),
    "recent cut inside its header": cut(recent, lambda size: 50),
    "recent cut short": cut(recent, lambda size: size - 1),
    "recent of a newer version": of_a_newer_version,
    "a bit of recent's header": flipped(recent, 0.2),
    "a bit of recent's row": flipped(recent, 0.6),
    "base is gone": base_is_gone,
    "base is text": base_is_text,
    "base cut short": cut(base, lambda size: size - 1),
    "a bit of the base's header": flipped(base, 0.5),
    "mmdb empty": damaged_mmdb(lambda good: b""),
    "mmdb truncated": damaged_mmdb(lambda good: good[:-200]),
    "mmdb without its beginning": damaged_mmdb(lambda good: good[700:]),
    "mmdb garbage": damaged_mmdb(lambda good: os.urandom(len(good))),
    "mmdb garbage before its metadata": damaged_mmdb(lambda good: b"\xff" * 900 + good[900:]),
    "mmdb of another type": published_mmdb(another_type),
    "mmdb is a directory": published_mmdb(a_directory),
    "mmdb without permission": published_mmdb(lambda path, _: path.chmod(0)),
}
# there is no policy: nobody knows what it said
BLIND_FAULTS = {
    "no store": no_store,
    "store without permission": store_without_permission,
    "store is a file": store_is_a_file,
    "no published folder": no_published_folder,
    "published without permission": published_without_permission,
    "no policy": replaced(lambda path, good: None),
    "policy empty": replaced(lambda path, good: path.write_bytes(b"")),
    "policy cut in its head": replaced(lambda path, good: path.write_bytes(good[:40])),
    "policy cut by a byte": replaced(lambda path, good: path.write_bytes(good[:-1])),
    "policy with a byte too many": replaced(lambda path, good: path.write_bytes(good + b"x")),
    "policy of a newer version": replaced(lambda path, good: path.write_bytes(good[:11] + b"\2" + good[12:])),
    "policy with a bit flipped in its head": replaced(bit_flipped(40)),
    "policy with a bit flipped": replaced(bit_flipped(200)),
    "policy is garbage": replaced(lambda path, good: path.write_bytes(os.urandom(len(good)))),
    "policy is a directory": replaced(lambda path, good: path.mkdir()),
    "policy is a FIFO": replaced(lambda path, good: os.mkfifo(path)),
    "policy is a link": replaced(a_link),
    "policy not readable": policy_not_readable,
}
# nothing to Exim, which does not read it
CONFIGURATIONS = {
    "no configuration": no_configuration,
    "configuration is a directory": configuration_is_a_directory,
    "configuration is a FIFO": configuration_is_a_fifo,
    "configuration not readable": configuration_not_readable,
    "configuration writable by others": configuration_writable_by_others,
    "configuration too large": configuration_too_large,
}
MISTAKES = {
    "unknown setting": "site_nmae = \"x\"\n",
    "ill-typed value": 'category "open-relay" { threshold = "much" }\n',
    "unknown action": 'category "open-relay" { action = "explode" }\n',
    "category twice": 'category "open-relay" {}\ncategory "open-relay" {}\n',
    "no end of section": 'category "open-relay" {\n',
    "not a configuration": "\x00\xff}}}{{{\n",
}


def one_fault_line(exim):
    """Exactly one line of whyblock's in the log, which says what is wrong."""
    verdict, = exim.verdicts()
    assert verdict["fault"] and verdict["client"] == CLIENT
    return verdict


def break_it(exim, fault, files, settings=""):
    exim.settings = settings
    exim.list(CLIENT, "open-relay")
    exim.configure(settings)
    fault(exim, files)


@pytest.mark.parametrize("fault", [*FAULTS.values(), *BLIND_FAULTS.values()], ids=[*FAULTS, *BLIND_FAULTS])
def test_mail_flows(exim, geoip_files, fault):
    break_it(exim, fault, geoip_files)
    assert exim.send(CLIENT).end[1].code == 250
    assert one_fault_line(exim)["action"] == "accept"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_on_error_defer(exim, geoip_files, fault):
    break_it(exim, fault, geoip_files, settings='on_error = "defer"\n')
    phase, reply = exim.send(CLIENT).end
    assert (phase, reply.code) == ("rcpt", 451)
    assert reply.text == [f"4.7.1 Server [{CLIENT}] cannot be checked at present", "4.7.1 please try again later"]
    assert one_fault_line(exim)["action"] == "defer"


@pytest.mark.parametrize("fault", BLIND_FAULTS.values(), ids=BLIND_FAULTS)
def test_without_a_policy_even_on_error_is_unknown(exim, fault):
    break_it(exim, fault, None, settings='on_error = "defer"\n')
    assert exim.send(CLIENT).end[1].code == 250
    assert "policy-1: " in one_fault_line(exim)["fault"]


@pytest.mark.parametrize("how", [(), ("--auto",)], ids=["saved", "applied by itself"])
@pytest.mark.parametrize("change", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_without_a_configuration_the_policy_in_force_stays(exim, change, how):
    exim.list(CLIENT, "open-relay")
    change(exim, None)
    if how and change is not configuration_not_readable:                # root may read it
        exim.wb("apply", *how, status=78)
    assert exim.send(CLIENT).end[1].code == 550
    assert exim.send("192.0.2.67").end[1].code == 250
    assert [verdict["action"] for verdict in exim.verdicts()] == ["reject"]


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_with_a_mistake_in_the_configuration_the_policy_in_force_stays(exim, mistake):
    exim.list(CLIENT, "open-relay")
    exim.write_conf(mistake)
    for how in (), ("--auto",):
        exim.wb("apply", *how, status=78)
        assert exim.send(CLIENT).end[1].code == 550
    assert all("fault" not in verdict for verdict in exim.verdicts())


def test_cut_behind_each_line_the_policy_in_force_stays(exim):
    """In a live Exim, by --auto: monitor stays monitor, and the exempt stay so."""
    exim.list(CLIENT, "open-relay")
    exim.configure('mode = "monitor"\nexempt {\n    hosts = {"127.0.0.0/8", "192.0.2.0/24"}\n}\n')
    exim.list("198.51.100.1", "open-relay")
    lines = exim.conf.read_text().splitlines(keepends=True)
    for cut in range(1, len(lines)):
        exim.conf.write_text("".join(lines[:cut]))
        assert "stays" in subprocess.run([WHYBLOCK, "-c", exim.conf, "apply", "--auto"], capture_output=True, text=True).stderr, cut
        assert exim.send(CLIENT).end[1].code == exim.send("198.51.100.1").end[1].code == 250
    assert {(verdict["client"], verdict["action"], verdict.get("mode")) for verdict in exim.verdicts()} == {("198.51.100.1", "reject", "monitor")}


def test_a_configuration_is_in_force_from_the_next_connection_on(exim):
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        assert client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<a@example.org>", "RSET")[2].code == 550
        exim.configure('category "open-relay" { action = "defer" }\n')
        assert client.say("MAIL FROM:<>", "RCPT TO:<a@example.org>", "RSET")[1].code == 550
    assert exim.send(CLIENT).end[1].code == 451
    exim.wb("apply", "--previous")
    assert exim.send(CLIENT).end[1].code == 550


@pytest.mark.skipif(os.path.exists("/var/lib/whyblock"), reason="this machine has a store of its own")
@pytest.mark.parametrize("argument", ["{config=/etc/whyblock/whyblock.conf}", "{store=/var/lib/whyblock}"])
def test_the_usual_store_has_no_policy(argument):
    """The line of the first version, with a configuration that was compiled into another store: one line says what to do."""
    with Exim({"rcpt": ONE_LINE.replace("{whyblock}", "{whyblock}" + argument)}) as exim:
        exim.list(CLIENT, "open-relay")
        assert exim.send(CLIENT).end[1].code == 250
        assert "policy /var/lib/whyblock/published/policy-1: there is none: run whyblock apply" in one_fault_line(exim)["fault"]


def test_on_error_defer_lets_exempt_mail_through(exim, geoip_files):
    break_it(exim, recent_without_permission, geoip_files, settings='on_error = "defer"\n')
    assert exim.send(CLIENT, to=["postmaster@example.org"]).end[1].code == 250


def test_a_fault_is_told_once_for_a_connection(exim):
    no_store(exim, None)
    with exim.client(CLIENT) as client:
        client.say("HELO x", *["MAIL FROM:<>", "RCPT TO:<a@example.org>", "RCPT TO:<b@example.org>", "RSET"] * 3)
    one_fault_line(exim)


@pytest.mark.parametrize("on_error", ["accept", "defer"])
@pytest.mark.parametrize("category, code", [("open-relay", 550), ("allow", 250)])
def test_a_broken_mmdb_does_not_unlist_a_host(exim, geoip_files, category, code, on_error):
    """A listing needs no GeoIP: what is known for sure still counts."""
    exim.list("192.0.2.0/24", category)
    break_it(exim, damaged_mmdb(lambda good: b""), geoip_files, settings=f'on_error = "{on_error}"\n')
    assert exim.send(CLIENT).end[1].code == code


def test_with_unknown_listings_nothing_is_blocked(exim, geoip_files):
    """An allow listing might be among those that cannot be read, so a rule that would reject does not."""
    rule = 'rule "us" { countries = {"US"} category = "spam" scope = "host" }\n'
    exim.configure(rule, geoip=geoip(country=geoip_files["maxmind-country"]))
    assert exim.send("192.0.2.67").end[1].code == 550
    recent_without_permission(exim, None)
    assert exim.send(CLIENT).end[1].code == 250
    assert "fault" in exim.verdicts(CLIENT)[0]


def test_geoip_files_that_were_never_there_are_no_fault(exim):
    exim.configure(geoip=geoip(country="/nonexistent/country.mmdb", asn="/nonexistent/asn.mmdb"))
    assert exim.send(CLIENT).end[1].code == 250
    assert exim.verdicts() == []


@pytest.mark.parametrize("damage", ["gone", "garbage", "a directory of root's"])
def test_the_store_itself_may_be_broken(exim, damage):
    """Exim reads what is published, and nothing else of the listings."""
    exim.list(CLIENT, "open-relay")
    data = exim.store / "listings/data.mdb"
    if damage == "gone":
        shutil.rmtree(exim.store / "listings")
    elif damage == "garbage":
        data.write_bytes(os.urandom(64 << 10))
    else:
        shutil.chown(exim.store / "listings", "root", "root")
        (exim.store / "listings").chmod(0o700)
    assert exim.send(CLIENT).end[1].code == 550
    assert exim.send("192.0.2.67").end[1].code == 250
    assert ["fault" in verdict for verdict in exim.verdicts()] == [False]


def test_what_is_broken_says_how_to_mend_it(exim):
    """`whyblock init` publishes all of the store anew, whatever was done to the files."""
    exim.list(CLIENT, "open-relay")
    for fault in (recent_is_garbage, base_is_gone, no_published_folder):
        fault(exim, None)
        assert exim.send(CLIENT).end[1].code == 250
        assert ("run whyblock apply" if fault is no_published_folder else "whyblock init") in exim.verdicts()[-1]["fault"]
        exim.wb("init")
        assert exim.send(CLIENT).end[1].code == 550


US = 'rule "us" { countries = {"US"} category = "spam" scope = "host" }\n'


@pytest.mark.parametrize("damage", [lambda good: good[:-200], lambda good: b"", lambda good: b"x" * len(good)],
                         ids=["truncated", "emptied", "garbage"])
def test_a_bad_mmdb_is_not_taken(exim, geoip_files, damage):
    """The copy of before decides, whatever becomes of the file, and whoever applies is told."""
    path = exim.folder / "country.mmdb"
    good = geoip_files["maxmind-country"].read_bytes()
    path.write_bytes(good)
    exim.configure(US, geoip=geoip(country=path))
    path.write_bytes(damage(good))
    for how in ("apply", "apply --auto"):
        exim.wb(*how.split(), status=74)
        assert exim.send("192.0.2.67").end[1].code == 550
    path.unlink()
    exim.wb("apply")
    assert exim.send("192.0.2.67").end[1].code == 550
    assert all("fault" not in verdict for verdict in exim.verdicts())


def test_mmdb_rewritten_in_place_under_load(exim, geoip_files):
    """An update in place once killed 10 of 1,000 connections, whose process had the file mapped."""
    path = exim.folder / "country.mmdb"
    good = geoip_files["maxmind-country"].read_bytes()
    path.write_bytes(good)
    exim.configure(US, geoip=geoip(country=path))
    done, rewritten, applied = threading.Event(), [], []

    def rewrite():
        for content in itertools.cycle([b"", good[:700], b"x" * len(good), good[:-200], good]):
            if done.is_set():
                return
            with path.open("r+b") as file:
                os.ftruncate(file.fileno(), 0)
                file.write(content)
            rewritten.append(len(content))

    def apply():
        while not done.is_set():
            exim.wb("apply", "--auto", status=None)
            applied.append(1)

    def connect(count):
        return [exim.send(f"192.0.2.{67 + i % 100}").end[1].code for i in range(count)]

    workers = [threading.Thread(target=rewrite), threading.Thread(target=apply)]
    for worker in workers:
        worker.start()
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            codes = [code for part in pool.map(connect, [LOAD // 4] * 4) for code in part]
    finally:
        done.set()
        for worker in workers:
            worker.join()
    assert codes == [550] * LOAD                            # each was answered, and decided by a copy
    assert all("fault" not in verdict for verdict in exim.verdicts())
    assert len(rewritten) > LOAD and applied
    path.write_bytes(good)
    exim.wb("apply")


@pytest.mark.parametrize("at", ["before", "during"])
def test_object_removed(exim, at):
    """The guard of the one line: removing the package never stops mail."""
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        if at == "during":
            assert client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<a@example.org>", "RSET")[2].code == 550
        exim.so.unlink()
        assert client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<a@example.org>")[2].code == 250
