# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Between the service and the agent: an agent that is not there, that does not answer, and what somebody could send it who has the service."""

import ipaddress
import json
import re
import socket
import struct
import time

import pytest
import web_service
from agent import metrics, settle

CLIENT = "192.0.2.66"
FORM = {"address": CLIENT, "how": "by our newsletter", "done": "closed the relay", "email": "ann@example.com"}
# Of service/ask.h.
VERSION = 3
SITE, CODE, BLOCKED, FILE, STATUS, REPLY, HEALTH = range(7)
DONE, NOT_FOUND, UNAVAILABLE = range(3)
QUESTION_MAX = 12288


def question(kind, until_ms=1 << 62):
    """The beginning of a question."""
    return struct.pack(">BBIQ", VERSION, kind, 7, until_ms)


def wait_for(check):
    """Until it is so. Ends with patience."""
    end = time.monotonic() + web_service.PATIENCE_S
    while not check():
        assert time.monotonic() < end, "it did not come to be so"


def test_the_manual_page_has_each_metric_of_the_agent(make_service):
    service = make_service(config='dnsbl "bl.example.net" { }\n')
    service.whyblock("apply")
    page = (web_service.TOP / "build/man/whyblock-agent.8").read_text().replace("\\-", "-")
    section = re.search(r"^\.SH METRICS\n(.*?)^\.SH", page, re.M | re.S)[1]
    told = {name for line in re.findall(r"^\.TP\n\.BR? (.*)$", section, re.M) for name in re.sub(r'[",]', " ", line).split()}
    text = metrics(service.store / "run")
    assert told == set(re.findall(r"^# TYPE whyblock_agent_(\w+)", text, re.M)) and len(told) > 30
    for label, value in re.findall(r'(\w+)="([^"]*)"', text):
        assert label in section and (label in ("version", "outcome", "zone") or value in section), (label, value)


def cannot_look_up(service, code):
    """What needs the agent says so, and nothing else changes."""
    for answer in (service.get(f"/blocked?ref={code}"), service.get("/blocked"), service.post({**FORM, "ref": code}), service.get("/status/" + "0" * 26)):
        assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0 and answer.headers["Cache-Control"] == "no-store"
        assert str(service.folder) not in answer.text
    assert (service.get("/healthz").status, service.get("/healthz").body) == (503, b"agent\n")
    for path in ("/", "/category/spam", "/remove", "/style.css", "/robots.txt", "/metrics"):
        assert service.get(path).status == 200, path


# an agent that is not there

def test_the_agent_goes_and_comes_back(service):
    service.add(CLIENT, reason="relayed a test")
    code = service.code(CLIENT)
    service.agent.kill()
    cannot_look_up(service, code)
    assert service.metric("answers_unavailable_total") == 4
    service.agent.start()
    assert "relayed a test" in service.get(f"/blocked?ref={code}").text
    assert service.post({**FORM, "ref": code}).status == 303 and service.get("/healthz").body == b"ok\n"
    log = service.log.read_text()
    assert log.count("cannot ask whyblock-agent") == log.count("whyblock-agent answers again") == 1


def test_the_service_is_there_first(make_service):
    """Not even whom to write to is known then, nor which proxy is believed."""
    service = make_service(start=False, config='web { trusted_proxies = {"127.0.0.1"} }\n')
    service.start(with_agent=False)
    for path in ("/", "/blocked", "/category/spam", "/remove", "/style.css", "/nothing"):
        answer = service.get(path, "X-Forwarded-For: 203.0.113.1")
        assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0 and "127.0.0.1" not in answer.text
    assert service.get("/metrics").status == 404 and service.get("/robots.txt").status == 200
    assert "X-Forwarded-For" not in service.log.read_text()         # it may be the operator's own proxy
    service.agent = web_service.Agent(service, service.log).start()
    wait_for(lambda: service.get("/").status == 200)
    assert "203.0.113.1" in service.get("/", "X-Forwarded-For: 203.0.113.1").text


def test_an_agent_that_does_not_answer(service):
    """It costs one visit two seconds, and then nobody until it answers again."""
    code = service.code(CLIENT)
    assert service.get(f"/blocked?ref={code}").status == 200
    service.agent.stop()
    begin = time.monotonic()
    assert service.get(f"/blocked?ref={code}").status == 503
    assert 1.5 < time.monotonic() - begin < 10
    begin = time.monotonic()
    for _ in range(5):
        cannot_look_up(service, code)
    assert time.monotonic() - begin < 1.5                           # 70 visits: none of them has waited
    service.agent.go_on()
    wait_for(lambda: service.get(f"/blocked?ref={code}").status == 200)
    assert service.post({**FORM, "ref": code}).status == 200
    assert "has not" not in service.log.read_text() and service.log.read_text().count("cannot ask whyblock-agent") == 1


def test_an_agent_that_is_killed_while_it_is_asked(service):
    service.agent.stop()
    assert service.get("/blocked").status == 503
    service.agent.kill()
    service.agent.start()
    assert service.get("/blocked").status == 200


def test_the_policy_in_force_decides(service):
    """Not the configuration as it is just being written: the page says what Exim does."""
    service.add(CLIENT, reason="relayed a test")
    page = f"/blocked?ref={service.code(CLIENT)}"
    service.configure('exempt { hosts = {"192.0.2.0/24"} }\n')
    assert "The block still stands" in service.get(page).text
    service.whyblock("apply")
    wait_for(lambda: "The block still stands" not in service.get(page).text)


# who has the service, and speaks with the agent

class Asker:
    def __init__(self, service):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(web_service.PATIENCE_S)
        self.socket.connect(str(service.store / "web/ask"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def say(self, packet):
        """The answer; b"": the agent has closed the connection."""
        try:
            self.socket.send(packet)
            return self.socket.recv(1 << 17)
        except (BrokenPipeError, ConnectionResetError):
            return b""

    def ask(self, kind, body=b""):
        """(result, what follows it)."""
        answer = self.say(question(kind) + body)
        assert answer[:6] == struct.pack(">BBI", VERSION, kind, 7)
        return answer[6], answer[7:]


def prefix(text):
    network = ipaddress.ip_network(text)
    if network.version == 4:
        return bytes(10) + b"\xff\xff" + network.network_address.packed + bytes([96 + network.prefixlen])
    return network.network_address.packed + bytes([network.prefixlen])


def request(code="", client=f"{CLIENT}/32", language="en", name="", email="a@example.com", how="how", done="done"):
    """The body of FILE, without a visitor."""
    texts = [text if isinstance(text, bytes) else text.encode() for text in (language, name, email, how, done)]
    return code.encode() + b"\0\0" + prefix(client) + b"".join(text + b"\0" for text in texts)


def listed(service):
    return json.loads(service.whyblock("--json", "removal", "list"))


def test_packets_that_are_no_questions(service):
    """Each ends its connection, is counted, and disturbs nobody."""
    good = question(FILE) + request()
    bad = [good[:length] for length in range(1, len(good))]
    bad += [good + b"x", b"\0" * 100, b"\xff" * QUESTION_MAX, b"x" * (QUESTION_MAX + 1), b"x" * 100_000, bytes([VERSION + 1]) + good[1:],
            question(HEALTH + 1), question(REPLY) + b"TOKEN\0" + b"x" * 2001 + b"\0", question(CODE) + b"A" * 4097 + b"\0",
            question(FILE) + request(how="x" * 2001), question(FILE) + request(language="eng"),
            good.replace(prefix(f"{CLIENT}/32"), prefix(f"{CLIENT}/32")[:16] + b"\x78")]
    for packet in bad:
        with Asker(service) as asker:
            assert asker.say(packet) == b"", packet
    assert service.agent.metric("questions_not_taken_total", why="malformed") == len(bad)
    assert listed(service) == [] and service.get("/healthz").body == b"ok\n"
    settle(service.agent.run)                                       # Exim is heard, too


def test_a_code_is_not_genuine_because_somebody_says_so(service):
    service.add(CLIENT)
    code, other = service.code(CLIENT), service.code(CLIENT, key=bytes(32))
    with Asker(service) as asker:
        assert asker.ask(CODE, code.encode() + b"\0") == (DONE, prefix(f"{CLIENT}/32"))
        assert asker.ask(CODE, other.encode() + b"\0") == (NOT_FOUND, b"")
        assert asker.ask(FILE, request(code=other)) == (NOT_FOUND, b"")
        assert asker.ask(FILE, request(code=code, client="198.51.100.7/32"))[0] == UNAVAILABLE      # not its client
        assert listed(service) == []
        assert asker.ask(FILE, request(code=code))[0] == DONE
    assert len(listed(service)) == 1


@pytest.mark.parametrize("change", [dict(email="nobody"), dict(email="a@example.com\r\nBcc: b@example.com"), dict(language="E1"), dict(client="192.0.2.0/24"),
                                    dict(client="2001:db8::/48")])
def test_a_request_that_no_form_would_send(service, change):
    with Asker(service) as asker:
        assert asker.ask(FILE, request(**change))[0] == UNAVAILABLE
    assert listed(service) == [] and service.post(FORM).status == 303


def test_texts_that_no_form_would_send(service):
    with Asker(service) as asker:
        assert asker.ask(FILE, request(name=b"\x1b[31m\xff", how=b"\x01\x02\xe2\x80\xae"))[0] == DONE
    shown = service.whyblock("removal", "show", "1", "--no-dns")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", shown)


def test_the_limits_hold_for_whoever_asks(make_service):
    service = make_service(config="removal { per_day = 4 }\n")
    outcomes = []
    with Asker(service) as asker:
        for i in range(1, 5):
            result, rest = asker.ask(FILE, request(client=f"192.0.2.{i}/32", email=f"a{i}@example.com"))
            assert result == DONE
            outcomes.append(rest[0])
    assert outcomes == [0, 0, 4, 4] and len(listed(service)) == 2   # half of it without a code; 4: day_exceeded


def test_a_token_is_needed_to_read_a_request(service):
    token = re.search(r"status/([0-9A-Z]{26})", service.post(FORM).headers["Location"])[1]
    with Asker(service) as asker:
        assert asker.ask(STATUS, b"1\0")[0] == asker.ask(STATUS, b"\0")[0] == asker.ask(STATUS, b"0" * 26 + b"\0")[0] == NOT_FOUND
        result, rest = asker.ask(STATUS, token.encode() + b"\0")
    assert result == DONE and CLIENT.encode() in rest and b"ann@example.com" not in rest


def test_nothing_secret_is_handed_over(service):
    service.configure('dnsbl "secretkey.zen.dq.spamhaus.net" {}\nremoval { sendmail = "/secret/sendmail" }\n')
    service.whyblock("apply")
    with Asker(service) as asker:
        wait_for(lambda: asker.ask(SITE, bytes(8))[1] != b"")
        site = asker.ask(SITE, bytes(8))[1]
        assert asker.ask(BLOCKED, service.code(CLIENT).encode() + b"\0\0")[0] == DONE
    assert b"Example Internet" in site and b"secret" not in site and str(service.folder).encode() not in site


def test_who_asks_and_does_not_read(service):
    with Asker(service) as asker:
        asker.socket.setblocking(False)
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            for _ in range(1_000_000):
                try:
                    asker.socket.send(question(SITE) + bytes(8))
                except BlockingIOError:
                    pass
    assert service.agent.metric("questions_not_taken_total", why="dropped") == 1
    assert service.get("/healthz").body == b"ok\n"


def test_more_connections_than_there_is_room_for(service):
    askers = [Asker(service) for _ in range(100)]
    try:
        assert service.get("/healthz").body == b"ok\n"              # its own was closed to make room, and it makes another
        wait_for(lambda: service.agent.metric("questions_not_taken_total", why="dropped") >= 100 - 8)     # it may not have seen all yet
        settle(service.agent.run)
    finally:
        for asker in askers:
            asker.__exit__()


def test_what_is_asked_too_late_is_not_done(service):
    """The page has told its visitor by then that nothing was saved."""
    with Asker(service) as asker:
        assert asker.say(question(FILE, until_ms=1) + request())[6] == UNAVAILABLE
        assert listed(service) == []
        assert asker.ask(FILE, request())[0] == DONE
