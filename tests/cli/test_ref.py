# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`ref`: what a reference in a reply stands for, whether it is genuine, and how things are now. And its key: `init`, `ref rotate`."""

import datetime
import os
import base64
import re
import shutil
import stat
import time

import pytest
import reference
from conftest import OWN_GROUP

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
CATEGORIES = ["open-relay", "open-proxy", "formmail", "virus", "spam", "spam-source", "policy"]


@pytest.fixture
def wb(wb):
    """With a reference key."""
    wb("init")
    return wb


def keys(wb):
    """The keys of the file, the newest first."""
    return [bytes.fromhex(line.split()[0]) for line in wb.key.read_text().splitlines() if line[0] != "#"]


def code_for(wb, client):
    """The reference in the reply that this client would get."""
    return re.fullmatch(r"\d{3} \d\.7\.1 ref (\S+)", wb.json("explain", client, status=1)["reply"][-1])[1]


def forged(wb, code):
    answer = wb.json("ref", code, status=1)
    assert answer["genuine"] is False and answer["why"]
    return answer["why"]


# what a code says

@pytest.mark.parametrize("client, shown", [(CLIENT, CLIENT), (CLIENT6, CLIENT6)])
@pytest.mark.parametrize("action", ["defer", "reject"])
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_family_and_action(wb, category, action, client, shown):
    wb.configure(f'category "{category}" {{ action = "{action}" }}\n')
    wb.add(client, category)
    before = time.time()
    code = code_for(wb, client)
    assert len(code) == (29 if client == CLIENT else 54) and set(map(len, code.split("-"))) == {4}
    assert code in [reference.make(keys(wb)[0], client, category, action, at) for at in (before, time.time())]
    answer = wb.json("ref", code)
    assert (answer["genuine"], answer["reference"], answer["client"], answer["category"], answer["action"], answer["key"]) == (
        True, code, shown, category, action, 1)
    at = datetime.datetime.fromisoformat(answer["time"].replace("Z", "+00:00")).timestamp()
    assert before - 60 < at <= time.time()


def test_it_stands_in_the_reply_the_url_and_the_verdict(wb):
    wb.add(CLIENT)
    answer = wb.json("explain", CLIENT, status=1)
    code = answer["verdict"]["ref"]
    assert answer["reply"][2:] == [f"550-5.7.1 https://postmaster.example.net/blocked?ref={code.replace('-', '')}", f"550 5.7.1 ref {code}"]


def test_for_people(wb):
    wb.add(CLIENT, reason="relayed a test")
    code = code_for(wb, CLIENT)
    out = wb("ref", code).out
    for part in (code, "sealed by key 1 of 1, which signs now", "Z, to the minute", "open-relay", "reject", "Now        still blocked: reject",
                 "listing:staff:ann", "relayed a test"):
        assert part in out
    assert "Reply" not in out and out.count(code) == 1      # no second code that looks like the first


def test_as_of_now(wb):
    wb.add(CLIENT)
    code = code_for(wb, CLIENT)
    assert wb.json("ref", code)["blocked_now"] is True
    now = wb.json("ref", code)["now"]
    assert now["evidence"][0]["source"] == "listing:staff:ann"
    assert "ref" not in now["verdict"] and now["reply"] == []       # asking signs nothing
    wb("list", "remove", CLIENT)
    answer = wb.json("ref", code)
    assert answer["genuine"] and answer["blocked_now"] is False and answer["now"]["evidence"] == []
    assert "not blocked any more" in wb("ref", code).out
    wb.add(CLIENT, "spam")
    answer = wb.json("ref", code)
    assert (answer["category"], answer["now"]["verdict"]["category"]) == ("open-relay", "spam")


def test_as_of_another_time(wb):
    wb.add(CLIENT, "spam", "--ttl", "1h")
    code = code_for(wb, CLIENT)
    later = int(time.time()) + 7200
    assert wb.json("ref", code)["blocked_now"] is True
    assert wb.json("ref", code, "--at", str(later))["blocked_now"] is False


def test_monitor_mode_blocks_nobody_now(wb):
    wb.add(CLIENT)
    code = code_for(wb, CLIENT)
    wb.configure('mode = "monitor"\n')
    assert wb.json("ref", code)["blocked_now"] is False


LISTINGS6 = [
    # listed                    blocked_now  listings inside the /64
    ("2001:db8:1:2::/64",       True,        0),
    ("2001:db8::/32",           True,        0),
    ("2001:db8:1:2::66",        None,        1),
    ("2001:db8:1:2:8000::/65",  None,        1),
    ("2001:db8:1:3::/64",       False,       0),
    ("2001:db8:1:1::/64",       False,       0),
    ("2001:db8:1:3::66",        False,       0),
    ("192.0.2.66",              False,       0),
]


@pytest.mark.parametrize("listed, blocked, inside", LISTINGS6)
def test_a_code_of_before_is_about_the_64(wb, listed, blocked, inside):
    wb.add(listed, "spam", reason="these listings")
    code = reference.make(keys(wb)[0], CLIENT6, "spam", subnet=True)
    answer = wb.json("ref", code)
    assert (answer["reference"], answer["client"], answer["blocked_now"], len(answer["inside"])) == (code, "2001:db8:1:2::/64", blocked, inside)
    out = wb("ref", code).out
    assert ("these listings" in out) == (blocked is not False)
    assert ("depends on the address" in out) == (blocked is None)
    assert "which is all that a code of this form holds" in out


@pytest.mark.parametrize("listed, blocked", [
    (CLIENT6, True), ("2001:db8:1:2::/64", True), ("2001:db8::/32", True), ("2001:db8:1:2::67", False), ("2001:db8:1:2:8000::/65", False)])
def test_ipv6_is_about_the_host(wb, listed, blocked):
    """Refused when it is, and nothing of a neighbour is shown."""
    wb.add(listed, "spam", reason="these listings")
    code = reference.make(keys(wb)[0], CLIENT6, "spam")
    answer = wb.json("ref", code)
    assert (answer["reference"], answer["client"], answer["blocked_now"], answer["inside"]) == (code, CLIENT6, blocked, [])
    out = wb("ref", code).out
    assert ("these listings" in out) == blocked and ("still blocked: reject" in out) == blocked and "/64\n" not in out
    assert "which is all" not in out and "depends" not in out


def test_ipv6_expired_listings_inside_do_not_count(wb):
    wb.add(CLIENT6, "spam", "--ttl", "1h")
    answer = wb.json("ref", reference.make(keys(wb)[0], CLIENT6, "spam", subnet=True), "--at", str(int(time.time()) + 7200))
    assert answer["blocked_now"] is False and [row["counts"] for row in answer["inside"]] == [False]


# genuine or not

def test_typing_is_forgiven(wb):
    code = reference.make(keys(wb)[0], CLIENT, "spam")
    bare = code.replace("-", "")
    for text in (bare, code.lower(), bare.replace("0", "o").replace("1", "l"), code.replace("-", " "), f" {code}\n", code.replace("-", "\u2013"),
                 f"https://postmaster.example.net/blocked?ref={bare}", f"<https://x/?a=b&ref={bare.lower()}&c=d>", f"550 5.7.1 ref {code}"):
        assert wb.json("ref", text)["reference"] == code
    assert wb.json("ref", *code.split("-"))["reference"] == code


@pytest.mark.parametrize("text, why", [
    ("", "found 0 characters"), ("8F3K", "found 4 characters"), ("8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2U", '"U"'),
    ("8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G", "no key of this site"), ("x" * 70000, "too long"), ("\033[31m", "which no reference has"),
    ("https://postmaster.example.net/blocked", "which no reference has"),
])
def test_not_genuine(wb, text, why):
    assert why in forged(wb, text)
    run = wb("ref", text, status=1)
    assert run.out.startswith("Genuine    no: ") and "\033" not in run.out


def test_another_site_s_code(wb):
    assert "no key of this site" in forged(wb, reference.make(b"x" * 32, CLIENT, "spam"))


def test_changed_codes_are_refused(wb):
    code = reference.make(keys(wb)[0], CLIENT, "spam").replace("-", "")
    for place in range(len(code)):
        other = reference.ALPHABET[(reference.ALPHABET.index(code[place]) + 1) % 32]
        assert "no key of this site" in forged(wb, code[:place] + other + code[place + 1:])


def test_an_unknown_category_is_said_so(wb):
    wb.configure('category "ours" { }\n')
    wb.add(CLIENT, "ours")
    code = code_for(wb, CLIENT)
    assert wb.json("ref", code)["category"] == "ours"
    wb.configure()
    assert wb.json("ref", code)["category"] is None
    assert "unknown: the configuration does not have it any more" in wb("ref", code).out


def test_categories_that_were_added_later_change_no_code(wb):
    codes = {category: reference.make(keys(wb)[0], CLIENT, category) for category in CATEGORIES}
    wb.configure("".join(f'category "new-{n}" {{ }}\n' for n in range(50)))
    assert {wb.json("ref", code)["category"] for code in codes.values()} == set(CATEGORIES)


def same_hash():
    """Two ids that look the same in a reference."""
    seen = {}
    for n in range(10 ** 6):
        other = seen.setdefault(reference.category_hash(f"c{n}"), f"c{n}")
        if other != f"c{n}":
            return other, f"c{n}"


def test_two_categories_that_look_the_same(wb):
    one, two = same_hash()
    wb.configure(f'category "{one}" {{ }}\ncategory "{two}" {{ }}\n')
    assert f"categories {one} and {two} look the same" in wb("check-config").out
    assert wb.json("ref", reference.make(keys(wb)[0], CLIENT, two))["category"] == f"{one} or {two}"


# the key

def look(path):
    status = path.stat()
    return oct(stat.S_IMODE(status.st_mode)), status.st_gid


def test_init_makes_the_key_for_the_store_s_group(bare):
    run = bare("init", "--group", OWN_GROUP, umask=0o777)
    assert str(bare.key) in run.out
    assert look(bare.key) == ("0o640", bare.store.stat().st_gid)
    assert [len(key) for key in keys(bare)] == [32]
    assert [path.name for path in bare.folder.iterdir() if path.name.startswith("reference")] == ["reference.key"]


def test_init_never_overwrites_but_mends(wb):
    before = wb.key.read_bytes()
    wb.key.chmod(0o604)
    wb("init")
    assert wb.key.read_bytes() == before and look(wb.key)[0] == "0o640"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to another group")
def test_init_gives_the_key_the_store_s_group(wb):
    shutil.chown(wb.store, group="daemon")
    wb("init")
    assert look(wb.key)[0] == "0o640" and wb.key.group() == wb.store.group() == "daemon"


def test_the_setting(wb):
    path = wb.folder / "elsewhere.key"
    wb.configure(f'reference_key = "{path}"\n')
    assert wb.json("init")["reference_key"] == str(path)
    assert len(path.read_text().splitlines()[-1].split()[0]) == 64


def test_rotation(wb):
    wb.add(CLIENT)
    old_code, (old_key,) = code_for(wb, CLIENT), keys(wb)
    wb.key.chmod(0o600)
    assert wb.json("ref", "rotate") == {"reference_key": str(wb.key), "keys": 2}
    assert look(wb.key)[0] == "0o600" and keys(wb)[1] == old_key != keys(wb)[0]
    new_code = code_for(wb, CLIENT)
    assert new_code != old_code
    assert [wb.json("ref", code)["key"] for code in (new_code, old_code)] == [1, 2]
    assert wb.json("ref", old_code)["reference"] == old_code
    assert "sealed by key 2 of 2\n" in wb("ref", old_code).out
    assert "3 keys verify" in wb("ref", "rotate").out
    wb.key.write_text(wb.key.read_text().splitlines()[2] + "\n")
    forged(wb, old_code)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to another user")
def test_rotation_keeps_owner_and_group(wb):
    os.chown(wb.key, 1, 2)
    wb("ref", "rotate")
    assert (wb.key.stat().st_uid, wb.key.stat().st_gid) == (1, 2)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to another group")
def test_a_key_of_another_group_is_warned_of(wb):
    os.chown(wb.key, -1, 2)
    assert f"warning  reference key {wb.key}: is not readable by the store's group" in wb("check-config").out
    wb("init")
    assert "is not readable by the store's group" not in wb("check-config").out


BROKEN = {
    "missing": (lambda key: key.unlink(), "note     ", "there is no such file: replies carry no reference"),
    "open to everybody": (lambda key: key.chmod(0o644), "warning  ", "is open to everybody: expected mode 0640 (chmod 640); replies carry no"),
    "rubbish": (lambda key: key.write_text("rubbish\n"), "warning  ", ":1: expected a key of 64 hexadecimal digits"),
    "empty": (lambda key: key.write_text(""), "warning  ", "there is no key in it; replies carry no reference"),
    "not for the group": (lambda key: key.chmod(0o600), "warning  ", "is not readable by the store's group"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_key_that_is_not_right_is_no_fault(wb, how):
    spoil, kind, said = BROKEN[how]
    wb.add(CLIENT)
    spoil(wb.key)
    line, = [line for line in wb("check-config").lines if said in line]
    assert line.startswith(kind + f"reference key {wb.key}")
    answer = wb.json("explain", CLIENT, status=1)
    assert answer["faults"] == [] and answer["verdict"]["action"] == "reject"
    assert ("ref" in answer["verdict"]) == (how == "not for the group")
    if how != "not for the group":
        assert len(answer["reply"]) == 3
        assert str(wb.key) in wb("ref", "8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G", status=74).err
        status = 65 if "key in it" in said or "digits" in said else 74
        assert str(wb.key) in wb("ref", "rotate", status=status).err


def test_a_good_key_in_check_config(wb):
    assert f"note     reference key {wb.key}: 1 key verifies, the first one signs" in wb("check-config").lines


def test_the_key_is_never_shown(wb):
    wb.add(CLIENT)
    secret = keys(wb)[0].hex()
    for verb in (["init"], ["check-config"], ["ref", "rotate"], ["ref", code_for(wb, CLIENT)], ["--json", "ref", code_for(wb, CLIENT)]):
        run = wb(*verb)
        assert secret not in run.out + run.err


BOUNCE = """A message that you sent could not be delivered to ann@example.org:

    550-5.7.1 Server [192.0.2.66] blocked as possible open relay
    550-5.7.1 Client host [192.0.2.66] blocked using Example Internet
    550 5.7.1 https://postmaster.example.net/blocked?ref=CODE
"""


@pytest.mark.parametrize("given", [
    ["CODE"], ["<CODE>,"], ["550 5.7.1 ref CODE"], "550 5.7.1 see https://p.example.net/b?ref=CODE for more".split(),
    ["https://postmaster.example.net/blocked?ref=CODE&lang=de"], [BOUNCE], ["x" * 10000 + " " + BOUNCE], ["-"],
], ids=["alone", "in brackets", "a line", "a line in words", "a link", "a bounce", "a long one", "standard input"])
def test_a_code_in_whatever_stands_around_it(wb, given):
    wb.add(CLIENT)
    code = code_for(wb, CLIENT)
    words = [word.replace("CODE", code) for word in given]
    options = {"input": BOUNCE.replace("CODE", code)} if given == ["-"] else {}
    assert wb.json("ref", *words, **options)["reference"] == code
    assert "the code is genuine" in wb("case", *words, status=1, **options).out


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "utf-16"])
def test_a_code_in_an_encoded_part_of_a_mail(wb, encoding):
    """As `removal receive` finds it in the same mail."""
    code = reference.make(keys(wb)[0], CLIENT, "spam")
    bounce = BOUNCE.replace("CODE", code)
    body = {"base64": base64.encodebytes(bounce.encode()).decode(), "quoted-printable": bounce.replace(code, code[:9] + "=\n" + code[9:]),
            "utf-16": base64.encodebytes(bounce.encode("utf-16")).decode()}[encoding]
    mail = ("From: a@s.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\nsee attachment\n"
            f"--B\nContent-Type: application/octet-stream; name=bounce.eml\nContent-Transfer-Encoding: {'base64' if encoding == 'utf-16' else encoding}\n\n{body}\n--B--\n")
    assert wb.json("ref", "-", input=mail)["reference"] == code
