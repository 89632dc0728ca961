"""Damage that gets past the door: inside a package's members, and with the words that the parser acts on."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

type Mutate = Callable[[bytes, int], bytes]

WORDS = (
    "一、单项选择题（每题2分，共10分）\n", "二、多选题\n", "三、判断题\n", "四、填空题\n", "五、简答题\n",
    "材料一：", "参考答案\n", "\n1. ", "\n2、", "（3）", "①", "第4题 ", "\nA. ", "\nB、", " C．", "（D）",
    "答案：", "【答案】", "（ ABC ）", "（√）", "×", "1-5 ABCDE", "1.B 2.C", "解析：", "答案要点：\n",
    "（2分）", "评分标准：", "答出任意三点得6分", "扣1分", "考察点：", "____", "0", "99999999999", "½", "\t",
    "|", ",", ";", "\n\n", "\u3000", "\xa0", "\u200b", "\ufeff", "hang(háng)", "Question 1", "Answer: B",
)  # fmt: skip
VALUES = ("-1", "0", "9", "99999999999", "", "x", "%1%2%9", "chineseCounting", "bullet", "none")


def damaged(data: bytes, most: int, seed: int, mutate: Mutate) -> bytes:
    """Another file like this one, of at most `most` bytes. `mutate` changes bytes blindly."""
    chance = random.Random(seed)
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.9:
        changed = _in_package(data, chance, mutate)
    else:
        changed = _in_text(data, chance, mutate)
    return changed if len(changed) <= most else mutate(data, most)


def _in_package(data: bytes, chance: random.Random, mutate: Mutate) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {info.filename: package.read(info) for info in package.infolist()}
    except Exception:  # whatever zipfile says of a broken package: it is damaged as bytes
        return mutate(data, len(data) + 64)
    if not members:
        return mutate(data, len(data) + 64)
    name = chance.choice(sorted(members))
    members[name] = _in_text(members[name], chance, mutate)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for member, content in members.items():
            package.writestr(member, content)
    return out.getvalue()


def _in_text(data: bytes, chance: random.Random, mutate: Mutate) -> bytes:
    ways = (_say, _repeat, _drop, _value)
    if chance.random() < 0.4:
        return mutate(data, len(data) + 64)
    return chance.choice(ways)(data, chance)


def _say(data: bytes, chance: random.Random) -> bytes:
    at, word = chance.randint(0, len(data)), chance.choice(WORDS)
    return data[:at] + word.encode() + data[at:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    at = chance.randint(0, len(data))
    return data[:at] + data[start : min(end, start + 400)] + data[at:]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.randint(1, 40) :]


def _value(data: bytes, chance: random.Random) -> bytes:
    """Another value for one attribute of XML, or for one quoted text."""
    pieces = data.split(b'"')
    if len(pieces) < 3:
        return _say(data, chance)
    at = chance.randrange(1, len(pieces), 2)
    pieces[at] = chance.choice(VALUES).encode()
    return b'"'.join(pieces)
