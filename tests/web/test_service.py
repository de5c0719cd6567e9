# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The service itself: its options, its end, what it opens, and a store or a configuration that is not as it should be."""

import os
import re
import shutil
import signal
import socket
import subprocess

import pytest
import web_service

CLIENT = "192.0.2.66"
FORM = {"address": CLIENT, "how": "by our newsletter", "done": "closed the relay", "email": "ann@example.com"}
OWNER, PAGE, NOBODY = 64998, 64997, 65534


def run(*arguments):
    return subprocess.run([web_service.WHYBLOCK_WEB, *arguments], capture_output=True, text=True, env=web_service.ENVIRONMENT, timeout=60)


# options

@pytest.mark.parametrize("arguments", [
    ["--what"], ["extra"], ["--listen"], ["--listen", "nowhere"], ["--listen", "127.0.0.1"], ["--listen", "127.0.0.1:"], ["--listen", "127.0.0.1:65536"],
    ["--listen", "127.0.0.1:80x"], ["--listen", "::1:80"], ["--listen", "[::1:80"], ["--listen", "localhost:80"], ["--timeout", "0"], ["--timeout", "x"],
    ["--deadline", "3601"], ["--connections", "1"]])
def test_wrong_usage(arguments):
    answer = run(*arguments)
    assert answer.returncode == 64 and answer.stdout == "" and len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("argument, culprit", [("--what", "--what"), ("-qx", "-q"), ("--help=1", "--help=1")])
def test_an_unknown_option_is_the_one_that_is_named(argument, culprit):
    assert run(argument).stderr == f'whyblock-web: unknown option "{culprit}": see whyblock-web --help\n'


def test_help_and_version():
    assert run("--version").stdout.startswith("whyblock-web ")
    for option in re.findall(r"^  (--\w+)", run("--help").stdout, re.M):
        assert option in ("--agent", "--listen", "--timeout", "--deadline", "--connections", "--help")


def test_the_manual_page_has_all_of_it(service):
    page = (web_service.TOP / "build/man/whyblock-web.8").read_text().replace("\\-", "-")
    summary, metrics = run("--help").stdout, service.get("/metrics").text
    for option in re.findall(r"(--\w+)(?: [A-Z]|,|$)", summary, re.M):
        assert re.search(rf"^\.TP\n.*\\fB{option}\\fR", page, re.M), option
    for status in re.findall(r"\d+", re.search(r"Exit status: (.*)", summary)[1]):
        assert f".TP\n.B {status}\n" in page
    assert re.search(r"default: (127\S+:\d+)", summary)[1] in page
    names = set(re.findall(r"^# TYPE whyblock_web_(\w+)", metrics, re.M))
    assert names == set(re.findall(r"^\.TP\n\\fB(\w+)\\fR$", page, re.M)) and len(names) > 5
    for label, value in re.findall(r'(\w+)="([^"]*)"', metrics):
        assert label in ("version", "status") or (label in page and value in page), (label, value)


def test_a_unit_that_still_names_a_configuration(service):
    """It starts, and says that the name is of no use any more."""
    answer = run("-c", "/nonexistent", "--listen", f"127.0.0.1:{service.port}")
    assert answer.returncode == 74 and answer.stderr.startswith("whyblock-web: --config is not looked at any more")


def test_a_faulty_configuration(make_service):
    """Both start; the page says that it cannot look anything up, until the mistake is mended."""
    service = make_service(start=False)
    service.configure("nonsense = 1\n")
    service.start()
    assert "nonsense" in service.log.read_text()
    answer = service.get("/")
    assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0 and "[address]" not in answer.text
    assert service.get("/healthz").body == b"agent\n"
    service.configure()
    wait_for(lambda: service.get("/").status == 200)
    assert service.get("/healthz").body == b"ok\n"


def test_a_port_that_is_taken(service):
    answer = run("--listen", f"127.0.0.1:{service.port}")
    assert answer.returncode == 74 and "in use" in answer.stderr


@pytest.mark.parametrize("listen, family, host", [("[::1]:0", socket.AF_INET6, "::1"), ("[::]:0", socket.AF_INET, "127.0.0.1")])
def test_ipv6(service, listen, family, host):
    command = [web_service.WHYBLOCK_WEB, "--agent", service.store / "web", "--listen", listen]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=web_service.ENVIRONMENT) as process:
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        with socket.socket(family) as sock:
            sock.connect((host, port))
            sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert host in web_service.read_answer(sock).text       # an IPv4 visitor is shown as one
        process.terminate()
        assert process.wait(60) == 0


# its operator's web server

def test_a_proxy_that_is_not_trusted_is_named_once(service):
    """Forgotten in trusted_proxies, it makes all visitors one: the operator is told."""
    for _ in range(2):
        service.get("/", "X-Forwarded-For: 203.0.113.1")
    assert service.log.read_text().count("127.0.0.1 sent the header X-Forwarded-For: if it is your web server") == 1


def test_a_proxy_that_is_trusted_is_not(make_service):
    service = make_service(config='web { trusted_proxies = {"127.0.0.1"} }\n')
    service.get("/", "X-Forwarded-For: 203.0.113.1")
    assert "X-Forwarded-For" not in service.log.read_text()


# its end

@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop(service, number):
    with service.connect() as idle, service.connect() as dripping:
        dripping.sendall(b"GET / HT")
        service.get("/healthz")
        assert service.stop(number) == 0
        assert idle.recv(1) == b""


def test_an_answer_under_way_is_finished(service):
    with service.connect() as sock:
        sock.sendall(b"POST /remove HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nname")
        while service.metric("connections_open") < 2:
            pass
        service.process.terminate()
        while not is_refused(service):
            pass
        sock.sendall(b"=Ann")
        assert web_service.read_answer(sock).status == 422
    assert service.stop() == 0


def is_refused(service):
    try:
        service.connect().close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:        # it waited to be accepted when the socket was closed: the next one is refused
        pass
    return False


# configuration

def wait_for(check):
    """Until it is so: the file is looked at once a second. Ends with pytest's patience."""
    for _ in range(100_000):
        if check():
            return
    raise AssertionError("it did not come to be so")


def test_a_configuration_that_changes(service):
    assert "Example Internet" in service.get("/").text
    service.configure('category "spam" { action = "off" }\n')
    wait_for(lambda: service.get("/category/spam").status == 404)
    service.configure()
    wait_for(lambda: service.get("/category/spam").status == 200)


def test_a_configuration_that_breaks(service):
    service.configure("nonsense = 1\n")
    wait_for(lambda: service.metric("config_faulty") == 1)
    assert service.get("/").status == 200 and service.get("/healthz").status == 200
    assert service.log.read_text().count("nonsense") == 1           # told once
    service.conf.unlink()
    assert service.get("/").status == 200
    service.configure()
    wait_for(lambda: service.metric("config_faulty") == 0)


# the store

def damage_remove(service):
    shutil.rmtree(service.store)


def damage_cut(service):
    os.truncate(service.store / "published/recent-1", 50)


def damage_overwrite(service):
    (service.store / "published/recent-1").write_bytes(b"x" * 16384)


def damage_lose(service):
    (service.store / "published/recent-1").unlink()


@pytest.mark.parametrize("damage", [damage_remove, damage_cut, damage_overwrite, damage_lose])
def test_a_store_that_cannot_be_read(make_service, damage):
    service = make_service(config='web { trusted_proxies = {"127.0.0.1"} }\n')
    service.add(CLIENT)
    code = service.code(CLIENT)
    damage(service)
    health = service.get("/healthz")
    assert (health.status, health.body) == (503, b"listings\n")
    blocked = service.get(f"/blocked?ref={code}")                   # what the code says is known all the same
    assert blocked.status == 200 and CLIENT in blocked.text and "The block still stands" not in blocked.text
    assert service.get("/blocked", f"X-Forwarded-For: {CLIENT}").status == 503
    for path in ("/", "/category/spam", "/remove", "/style.css"):
        assert service.get(path).status == 200
    assert str(service.folder) not in blocked.text + health.text
    assert service.metric("answers_unavailable_total") >= 2


def test_requests_that_cannot_be_written(service):
    (service.store / "requests").rmdir()
    (service.store / "requests").write_text("no folder")
    answer = service.post(FORM)
    assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
    assert service.get("/healthz").status == 503 and service.get("/").status == 200


def test_a_key_that_cannot_be_read(service):
    code = service.code(CLIENT)
    service.key.write_text("nonsense\n")
    assert service.get(f"/blocked?ref={code}").status == service.post({**FORM, "ref": code}).status == 503
    assert service.get("/healthz").body == b"reference-key\n"
    service.key.unlink()
    assert service.get(f"/blocked?ref={code}").status == 404        # nobody's code is genuine without a key


# rights

def rights_of_the_units(service):
    """The store belongs to a user, and the page's service is another one, who reaches the socket alone."""
    service.folder.chmod(0o755)
    for parent in service.folder.parents:
        if parent.stat().st_uid == os.getuid() and not parent.stat().st_mode & 1:
            parent.chmod(parent.stat().st_mode | 0o11)
    os.chown(service.key, 0, OWNER)
    service.key.chmod(0o640)
    for path in (service.store, *service.store.rglob("*")):
        os.chown(path, OWNER, OWNER)


def as_user(number):
    return ["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups", "--no-new-privs", "--bounding-set=-all"]


# The unit's InaccessiblePaths, in mounts of its own: of the store the folder of the socket alone is there.
MOUNTS = """
store=$1 socket=$2
shift 2
mount --bind "$store/web" "$socket"
mount -t tmpfs -o mode=000 none "$store"
mount --bind "$socket" "$socket"
exec "$@"
"""

needs_root = pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv")


@needs_root
def test_without_the_store(make_service):
    service = make_service(start=False)
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        pytest.skip("no mounts of its own are allowed here")
    socket_folder = service.folder / "socket"
    socket_folder.mkdir()
    service.prefix = ["unshare", "-m", "sh", "-ec", MOUNTS, "sh", service.store, socket_folder, *as_user(OWNER)]
    service.options = ("--agent", socket_folder)
    service.add(CLIENT, reason="relayed a test")
    rights_of_the_units(service)
    service.start()
    assert "relayed a test" in service.get(f"/blocked?ref={service.code(CLIENT)}").text
    assert service.post(FORM).status == 303
    assert service.get("/healthz").body == b"ok\n"
    # staff and feeds go on writing what is shown
    service.whyblock("list", "remove", CLIENT)
    assert "relayed a test" not in service.get(f"/blocked?ref={service.code(CLIENT)}").text


# An agent on a machine that has the page's user.
AGENT_WITH_USER = """#!/bin/sh
exec unshare -m sh -ec 'mount --bind "$0" /etc/passwd; exec "$@"' {passwd} {agent} "$@"
"""


@needs_root
def test_as_its_own_user(make_service):
    """whyblock-web, who is in no group of the store's, and for whom the agent makes the folder of its socket."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        pytest.skip("no mounts of its own are allowed here")
    service = make_service(start=False, prefix=as_user(PAGE))
    passwd, program = service.folder / "passwd", service.folder / "agent"
    passwd.write_text(f"root:x:0:0::/root:/bin/sh\nwhyblock-web:x:{PAGE}:{PAGE}::/nonexistent:/usr/sbin/nologin\n")
    passwd.chmod(0o644)
    program.write_text(AGENT_WITH_USER.format(passwd=passwd, agent=web_service.AGENT))
    program.chmod(0o755)
    service.agent_program = program
    service.add(CLIENT, reason="relayed a test")
    rights_of_the_units(service)
    service.start()
    assert "relayed a test" in service.get(f"/blocked?ref={service.code(CLIENT)}").text
    assert service.post(FORM).status == 303 and service.get("/healthz").body == b"ok\n"
    for path, mode in (("web", 0o2750), ("web/ask", 0o660)):
        st = (service.store / path).stat()
        assert (st.st_uid, st.st_gid, st.st_mode & 0o7777) == (OWNER, PAGE, mode)
    reach = subprocess.run([*as_user(PAGE), "sh", "-c", 'for path; do test -r "$path" && echo "$path"; done', "sh",
                            *(service.store / name for name in ("listings", "requests", "published", "run", "run/events")), service.key],
                           capture_output=True, text=True)
    assert reach.stdout == ""


@needs_root
def test_as_another_user(make_service):
    """Who is neither the page's user nor the store's owner is turned away, whatever the rights of the folder."""
    service = make_service(start=False, prefix=as_user(NOBODY))
    rights_of_the_units(service)
    service.start()
    (service.store / "web").chmod(0o755)
    (service.store / "web/ask").chmod(0o666)
    assert service.get("/").status == 503 and service.get("/healthz").body == b"agent\n"
    assert service.agent.metric("questions_not_taken_total", why="stranger") > 0
    assert service.agent.metric("questions_total", kind="site") == 0


# what it opens

CALLS = re.compile(r'(open|openat|creat|stat|lstat|newfstatat|access|faccessat2?|readlink|execve|unlink|rename|mkdir)\((?:AT_FDCWD, )?"([^"]*)"')


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace (Debian: strace)")
def test_what_it_opens(make_service):
    """Nothing: neither store nor configuration nor key, and after its start no file and no other connection at all."""
    service = make_service(start=False, program=web_service.PLAIN)
    trace = service.folder / "trace"
    service.prefix = ["strace", "-D", "-f", "-o", str(trace), "-e", "trace=%file,%network,%process"]
    service.add(CLIENT)
    if subprocess.run([*service.prefix, "true"], capture_output=True).returncode != 0:
        pytest.skip("ptrace is not allowed here")
    service.start()
    code = service.code(CLIENT)
    for path in ("/", f"/blocked?ref={code}", "/blocked", "/category/spam", "/remove", "/style.css", "/healthz", "/metrics", "/status/0", "/nothing"):
        for language in ("de", "en"):
            service.get(path, f"Accept-Language: {language}")
    assert service.post({**FORM, "ref": code}).status == 303
    assert service.stop() == 0
    lines = trace.read_text().splitlines()
    named = {path for line in lines for _, path in CALLS.findall(line) if path.startswith(str(service.folder))}
    assert named <= {str(service.store / "web")}                # whose path may be too long for a socket's address
    begin = next(i for i, line in enumerate(lines) if " listen(" in line)
    begin += next(i for i, line in enumerate(lines[begin:]) if " connect(" in line) + 1
    assert not [line for line in lines[begin:] if re.search(r"\b(socket|connect|bind|execve|fork|clone)\(", line) or CALLS.search(line)]
