"""What Lighthouse says of four pages of a demo shop, as a phone sees them: python -m tests.lighthouse [ADDRESS].

Starts `comptoir demo` as `tests.screenshots` does, or asks a shop that runs at ADDRESS, and prints the medians of five
runs: scores, bytes on the wire before pictures, layout shift; then the audits that took points away. Performance is
simulated from processor time, so it is only as quiet as the machine. What is below the limits ends the run with 1.
Needs Chromium and Node; the program is `npx lighthouse`, or the one that COMPTOIR_LIGHTHOUSE names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.screenshots import CHROMIUM, demo, links

PROGRAM = os.environ.get("COMPTOIR_LIGHTHOUSE", "npx --yes lighthouse@12").split()
RUNS = int(os.environ.get("COMPTOIR_LIGHTHOUSE_RUNS", "5"))
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
MOST_BYTES, MOST_SHIFT = 120_000, 0.03
PHONE = {"viewport": {"width": 360, "height": 800}, "locale": "fr-FR"}


@contextmanager
def shop() -> Iterator[str]:
    if len(sys.argv) > 1:
        yield sys.argv[1].rstrip("/")
    else:
        with demo() as url:
            yield url


def pages(url: str) -> dict[str, tuple[str, str]]:
    """Kind of page → its address and the cookies that it needs: the checkout wants a basket."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=url, **PHONE)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/fr/")
        category = links(page, "header", "/fr/rayon/")[0]
        product = links(page, "main", "/fr/produit/")[0]
        page.goto(product)
        page.locator(".buy button").first.click()
        page.locator("#said:not(:empty)").wait_for()
        basket = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies() if "name" in one)
        browser.close()
    return {
        "home": (f"{url}/fr/", ""),
        "category": (url + category, ""),
        "product": (url + product, ""),
        "checkout": (f"{url}/fr/commander/", basket),
    }


def ask(address: str, cookies: str) -> dict[str, Any]:
    """One report of Lighthouse, as its JSON says it. On a busy machine its browser does not always come up: thrice."""
    headers = [f"--extra-headers={json.dumps({'Cookie': cookies})}"] if cookies else []
    command = [
        *PROGRAM, address, "--output=json", "--quiet", "--form-factor=mobile",
        f"--only-categories={','.join(LEAST)}", "--chrome-flags=--headless=new --no-sandbox", *headers,
    ]  # fmt: skip
    for _ in range(3):
        answer = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": CHROMIUM})
        if not answer.returncode:
            report: dict[str, Any] = json.loads(answer.stdout)
            return report
    raise SystemExit(answer.stderr[-2_000:])


def figures(report: dict[str, Any]) -> dict[str, float]:
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in LEAST}
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    return scores | {
        "bytes": sum(one["transferSize"] for one in requests if one.get("resourceType") != "Image"),
        "bytes of pictures": sum(one["transferSize"] for one in requests if one.get("resourceType") == "Image"),
        "shift": round(audits["cumulative-layout-shift"]["numericValue"], 3),
        "largest paint ms": round(audits["largest-contentful-paint"]["numericValue"]),
        "blocked ms": round(audits["total-blocking-time"]["numericValue"]),
    }


def lost(report: dict[str, Any]) -> Iterator[str]:
    """What moved, then the audits that took points away, and what they point at."""
    moved = (report["audits"].get("layout-shifts", {}).get("details") or {}).get("items") or []
    yield from (f"moved by {one['score']:.3f}: {(one.get('node') or {}).get('snippet', '')}" for one in moved)
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                items = (audit.get("details") or {}).get("items") or []
                where = [one["node"]["snippet"] for one in items if isinstance(one.get("node"), dict)][:3]
                yield f"{category['id']}: {audit['title']} {audit.get('displayValue', '')} {' | '.join(where)}".rstrip()


def below(kind: str, found: dict[str, float]) -> list[str]:
    wanted = {name: least for name, least in LEAST.items() if (kind, name) != ("checkout", "seo")}
    wrong = [f"{name} {found[name]:.0f}, wanted {least}" for name, least in wanted.items() if found[name] < least]
    wrong += [f"{found['bytes']:.0f} bytes, at most {MOST_BYTES}"] if found["bytes"] > MOST_BYTES else []
    return wrong + ([f"shift {found['shift']}, less than {MOST_SHIFT}"] if found["shift"] >= MOST_SHIFT else [])


def main() -> int:
    wrong = False
    with shop() as url:
        for kind, (address, cookies) in pages(url).items():
            reports = [ask(address, cookies) for _ in range(RUNS)]
            each = [figures(report) for report in reports]
            found = {name: median(one[name] for one in each) for name in each[0]}
            print(f"{kind}: " + ", ".join(f"{name} {value:g}" for name, value in found.items()), flush=True)
            for one in [*lost(reports[-1]), *(f"below the limit: {one}" for one in below(kind, found))]:
                print(f"  {one}", flush=True)
            wrong = wrong or bool(below(kind, found))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
