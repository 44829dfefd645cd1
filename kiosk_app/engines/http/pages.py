"""One web page over HTTP, through the proxies of the environment: not too long, not too slow, and from its own host."""

import time
from collections.abc import Collection
from urllib.parse import urlsplit

import httpx

from kiosk_app.core.errors import UsageError
from kiosk_app.engines.http.addresses import is_private, trusted

MOST_BYTES = 5_000_000
PATIENCE_S = 20.0
"""Seconds until the whole page must have come."""
MOST_REDIRECTS = 5
KINDS = ("text/html", "application/xhtml+xml", "text/plain")


def is_address(place: str) -> bool:
    """Whether this is the address of a page, and no file's name."""
    return place.lower().startswith(("https://", "http://"))


def check_address(url: str, hosts: Collection[str]) -> None:
    """Raise UsageError for a page that is not on one of these hosts, or that others could change on its way."""
    try:
        parts = urlsplit(url)
        host, is_safe = parts.netloc.lower(), is_private(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise UsageError("page_address", url=url) from error
    if not is_safe or "@" in host:
        raise UsageError("page_address", url=url)
    if host not in {allowed.lower() for allowed in hosts}:
        raise UsageError("page_host", url=url)


def fetch_page(url: str) -> bytes:
    """What stands there, as HTML or text.

    Raises UsageError `page_away` where no answer came, `page_gone`, `page_elsewhere`, `page_kind`, `page_too_long`;
    `page_proxy` where the proxy of the environment cannot be used.
    """
    until = time.monotonic() + PATIENCE_S
    origin = _origin(url)
    try:
        with httpx.Client(
            verify=trusted(),
            timeout=httpx.Timeout(PATIENCE_S / 2, connect=5.0),
            follow_redirects=False,
            headers={"Accept": ", ".join(KINDS), "Accept-Encoding": "identity"},
        ) as client:
            at = url
            for _ in range(MOST_REDIRECTS + 1):
                with client.stream("GET", at) as response:
                    if not response.is_redirect:
                        return _content(response, url, until)
                    at = str(response.url.join(response.headers["Location"]))
                    if _origin(at) != origin:
                        raise UsageError("page_elsewhere", url=url)
    except ImportError as error:  # SOCKS without its library
        raise UsageError("page_proxy", url=url) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise UsageError("page_away", url=url) from error
    raise UsageError("page_elsewhere", url=url)


def _content(response: httpx.Response, url: str, until: float) -> bytes:
    if response.status_code >= 500 or response.status_code == 429:
        raise UsageError("page_away", url=url)
    if response.status_code != 200:
        raise UsageError("page_gone", url=url)
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() not in KINDS:
        raise UsageError("page_kind", url=url)
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise UsageError("page_too_long", url=url)
        if time.monotonic() > until:
            raise UsageError("page_away", url=url)
    return bytes(content)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
