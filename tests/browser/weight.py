"""What a page costs whoever opens it: bytes over the wire and requests, as Chromium counts them."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

# quality.md, "page weight". A kilobyte is 1,000 bytes here, the stricter reading.
FIRST_BYTES, FIRST_REQUESTS = 120_000, 8
LATER_BYTES, LATER_REQUESTS = 12_000, 2
FOREVER = "immutable"
# What shrinks when it is compressed; fonts and pictures are compressed in themselves.
WORDS = ("text/", "application/javascript", "application/json", "image/svg")


@dataclass
class Weight:
    """One visit. `careless`: what should have come compressed, or to be kept, and did not."""

    sent: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    careless: list[str] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        return int(sum(self.sizes.values()))

    @property
    def requests(self) -> int:
        return len(self.sent.keys() - self.kept)

    def __str__(self) -> str:
        largest = sorted(self.sizes.items(), key=lambda one: -one[1])[:3]
        most = ", ".join(f"{self.sent.get(one, one)} {int(size)}" for one, size in largest)
        return f"{self.bytes} bytes in {self.requests} requests (most: {most})"


def weigh(page: Page, address: str) -> Weight:
    """Open an address and count what comes over the wire until all of it is there."""
    weight = Weight()

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            weight.sent[event["requestId"]] = event["request"]["url"]

    def answered(event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache"):
            weight.kept.add(event["requestId"])
        elif not response["url"].startswith("data:"):
            weight.careless += carelessness(response)

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in weight.sent:
            weight.sizes[event["requestId"]] = event["encodedDataLength"]

    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", lambda one: weight.kept.add(one["requestId"]))
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(50)
    session.detach()
    return weight


def carelessness(response: dict[str, Any]) -> list[str]:
    """What is wrong with how one answer travels."""
    headers = {name.lower(): value for name, value in response["headers"].items()}
    url, found = response["url"], []
    if "/static/" in url and FOREVER not in headers.get("cache-control", ""):
        found.append(f"{url} is fetched again at every visit")
    compressed = headers.get("content-encoding") in ("br", "gzip")
    # What is small already does not get smaller.
    long = int(headers.get("content-length", "1000")) > 500
    if response["mimeType"].startswith(WORDS) and long and not compressed:
        found.append(f"{url} came uncompressed")
    return found


def too_heavy(page: Page, address: str) -> list[str]:
    """What is wrong with a first visit, in a window that knows nothing yet, and with a later."""
    first, later = weigh(page, address), weigh(page, address)
    wrong = [f"{address}: {one}" for one in dict.fromkeys(first.careless)]
    if first.bytes > FIRST_BYTES or first.requests > FIRST_REQUESTS:
        wrong.append(f"{address}: a first visit weighs {first}")
    if later.bytes > LATER_BYTES or later.requests > LATER_REQUESTS:
        wrong.append(f"{address}: a later visit weighs {later}")
    return wrong
