# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The service behind nginx, with the very lines of the manual page: who visits is believed, every link leads on, and site.url may be any of these."""

import html
import re
import socket
import subprocess

import pytest
import web_service
from conftest import NGINX
from ports import free_port

CLIENT = "192.0.2.66"
VISITOR = "127.0.0.5"
FORM = {"address": CLIENT, "how": "by our newsletter", "done": "closed the relay", "email": "ann@example.com"}

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx-light)")


def from_the_page():
    """{path: location} of the page's examples."""
    page = (web_service.TOP / "build/man/whyblock-web.8").read_text().replace("\\-", "-")
    return {found[2]: found[1] for found in re.finditer(r"^(location (\S+) \{.*?^\})", page, re.M | re.S)}


class Nginx:
    def __init__(self, folder, location, service):
        self.top = folder / "nginx"
        self.top.mkdir()
        self.port = free_port()
        temporary = "\n".join(f"{kind}_temp_path {self.top}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.top / "nginx.conf").write_text(f"""
            daemon off; master_process off; worker_processes 1; pid {self.top}/pid; error_log {self.top}/log;
            events {{ worker_connections 64; }}
            http {{ access_log off; {temporary}
                server {{ listen 127.0.0.1:{self.port}; {location.replace("127.0.0.1:8025", f"127.0.0.1:{service.port}")} }} }}""")
        self.process = subprocess.Popen([NGINX, "-e", self.top / "log", "-c", self.top / "nginx.conf"], stderr=subprocess.DEVNULL)
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                pass
        raise AssertionError((self.top / "log").read_text())

    def say(self, method, path, *headers, body=b""):
        """From another address than nginx's own."""
        lines = [f"{method} {path} HTTP/1.1", "Host: postmaster.example.net", "Connection: close", f"Content-Length: {len(body)}", *headers, "", ""]
        with socket.create_connection(("127.0.0.1", self.port), web_service.PATIENCE_S, (VISITOR, 0)) as sock:
            sock.sendall("\r\n".join(lines).encode() + body)
            return web_service.read_answer(sock)


@pytest.fixture(params=["/", "/postmaster/"])
def proxied(make_service, tmp_path, request):
    """(the service, nginx, the path below which it shows)."""
    service = make_service(config='web { trusted_proxies = {"127.0.0.1"} }\n')
    nginx = Nginx(tmp_path, from_the_page()[request.param], service)
    yield service, nginx, request.param
    nginx.process.terminate()
    nginx.process.wait(web_service.PATIENCE_S)


def links(path, answer):
    """Where the links of a page lead that stay on this server."""
    base = path.split("?")[0].rsplit("/", 1)[0] + "/"
    for link in re.findall(r'(?:href|action)="([^"#]+)', answer.text):
        link = html.unescape(link)
        if ":" not in link:
            folder = base
            while link.startswith("../"):
                folder, link = folder[:-1].rsplit("/", 1)[0] + "/", link[3:]
            yield folder + link.removeprefix("./")


def test_who_visits(proxied):
    service, nginx, top = proxied
    service.add(CLIENT)
    assert VISITOR in nginx.say("GET", top).text
    claimed = nginx.say("GET", f"{top}blocked", f"X-Forwarded-For: {CLIENT}")
    assert VISITOR in claimed.text and CLIENT not in claimed.text
    assert nginx.say("GET", f"{top}metrics").status == 200                      # 127.0.0.5 may
    assert service.get("/metrics", f"X-Forwarded-For: {CLIENT}").status == 404
    body = web_service.urllib.parse.urlencode({**FORM, "ref": service.code(CLIENT)}).encode()
    answer = nginx.say("POST", f"{top}remove", "Content-Type: application/x-www-form-urlencoded", body=body)
    assert answer.status == 303 and answer.headers["Location"].startswith("status/")            # nginx leaves a relative one as it is
    assert nginx.say("GET", top + answer.headers["Location"]).status == 200
    assert f'"visitor": "{VISITOR}"' in service.whyblock("--json", "removal", "show", "1", "--no-dns").replace('":"', '": "')


@pytest.mark.parametrize("url", ["blocked", ""])
def test_every_link_leads_on(proxied, url):
    """From the page that a refusal names, also when site.url is the top itself."""
    service, nginx, top = proxied
    service.add(CLIENT, reason="relayed a test")
    first = f"{top}{url}?ref={service.code(CLIENT)}"
    assert "relayed a test" in nginx.say("GET", first).text
    seen, waiting = set(), [first]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = nginx.say("GET", path)
        assert answer.status == 200 and path.startswith(top), path
        if "ref=" in path and "/remove" not in path:
            assert "relayed a test" in answer.text, path
        waiting += links(path, answer) if answer.headers["Content-Type"].startswith("text/html") else []
    assert len(seen) > 20
