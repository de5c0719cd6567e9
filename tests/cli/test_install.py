# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`make install` and `uninstall`: one leaves every file whole and under its own name, the other nothing; and the shells' completions."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest
from removal_case import Site

TOP = pathlib.Path(__file__).resolve().parents[2]
HAND = ("prefix=/usr/local",)
PACKAGE = ("prefix=/usr", "unitdir=/usr/lib/systemd/system")
ELSEWHERE = ("prefix=/opt/else", "plugindir=/opt/exim/plugins", "unitdir=/opt/units")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def make(*arguments):
    subprocess.run(["make", "-s", *arguments], cwd=TOP, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)


def files(folder):
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


@pytest.mark.parametrize("settings", [HAND, PACKAGE, ELSEWHERE], ids=["by hand", "package", "elsewhere"])
def test_uninstall_leaves_nothing(tmp_path, settings):
    for _ in range(2):                                   # the second time over what is there
        make("install", f"DESTDIR={tmp_path}", *settings)
    found = files(tmp_path)
    assert len(found) > 10 and not [path for path in found if path.name.endswith(".new")]
    make("uninstall", f"DESTDIR={tmp_path}", *settings)
    assert list(tmp_path.iterdir()) == []


def test_uninstall_with_other_settings_takes_nothing_away(tmp_path):
    make("install", f"DESTDIR={tmp_path}", *PACKAGE)
    found = files(tmp_path)
    with pytest.raises(subprocess.CalledProcessError):
        make("uninstall", f"DESTDIR={tmp_path}", *HAND)
    assert files(tmp_path) == found and tmp_path / "etc/whyblock/whyblock.conf" in found


def test_what_was_changed_or_is_not_ours_stays(tmp_path):
    make("install", f"DESTDIR={tmp_path}", *HAND)
    conf, foreign = tmp_path / "etc/whyblock/whyblock.conf", tmp_path / "usr/local/bin/another"
    conf.write_text("# mine\n")
    foreign.write_text("")
    make("install", f"DESTDIR={tmp_path}", *HAND)
    assert conf.read_text() == "# mine\n"
    make("uninstall", f"DESTDIR={tmp_path}", *HAND)
    assert files(tmp_path) == [conf, foreign]


def test_installed_files_name_the_paths_they_were_installed_with(tmp_path):
    make("install", f"DESTDIR={tmp_path}", *HAND)
    snippets = files(tmp_path / "usr/local/share/whyblock/acl-snippets")
    units = files(tmp_path / "usr/local/lib/systemd/system")
    assert snippets and units
    for path in snippets:
        text = path.read_text()
        assert "/usr/local/lib/exim4/whyblock.so" in text or "/usr/local/bin/whyblock" in text or "whyblock_removal" in text \
            or path.name.endswith("-options.conf"), path
        assert "/usr/lib/exim4" not in text and "/usr/bin/whyblock" not in text
    for path in units:
        assert "/usr/bin/whyblock" not in path.read_text()


def test_an_object_in_use_is_replaced_and_not_written_to(tmp_path):
    make("install", f"DESTDIR={tmp_path}", *HAND)
    module = tmp_path / "usr/local/lib/exim4/whyblock.so"
    with module.open("rb") as old:
        make("install", f"DESTDIR={tmp_path}", *HAND)
        assert os.fstat(old.fileno()).st_ino != module.stat().st_ino and os.fstat(old.fileno()).st_nlink == 0


def test_the_package_is_built_with_the_libraries_that_the_makefile_asks_for():
    packages = re.findall(r"\|(\S+-dev)\b", (TOP / "Makefile").read_text().split("checked ")[1].split("call need")[0])
    control = (TOP / "packaging/debian/control").read_text().split("\n\n")[0]
    assert len(packages) > 5 and [name for name in packages if f" {name}" not in control] == []


# ---- Completion -------------------------------------------------------------------------------------------------------

def verbs(bare):
    """Every verb, as lists of words, from the help."""
    usage = [line.strip() for line in bare("--help").lines if line.startswith("  ") and line[2] not in " -"]
    return [[word for word in line.split() if word.islower() and word[0].isalpha()] for line in usage]


BASH = """source "$1"; shift
COMP_WORDS=(whyblock "$@"); COMP_CWORD=$#
_whyblock
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """compadd() { shift; print -l -- "$@" }
words=(whyblock "${@[2,-1]}"); CURRENT=$#words
source "$1"
"""


@pytest.fixture(params=["bash", "zsh"])
def complete(bare, request, tmp_path):
    """A function from words, the last one being typed, to what the shell offers."""
    shell = request.param
    if not shutil.which(shell):
        pytest.skip(f"no {shell}")
    script, program = tmp_path / "completion", tmp_path / "program"
    script.write_text(bare("completion", shell).out)
    program.write_text(BASH if shell == "bash" else ZSH)

    def offers(*words):
        options = ["--norc"] if shell == "bash" else ["-f"]
        run = subprocess.run([shell, *options, program, script, *words], capture_output=True, text=True)
        assert run.returncode == 0 and run.stderr == "", run
        return [word for word in run.stdout.split() if word.startswith(words[-1])]
    return offers


def test_every_verb_is_offered(bare, complete):
    found = verbs(bare)
    assert len(found) > 20
    for words in found:
        for i, word in enumerate(words):
            assert word in complete(*words[:i], "")


@pytest.mark.parametrize("words, wanted", [
    (["list", "add", "192.0.2.66", "spam", "--"],        {"--reason", "--ttl", "--scope", "--json"}),
    (["list", "add", "--reason", "list show", "--r"],     {"--reason"}),
    (["-c", "list", "exp"],                              {"explain"}),
    (["ref", "ro"],                                      {"rotate"}),
    (["ref", "--no"],                                    {"--no-dns"}),
    (["setup", "debian", "--"],                          {"--apply", "--undo", "--data", "--done", "--trap", "--root"}),
    (["completion", ""],                                 {"bash", "zsh"}),
    (["dnsbl", "c"],                                     {"check"}),
])
def test_options_and_values(complete, words, wanted):
    assert wanted <= set(complete(*words))


@pytest.fixture
def values(wb, complete, monkeypatch):
    """Completion with a configuration, and with requests as the store has them."""
    folder = wb.folder / "bin"
    folder.mkdir()
    (folder / "whyblock").symlink_to(wb.command)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    wb.configure('category "own" {}\nfeed "drop" { file = "/tmp/none" category = "spam" }\n'
                 'dnsbl "bl.example.net" { code "127.0.0.2" { category = "spam" } }\nrule "far" { category = "spam" countries = {"AQ"} }\n')
    return lambda *words: set(complete("-c", str(wb.conf), *words))


@pytest.mark.parametrize("words, wanted, unwanted", [
    (["list", "add", "192.0.2.66", ""],               {"spam", "own", "allow", "--reason"}, {"drop", "host"}),
    (["list", "add", "192.0.2.66", "spam", ""],       {"--reason"},                         {"spam", "own"}),
    (["list", "add", ""],                             {"--reason"},                         {"spam"}),
    (["list", "remove", "192.0.2.66", "o"],           {"own", "open-relay"},                {"drop"}),
    (["list", "dump", "--category", ""],              {"spam", "own", "allow"},             {"--inside"}),
    (["case", "--category", "ow"],                    {"own"},                              set()),
    (["list", "add", "192.0.2.66", "--scope", ""],    {"host", "range", "network"},         {"--ttl", "spam"}),
    (["list", "export", "--format", "rb"],            {"rbldnsd"},                          set()),
    (["feed", "sync", ""],                            {"drop"},                             {"spam"}),
    (["feed", "drop", "d"],                           {"drop"},                             set()),
    (["accuracy", "--source", ""],                    {"bl.example.net", "drop", "far", "staff"}, {"--since"}),
    (["feed", "sync", "drop", "--allow", ""],         {"exempt"},                           {"--ttl"}),
    (["help", "l"],                                   {"list"},                             set()),
])
def test_values_that_the_program_knows(values, words, wanted, unwanted):
    found = values(*words)
    assert wanted <= found and not unwanted & found


def test_numbers_of_open_requests(wb, tmp_path, complete, monkeypatch):
    site = Site(wb, tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "whyblock").symlink_to(wb.command)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    numbers = [site.ask(f"192.0.2.{n}") for n in (66, 67)]
    assert [line for line in wb("completion", "requests").lines] == [str(number) for number in numbers]
    wb("removal", "deny", str(numbers[0]), "--reason", "no", "--no-mail")
    for verb in ("approve", "deny", "show"):
        offered = complete("-c", str(wb.conf), "removal", verb, "")
        assert str(numbers[1]) in offered and str(numbers[0]) not in offered


def test_templates_of_answers(wb, tmp_path, complete, monkeypatch):
    (tmp_path / "answers").mkdir()
    for name in ("still-relays.en", "still-relays.de", "dynamic-host.en"):
        (tmp_path / "answers" / name).write_text("It still relays.\n")
    wb.configure(f'removal {{ answers = "{tmp_path}/answers" }}\n')
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "whyblock").symlink_to(wb.command)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    assert set(complete("-c", str(wb.conf), "removal", "deny", "1", "--template", "")) == {"still-relays", "dynamic-host"}


def test_without_a_configuration_no_values(values, wb):
    wb.conf.write_text("nonsense {\n")
    assert "--reason" in values("list", "add", "192.0.2.66", "") and values("list", "dump", "--category", "") == set()
    assert "host" in values("list", "add", "192.0.2.66", "--scope", "")


def test_a_shell_that_is_not_known(bare):
    assert "bash or zsh" in bare("completion", "fish", status=64).err
