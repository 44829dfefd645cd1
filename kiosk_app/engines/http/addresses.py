"""Which servers the till speaks to at all: their addresses, and whose certificates are trusted."""

import ipaddress
import ssl
from pathlib import Path

import httpx
import truststore

from kiosk_app.core.errors import SettingsError, UsageError


def checked_host(url: str, *, allow_plain_http: bool) -> str:
    """Scheme, host and port of an address that is nothing but these; plain http only where allowed.

    Raises UsageError.
    """
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as error:
        raise UsageError("store_url") from error
    bare = parsed.path in ("", "/") and not (parsed.query or parsed.fragment or parsed.userinfo)
    if parsed.scheme not in ("http", "https") or not parsed.host or not bare:
        raise UsageError("store_url")
    host = f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"
    if not (allow_plain_http or is_private(host)):
        raise UsageError("store_url_insecure")
    return host


def is_private(url: str) -> bool:
    """Whether nobody on the way can read along: https, or this very machine."""
    parsed = httpx.URL(url)
    try:
        return parsed.scheme == "https" or parsed.host == "localhost" or ipaddress.ip_address(parsed.host).is_loopback
    except ValueError:
        return False


def trusted(ca_file: Path | None = None) -> ssl.SSLContext:
    """Checks certificates against the system's trust store, or against `ca_file` alone. Raises SettingsError."""
    if ca_file is None:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise SettingsError("ca_file_invalid", file=ca_file) from error
