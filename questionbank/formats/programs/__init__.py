"""Texts in the formats of other programs (GIFT, text2qti, Respondus), spelled out for the parser. Pure: no Django."""
