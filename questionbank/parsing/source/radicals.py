"""Kangxi and CJK radicals that PDF copies leave in place of ideographs.

Facts of Unicode's EquivalentUnifiedIdeograph property. The Kangxi block decomposes one to one; the supplement
(U+2E80..U+2EF3) hardly does and needs the table.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫"
    "⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角"
    "⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦"
    "⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS: dict[str, str] = {**dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)), **_KANGXI}

# Forms that a simplified text means: its fonts draw the same radical for both.
_SIMPLIFIED = "戶户靑青黃黄見见貝贝車车長长門门頁页風风飛飞馬马魚鱼鳥鸟麥麦齊齐齒齿龍龙龜龟韋韦鹵卤黽黾"
SIMPLIFIED: dict[str, str] = dict(zip(_SIMPLIFIED[::2], _SIMPLIFIED[1::2], strict=True))
