"""Signs of Word's symbol fonts, which have private code points, as characters. Pure: no Django."""

from __future__ import annotations

UNKNOWN = "\ufffd"
_PRIVATE = 0xF000
FONTS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x80: "⓪",
        **{0x81 + place: sign for place, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
        **{0x8C + place: sign for place, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
        0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x30: "☐", 0xA3: "□", 0x97: "●",
    },
    "symbol": {
        0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xD6: "√",
        0xB7: "•", 0xB0: "°", 0xAE: "→", 0x61: "α", 0x62: "β", 0x67: "γ", 0x44: "Δ", 0x70: "π", 0x53: "Σ", 0x6D: "μ",
    },
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character for `w:sym`: its font and hexadecimal code; the replacement character when unknown."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    known = FONTS.get(font.strip().lower())
    if known is None:
        return chr(number) if 0x20 <= number < _PRIVATE else UNKNOWN
    return known.get(number - _PRIVATE if number >= _PRIVATE else number, UNKNOWN)


def in_font(text: str, font: str) -> str:
    """Text that was typed in a symbol font: its characters as that font shows them; others stay."""
    known = FONTS[font]
    codes = ((ord(char) - _PRIVATE if ord(char) >= _PRIVATE else ord(char), char) for char in text)
    return "".join(known.get(code, char) for code, char in codes)
