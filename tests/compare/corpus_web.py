# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The cases of the service: each page in each language, requests for removal, their limits, what is no page."""

import re

from trial import NOW_S, case, cases

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
PROXIED = 'web { trusted_proxies = {"127.0.0.1"} }\n'
FORM = {"address": CLIENT, "how": "by our newsletter\r\nand by hand", "done": "closed the relay", "name": "Änne <x>", "email": "ann@example.com"}


@cases(["en", "de", "fr"])
def web_pages(trial, language):
    trial.serve()
    trial.list(CLIENT, reason="relayed a test")
    code = trial.code().replace("-", "")
    for path in ("/", f"/blocked?ref={code}", f"/remove?ref={code}", "/remove", "/blocked", "/category/open-relay", "/category/bogus", "/nowhere"):
        trial.visit(path, f"Accept-Language: {language}")


@cases(["open-relay", "open-proxy", "formmail", "virus", "spam", "spam-source", "policy"])
def web_a_category(trial, category):
    trial.serve(f'category "{category}" {{ title = "ours & theirs" action = "defer" }}\n')
    trial.list(CLIENT, category, "--ttl", "5d", reason="a <b> & c")
    trial.visit(f"/category/{category}")
    trial.visit(f"/blocked?ref={trial.code(CLIENT, category, action='defer')}")


@cases({"listed": [CLIENT], "not listed": [], "its network": ["192.0.2.0/24"]})
def web_a_reference(trial, prefixes):
    trial.serve()
    for prefix in prefixes:
        trial.list(prefix, "open-relay", "--ttl", "3d")
    code = trial.code()
    for given in (code, code.lower(), code[:-1] + ("0" if code[-1] != "0" else "1"), "nonsense", trial.code(at=NOW_S - 90 * 86400)):
        trial.visit(f"/blocked?ref={given}")


@case()
def web_a_reference_of_ipv6(trial):
    trial.serve()
    trial.list(CLIENT6, "spam")
    trial.list("2001:db8:1:2:8000::/65", "virus")
    trial.visit(f"/blocked?ref={trial.code(CLIENT6, 'spam')}")
    trial.visit(f"/blocked?ref={trial.code('2001:db8:1:3::1', 'spam')}")


@cases([("email", "nobody"), ("address", "192.0.2.0/24"), ("address", ""), ("how", ""), ("done", "x" * 2001), ("name", "two\nlines"), ("ref", "nonsense"),
        ("email", "a b@c.example")])
def web_a_mistake_in_the_form(trial, field, value):
    trial.serve()
    trial.visit("/remove", form={**FORM, field: value})
    trial.run("--json", "removal", "list", "--all")


@cases(["en", "de", "fr"])
def web_a_request(trial, language):
    trial.serve()
    trial.list(CLIENT, reason="relayed a test")
    wanted = f"Accept-Language: {language}"
    token = re.search(r"status/([0-9A-Z]{26})", trial.visit("/remove", wanted, form={**FORM, "ref": trial.code()}))
    status = f"/status/{token[1] if token else 'none'}"
    trial.visit(status, wanted)
    trial.visit("/remove", wanted, form={**FORM, "address": "192.0.2.67"})
    trial.read("removal", "show", "1", "--no-dns")
    trial.read("removal", "list")
    trial.run("removal", "approve", "1", "--reason", "thank you")
    trial.run("removal", "deny", "2", "--reason", "it still <sends>")
    trial.visit(status, wanted)
    trial.visit(f"/blocked?ref={trial.code()}", wanted)
    trial.mails()
    trial.state()


@cases(["per_address = 2", "per_host = 2", "per_day = 4"])
def web_a_limit(trial, limit):
    trial.serve(PROXIED, removal=limit)
    for number in range(5):
        trial.visit("/remove", f"X-Forwarded-For: 203.0.113.{number // 3}", form={**FORM, "address": f"192.0.2.{number // 2}", "email": f"a{number}@example.com"})
    trial.visit("/remove", "X-Forwarded-For: 203.0.113.9", form={**FORM, "address": "", "ref": trial.code("192.0.2.9")})
    trial.run("--json", "removal", "list")
    trial.visit("/metrics")


@case()
def web_open_already(trial):
    trial.serve(PROXIED)
    for visitor, more in (("203.0.113.1", {"ref": trial.code()}), ("203.0.113.2", {"ref": trial.code()}), (CLIENT, {}), ("203.0.113.2", {}), ("203.0.113.2", {})):
        trial.visit("/remove", f"X-Forwarded-For: {visitor}", form={**FORM, **more})
    trial.run("--json", "removal", "list")


@case()
def web_without_a_store_or_a_key(trial):
    trial.serve()
    code = trial.code()
    trial.key.unlink()
    trial.visit(f"/blocked?ref={code}")
    trial.sign()
    trial.store.rename(trial.folder / "away")
    for path in (f"/blocked?ref={code}", "/healthz", "/"):
        trial.visit(path)
    trial.visit("/remove", form={**FORM, "ref": code})


@case()
def web_the_rest(trial):
    trial.serve()
    for path in ("/healthz", "/style.css", "/metrics", "/status/" + "0" * 26, "/status/", "/robots.txt", "/favicon.ico", "/%00", "/blocked?ref=%zz", "/?lang=fr"):
        trial.visit(path)
    trial.visit("/", "Sec-Fetch-Site: cross-site")
    trial.visit("/remove", "Sec-Fetch-Site: cross-site", form=FORM)
    trial.visit("/", form=FORM)


@cases(['site { name = "N" }', 'site { name = "N" url = "https://x.example/b" colour = "#113355" colour_dark = "#aaccff" }'])
def web_another_site(trial, site):
    trial.serve(site=site)
    trial.visit("/")
    trial.visit(f"/blocked?ref={trial.code()}")
    trial.visit("/style.css")
