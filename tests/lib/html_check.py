# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Whether a page is well-formed, and holds what every page must hold and nothing it must not."""

import html.parser

VOID = {"meta", "link", "br", "input", "img", "hr"}
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "img", "svg", "base", "link:preload"}
LABELLED = {"input", "textarea", "select"}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.faults, self.open, self.ids, self.labels, self.fields, self.links, self.described = [], [], [], set(), [], [], []
        self.counts, self.headings, self.lang, self.title = {}, [], None, ""
        if not text.startswith("<!DOCTYPE html>\n"):
            self.faults.append("no doctype")
        self.feed(text)
        self.close()
        self.finish()

    def fault(self, text):
        self.faults.append(f"line {self.getpos()[0]}: {text}")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        values = dict(attributes)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if len(names) != len(set(names)):
            self.fault(f"<{tag}> has an attribute twice")
        if tag in FORBIDDEN:
            self.fault(f"<{tag}> is not wanted")
        for name in names:
            if name.startswith("on") or name in ("style", "src", "srcset"):
                self.fault(f"<{tag} {name}> is not wanted")
        self.look_at(tag, values)
        if tag not in VOID:
            self.open.append(tag)

    def look_at(self, tag, values):
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "html":
            self.lang = values.get("lang")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self.labels.add(values.get("for"))
        if tag in LABELLED and values.get("type") != "hidden":
            self.fields.append(values.get("id"))
            if "autocomplete" not in values:
                self.fault(f"<{tag} id={values.get('id')}> has no autocomplete")
        for name in ("aria-describedby", "aria-labelledby"):
            self.described += values.get(name, "").split()
        for name in ("href", "action"):
            if name in values:
                self.links.append((tag, values[name], values.get("rel", "")))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.fault(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.title += data
        if "%{" in data:
            self.fault(f"a placeholder was left: {data[:60]!r}")

    def finish(self):
        if self.open:
            self.fault(f"never closed: {self.open}")
        for tag in ("h1", "main", "header", "footer", "title", "html", "body"):
            if self.counts.get(tag) != 1:
                self.fault(f"{self.counts.get(tag, 0)} <{tag}>, not one")
        if not self.counts.get("nav") or not self.lang or not self.title.strip():
            self.fault("no nav, no lang or no title")
        if len(self.ids) != len(set(self.ids)):
            self.fault(f"an id is there twice: {sorted(self.ids)}")
        for field in self.fields:
            if field not in self.labels:
                self.fault(f"field {field} has no label")
        for name in self.described:
            if name not in self.ids:
                self.fault(f"#{name} is named and is not there")
        for before, after in zip([0, *self.headings], self.headings):
            if after > before + 1:
                self.fault(f"h{after} stands below h{before}")


def check(text):
    """The page; fails when it has faults."""
    page = Page(text)
    assert page.faults == [], "\n".join(page.faults)
    return page
