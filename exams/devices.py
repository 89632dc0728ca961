"""A browser in a few words, from what it says of itself. Pure: no Django. Names of products are not translated."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, ip_address

# The first word that is found decides: Edge says that it is Chrome, and Chrome that it is Safari.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Edg", "Edge"), ("OPR/", "Opera"), ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
# How the name of a page begins with its browser's; databases read it as well.
BROWSER, BROWSER_LENGTH = "^[0-9a-f]{16}-", 16


def device_words(user_agent: str) -> str:
    """`Chrome · Windows`; empty when nothing is known."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(word for word in found if word)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for part, name in names if part in text), "")


def browser_of(writer: str) -> str:
    """The browser that a page belongs to, by the name that the page gave itself (`static/exams/pen.js`); empty where a
    browser keeps nothing, and for pages without scripts."""
    return writer[:BROWSER_LENGTH] if re.match(BROWSER, writer) else ""


def network_words(address: str) -> str:
    """The beginning of an address, enough to see a change and too little to find a person: `203.0.113.*`, or the first
    48 bits of IPv6. Empty when it is none."""
    try:
        read = ip_address(address)
    except ValueError:
        return ""
    if isinstance(read, IPv4Address):
        return ".".join(str(read).split(".")[:3]) + ".*"
    return ":".join(read.exploded.split(":")[:3]) + ":*"
