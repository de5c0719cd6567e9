# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A headless Chromium (env CHROMIUM and CHROMEDRIVER) for tests of pages: dark or light, of any width, with or without scripts, and axe-core."""

import importlib.util
import json
import os
import shutil
import tempfile

import axe

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")
# It must ask for nothing but the pages.
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-extensions", "--no-default-browser-check"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def missing():
    """Why no browser can be had, or None."""
    for path, package in ((CHROMIUM, "chromium"), (DRIVER, "chromium-driver")):
        if not os.access(path, os.X_OK):
            return f"{path} is missing (package {package})"
    if importlib.util.find_spec("selenium") is None:
        return "Python's selenium is missing (package python3-selenium)"
    return None


class Browser:
    def __init__(self, language="en"):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        self.profile = tempfile.mkdtemp(prefix="whyblock-chromium-")
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in [*ARGUMENTS, f"--user-data-dir={self.profile}", f"--lang={language}", f"--accept-lang={language}"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        # With the path given, selenium looks for no driver of its own and fetches nothing.
        self.driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        self.driver.set_page_load_timeout(60)
        self.driver.get("about:blank")          # Chromium's own first page is left behind

    def close(self):
        self.driver.quit()
        shutil.rmtree(self.profile, ignore_errors=True)

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def look(self, width=1280, dark=False, height=900):
        """How wide the screen is, and what colours its owner prefers."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def speak(self, language):
        """What the visitor's browser asks for."""
        agent = self.command("Browser.getVersion")["userAgent"]
        self.command("Network.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    def scripts(self, enabled):
        self.command("Emulation.setScriptExecutionDisabled", value=not enabled)

    def open(self, url):
        """Opens a page; what the browser complained about and asked for before is forgotten."""
        self.driver.get_log("browser"), self.driver.get_log("performance")
        self.driver.get(str(url))

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def complaints(self):
        """What stands on the console: violations of the CSP, too."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """Every URL that was asked for over the network since open."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("chrome:", "data:"))]

    def axe(self):
        """What axe-core finds on the page: one text for each violation, with the elements."""
        self.command("Runtime.evaluate", expression=axe.script())
        self.driver.set_script_timeout(60)
        found = self.driver.execute_async_script(
            "const done = arguments[1];"
            "axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, rules: {'target-size': {enabled: true}}})"
            ".then(r => done({violations: r.violations, passes: r.passes.length}), e => done({error: String(e)}));", TAGS)
        assert "error" not in found, found
        assert found["passes"] > 10, "axe-core has looked at nothing"
        return [f"{v['id']}: {v['help']}: " + "; ".join(n["html"][:160] for n in v["nodes"]) for v in found["violations"]]

    def focus_walk(self, limit=200):
        """Tab from the top: for each element that gets the focus its tag, text, and whether it shows."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        walk = []
        for _ in range(limit):
            ActionChains(self.driver).send_keys(Keys.TAB).perform()
            found = self.run("""
                const e = document.activeElement;
                if (!e || e === document.body || e.dataset.seen) return null;
                e.dataset.seen = "1";
                const outlined = n => n && n !== document.body && (getComputedStyle(n).outlineStyle !== "none" || outlined(n.parentElement));
                const box = e.getBoundingClientRect();
                return [e.tagName, e.textContent.trim() || e.name, Boolean(outlined(e)) && box.width > 0 && box.right > 0];""")
            if found is None:
                break
            walk.append(found)
        return walk
