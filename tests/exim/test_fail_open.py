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


def listings_without_permission(exim, _):
    (exim.store / "listings/data.mdb").chmod(0)


def lock_file_without_permission(exim, _):
    (exim.store / "listings/lock.mdb").chmod(0)


def store_is_not_lmdb(exim, _):
    (exim.store / "listings/data.mdb").write_bytes(os.urandom(64 << 10))


def store_is_text(exim, _):
    (exim.store / "listings/data.mdb").write_text("192.0.2.66 open-relay\n" * 1000)


def store_cut_short(exim, _):
    data = exim.store / "listings/data.mdb"
    os.truncate(data, data.stat().st_size - 4096)


def store_cut_to_its_meta_pages(exim, _):
    os.truncate(exim.store / "listings/data.mdb", 8192)


def store_cut_inside_its_meta_pages(exim, _):
    os.truncate(exim.store / "listings/data.mdb", 100)


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
    "listings without permission": listings_without_permission,
    "lock file without permission": lock_file_without_permission,
    "store is not LMDB": store_is_not_lmdb,
    "store is text": store_is_text,
    "store cut short": store_cut_short,
    "store cut to its meta pages": store_cut_to_its_meta_pages,
    "store cut inside its meta pages": store_cut_inside_its_meta_pages,
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


@pytest.mark.parametrize("missing", ["GeoIP files", "listings folder", "files in the listings folder"])
def test_what_was_never_made_is_no_fault(exim, missing):
    if missing == "GeoIP files":
        exim.configure(geoip=geoip(country="/nonexistent/country.mmdb", asn="/nonexistent/asn.mmdb"))
    else:
        shutil.rmtree(exim.store / "listings")
    if missing == "files in the listings folder":
        (exim.store / "listings").mkdir()
    assert exim.send(CLIENT).end[1].code == 250
    assert exim.verdicts() == []


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
