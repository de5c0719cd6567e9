# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Whatever is broken on our side: mail flows, and the main log says once for each connection what is wrong."""

import os
import shutil

import pytest
from exim_server import geoip

CLIENT = "192.0.2.66"


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


def nothing_published(exim, _):
    shutil.rmtree(exim.store / "published")


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


def damaged_mmdb(damage):
    """The country file of whyblock.conf, damaged; damage makes its bytes out of good ones."""
    def change(exim, files):
        path = exim.folder / "damaged.mmdb"
        path.write_bytes(damage(files["maxmind-country"].read_bytes()))
        exim.wb("list", "remove", CLIENT)
        exim.geoip = geoip(country=path)
    return change


def another_type(exim, files):
    exim.wb("list", "remove", CLIENT)
    exim.geoip = geoip(country=files["connection-type"])


def mmdb_is_a_directory(exim, _):
    exim.wb("list", "remove", CLIENT)
    exim.geoip = geoip(country=exim.folder)


# on_error can be read, so "defer" is honoured
FAULTS = {
    "no store": no_store,
    "store without permission": store_without_permission,
    "nothing published": nothing_published,
    "published without permission": published_without_permission,
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
    "store is a file": store_is_a_file,
    "mmdb empty": damaged_mmdb(lambda good: b""),
    "mmdb truncated": damaged_mmdb(lambda good: good[:-200]),
    "mmdb without its beginning": damaged_mmdb(lambda good: good[700:]),
    "mmdb garbage": damaged_mmdb(lambda good: os.urandom(len(good))),
    "mmdb garbage before its metadata": damaged_mmdb(lambda good: b"\xff" * 900 + good[900:]),
    "mmdb of another type": another_type,
    "mmdb is a directory": mmdb_is_a_directory,
}
# nothing can be read
BLIND_FAULTS = {
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
    exim.geoip = geoip()
    exim.list(CLIENT, "open-relay")
    fault(exim, files)
    if exim.conf.is_file() and fault not in BLIND_FAULTS.values():
        exim.configure(settings, geoip=exim.geoip)


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


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_mail_flows_with_a_mistake_in_the_configuration(exim, mistake):
    exim.list(CLIENT, "open-relay")
    exim.configure(mistake)
    assert exim.send(CLIENT).end[1].code == 250
    assert f"{exim.conf}:" in one_fault_line(exim)["fault"]


def test_on_error_defer_beside_a_mistake(exim):
    exim.configure('on_error = "defer"\nsite_nmae = "x"\n')
    assert exim.send(CLIENT).end[1].code == 451


def test_on_error_defer_lets_exempt_mail_through(exim, geoip_files):
    break_it(exim, no_store, geoip_files, settings='on_error = "defer"\n')
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
    no_store(exim, None)
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
    for fault in (recent_is_garbage, base_is_gone, nothing_published):
        fault(exim, None)
        assert exim.send(CLIENT).end[1].code == 250
        assert "whyblock init" in exim.verdicts()[-1]["fault"]
        exim.wb("init")
        assert exim.send(CLIENT).end[1].code == 550


@pytest.mark.parametrize("content", [lambda good: good[:-200], lambda good: b"", lambda good: b"x" * len(good)],
                         ids=["truncated", "emptied", "garbage"])
def test_mmdb_overwritten_in_place_during_a_connection(exim, geoip_files, content):
    good = geoip_files["maxmind-country"].read_bytes()
    path = exim.folder / "country.mmdb"
    path.write_bytes(good)
    exim.configure('rule "us" { countries = {"US"} category = "spam" scope = "host" }\n', geoip=geoip(country=path))
    message = ("MAIL FROM:<>", "RCPT TO:<a@example.org>", "RSET")
    with exim.client(CLIENT) as before, exim.client("192.0.2.67") as during:
        assert before.say("HELO x", *message)[2].code == 550
        during.say("HELO x")
        path.write_bytes(content(good))
        assert before.say(*message)[1].code == 550          # what is known is gathered once for a connection
        assert during.say(*message)[1].code == 250
    assert ["fault" in verdict for verdict in exim.verdicts("192.0.2.67")] == [True]
    path.write_bytes(good)
    assert exim.send("192.0.2.68").end[1].code == 550


@pytest.mark.parametrize("at", ["before", "during"])
def test_object_removed(exim, at):
    """The guard of the one line: removing the package never stops mail."""
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        if at == "during":
            assert client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<a@example.org>", "RSET")[2].code == 550
        exim.so.unlink()
        assert client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<a@example.org>")[2].code == 250
