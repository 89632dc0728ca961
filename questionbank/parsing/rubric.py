"""评分标准 as criteria with points, and the rules that a rubric states (any X of Y, bands, deductions)."""

from __future__ import annotations

import re
from decimal import Decimal

from questionbank.content import MAX_TEXT, Criterion
from questionbank.parsing.fold import fold

_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_WORTH = re.compile(
    rf"\s*(?:[(\[]\s*(?:占|计|得|满分)?\s*{_NUMBER}\s*分\s*[)\]]|[:：]?\s*(?:占|计|得|满分)?\s*{_NUMBER}\s*分(?!钟))\s*"
)
_SEPARATOR = re.compile(r"^[\s、,，;；。.|+/和及\-•·]+")
_NUMBERED = re.compile(r"^\s*(?:[(]?\d{1,2}[.、)]|[①②③④⑤⑥⑦⑧⑨⑩]|[-•·*])\s*")
_ANY = re.compile(
    rf"(?:答出|答对|写出|回答|任[意选答]|答)\s*(?:其中)?(?:任[意何]?)?\s*([\d一二三四五六七八九十两])\s*(?:点|条|项|"
    rf"个)[^。;]{{0,12}}?(?:得?满分|即可|得\s*{_NUMBER}\s*分|给\s*{_NUMBER}\s*分)|"
    rf"任[意选答]\s*([\d一二三四五六七八九十两])\s*(?:点|条|项|个)"
)
_EACH = re.compile(rf"每(?:答对|答出|写出|个|一)?\s*(?:一)?\s*(?:点|条|项|个|要点)\s*(?:得|计|给)?\s*{_NUMBER}\s*分")
_BAND = re.compile(
    rf"(优秀?|良好?|中等?|及格|合格|一般|较差|差|不及格|[一二三四五]档|[ABCDE](?:级|等|档))\s*[:(]?\s*{_NUMBER}\s*[-~—–至到]\s*{_NUMBER}\s*分"
)
_LEVEL = re.compile(r"(?:^|\n)\s*\d{1,3}(?:\s*[-~—–至到]\s*\d{1,3})?\s*分\s*:")
_DEDUCTION = re.compile(rf"[^。;；,，\n]{{0,20}}?(?:每[处个次少多出漏]|扣)[^。;；\n]{{0,14}}?扣?\s*{_NUMBER}\s*分")
_CN = {char: str(value) for value, char in enumerate("零一二三四五六七八九十")} | {"两": "2"}
_BANDS = 2


def criteria_of(lines: list[str]) -> list[Criterion]:
    """`逻辑清晰(3分)、岗位匹配(4分)` or one criterion a line; lines without points stay criteria without points."""
    found: list[Criterion] = []
    for line in lines:
        found += _in_line(line)
    return found


def _in_line(line: str) -> list[Criterion]:
    folded = fold(line)
    if rule_of([line]) is not None:
        return []
    found = []
    at = 0
    for match in _WORTH.finditer(folded):
        text = _clean(line[at : match.start()])
        if text and not folded[at : match.start()].rstrip().endswith(("-", "~", "每", "扣")):
            found.append(Criterion(text=text, points=Decimal(match.group(1) or match.group(2))))
            at = match.end()
    rest = _clean(line[at:])
    if rest and found and len(rest) > 1:
        found[-1] = (
            found[-1].model_copy(update={"text": f"{found[-1].text}：{rest}"})
            if line[at - 1 : at] in ":："
            else found[-1]
        )
        return found if line[at - 1 : at] in ":：" else [*found, Criterion(text=rest)]
    return found or ([Criterion(text=rest)] if rest else [])


def _clean(text: str) -> str:
    folded = fold(text)
    lead = _SEPARATOR.match(folded)
    text = text[lead.end() :] if lead else text
    mark = _NUMBERED.match(fold(text))
    text = text[mark.end() :] if mark else text
    return text.strip().strip(":：、，,；;。").strip()[: MAX_TEXT // 2]


def rule_of(lines: list[str]) -> dict[str, str] | None:
    """The rule in a rubric's words: {"rule": any_of, each_point, bands or deductions, …, "text": the words}."""
    text = "\n".join(lines)
    folded = fold(text)
    found = _ANY.search(folded)
    if found:
        count = found.group(1) or found.group(4)
        return {"rule": "any_of", "count": _CN.get(count, count), "text": text}
    if len(_BAND.findall(folded)) >= _BANDS:
        return {"rule": "bands", "text": text}
    if len(_LEVEL.findall(folded)) >= _BANDS:
        return {"rule": "bands", "text": text}
    each = _EACH.search(folded)
    if each:
        return {"rule": "each_point", "points": each.group(1), "text": text}
    deduction = _DEDUCTION.search(folded)
    if deduction and "扣" in deduction.group():
        return {"rule": "deductions", "text": text}
    return None
