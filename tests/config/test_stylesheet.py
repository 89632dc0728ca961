"""The stylesheet stays small, readable in both schemes, and the vocabulary's classes and icons exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "config/static/tiku.css").read_text(encoding="utf-8")
ICONS = (ROOT / "config/static/icons.svg").read_text(encoding="utf-8")
TONES = ("accent", "success", "warning", "danger")


def tokens(block: str) -> dict[str, str]:
    """Custom properties that are colours, as six hexadecimal digits."""
    found = re.findall(r"--([a-z0-9-]+): #([0-9a-f]{3}|[0-9a-f]{6});", block)
    return {name: value if len(value) == 6 else "".join(digit * 2 for digit in value) for name, value in found}


LIGHT = tokens(CSS[: CSS.index("prefers-color-scheme")])
DARK_BLOCKS = re.findall(r"color-scheme: dark;(.*?)\n\}", CSS, re.S)
DARK = tokens(DARK_BLOCKS[-1])


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert round(contrast("000000", "ffffff"), 2) == 21
    assert round(contrast("777777", "ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(scheme: dict[str, str]) -> None:
    pairs = [(text, ground) for text in ("ink", "ink-2", "accent") for ground in ("canvas", "surface", "sunken")]
    pairs += [(tone, f"{tone}-soft") for tone in TONES] + [("ink", f"{tone}-soft") for tone in TONES]
    pairs += [(tone, "surface") for tone in TONES]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-2"), ("surface", "danger"), ("ink-2", "accent-soft")]

    weak = {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert contrast(scheme["edge"], scheme["surface"]) >= 3


def test_both_ways_into_the_dark_are_the_same() -> None:
    assert len(DARK_BLOCKS) == 2
    assert tokens(DARK_BLOCKS[0]) == DARK
    assert set(LIGHT) == set(DARK)


def test_the_stylesheet_is_small() -> None:
    assert len(CSS.encode()) <= 25_000


def test_every_custom_property_that_is_used_is_defined() -> None:
    sheets = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/static/**/*.css")]
    defined = {name for sheet in sheets for name in re.findall(r"(--[a-z0-9-]+):", sheet)}
    assert {name for sheet in sheets for name in re.findall(r"var\((--[a-z0-9-]+)", sheet)} - defined == set()


def test_the_classes_of_the_vocabulary_exist() -> None:
    guide = (ROOT / "docs/design-system.md").read_text(encoding="utf-8")
    named = {name for names in re.findall(r'class="([a-z\\| -]+)"', guide) for name in re.split(r"[\\| ]+", names)}
    styled = set(re.findall(r"\.([a-z][a-z-]*)", CSS))

    assert {"button", "badge", "exam-layout"} <= named
    # An informative notice and diagnostic are the plain ones.
    assert named - styled == {"info"}


def test_the_icons_of_all_templates_exist() -> None:
    known = set(re.findall(r'<symbol id="([a-z-]+)"', ICONS))
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}
    used = {(name, path.name) for path, text in pages.items() for name in re.findall(r'{% icon "([a-z-]+)"', text)}

    assert {(name, page) for name, page in used if name not in known} == set()
    assert "mark" in {name for name, _page in used}


def test_pages_hold_no_script_and_no_style_of_their_own() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")")

    assert {name: found.group() for name, text in pages.items() if (found := inline.search(text))} == {}
