"""Seconds and memory that reading takes: `python benchmarks/readers.py [FILE …]`.

Made documents of 1, 4 and 16 times the size, and the files that are named. Each is read in a process of its own; the
memory is the highest that the process held. Sizes are of the text, or of the XML inside, which is what reading has to
go through.
"""

from __future__ import annotations

import gc
import io
import json
import re
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from questionbank.reading import read_here

QUESTIONS = 1000
SIZES = (1, 4, 16)
LARGE_TABLE = (5.0, 300.0)
_GROWING = re.compile(r"word/document\.xml|xl/(?:worksheets/|sharedStrings)")


def word(questions: int) -> bytes:
    """Five paragraphs a question, as in real question banks."""
    document = docx.Document()
    rows = []
    for number in range(1, questions + 1):
        rows += [
            f"{number}、接到第{number}位客户的投诉电话时，应当首先做哪一件事情？（ ）",
            "A. 倾听客户的诉求",
            "B. 打断客户的话",
        ]
        rows += ["C. 挂断电话", f"正确答案：{'ABC'[number % 3]}"]
    paragraphs = "".join(f"<w:p><w:r><w:t>{row}</w:t></w:r></w:p>" for row in rows)
    out = io.BytesIO()
    document.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + paragraphs.encode())
            target.writestr(name, content)
    return made.getvalue()


def book(questions: int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as target:
        sheet = target.add_worksheet("题库")
        sheet.write_row(0, 0, ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "分值"])
        for row in range(1, questions + 1):
            stem = f"接到第{row}位客户的投诉电话时，应当首先做哪一件事情？"
            sheet.write_row(
                row, 0, ["单选题", stem, "倾听", "打断", "挂断", "沉默", "ABCD"[row % 4], "先倾听再处理", 2]
            )
    return out.getvalue()


def text(questions: int) -> bytes:
    """Short questions on five lines, as banks of one kind have them."""
    rows = ["一、单选题"]
    for number in range(1, questions + 1):
        rows += [f"{number}. 面单{number}贴在哪一面？", "A. 最大面", "B. 底面", "C. 侧面", f"答案：{'ABC'[number % 3]}"]
    return "\n".join(rows).encode()


def long_text(questions: int) -> bytes:
    """Questions of a paragraph with an explanation of two sentences."""
    told = "客户的情绪非常激动，反复强调自己已经等待了很长时间，要求马上得到答复，作为客服人员，应当首先做哪一件事情？"
    rows = []
    for number in range(1, questions + 1):
        rows += [f"{number}、接到第{number}位客户的投诉电话时，{told}（ ）", "A. 倾听客户的诉求，不打断，并表示理解"]
        rows += ["B. 打断客户的话，直接说明公司的规定", "C. 挂断电话，等客户的情绪平复下来再说"]
        rows += [f"正确答案：{'ABC'[number % 3]}", "解析：处理投诉的第一步是倾听，让客户把话说完，再复述要点。"]
    return "\n".join(rows).encode()


def measure(data: bytes, name: str) -> dict[str, float]:
    """Runs this file again on the data, so that every reading starts with a fresh process."""
    done = subprocess.run([sys.executable, __file__, "--one", name], input=data, capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def one(name: str) -> None:
    gc.disable()  # as the child process of the product does
    data = sys.stdin.buffer.read()
    start, cpu = time.perf_counter(), time.process_time()
    document = read_here(data, name)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"items": len(document.items), "seconds": seconds, "cpu": used, "memory": peak}))


def inner_size(data: bytes) -> float:
    """MB of the part that grows with the questions."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return len(data) / 1024 / 1024
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sizes = [info.file_size for info in package.infolist() if _GROWING.match(info.filename)]
    return sum(sizes) / 1024 / 1024


def report(label: str, data: bytes, name: str, limit: tuple[float, float] | None = None) -> None:
    """`limit`: seconds and MB that the reading may take."""
    found, size = measure(data, name), inner_size(data)
    print(
        f"{label:<20} {size:6.1f} MB {found['items']:>6.0f} items {found['seconds']:6.2f} s "
        f"(CPU {found['cpu']:5.2f} s, {found['cpu'] / size:5.2f} s per MB) {found['memory']:5.0f} MB held"
        + (f", limit {limit[0]:.0f} s and {limit[1]:.0f} MB{_verdict(found, limit)}" if limit else "")
    )


def _verdict(found: dict[str, float], limit: tuple[float, float]) -> str:
    return ": exceeded" if found["seconds"] > limit[0] or found["memory"] > limit[1] else ": kept"


def main(paths: list[Path]) -> None:
    for times in SIZES:
        report(f"Word {times}×", word(QUESTIONS * times), "题.docx")
    for times in SIZES:
        report(f"Excel {times}×", book(QUESTIONS * times), "题.xlsx")
    for times in SIZES:
        report(f"short text {times}×", text(QUESTIONS * times), "题.txt")
    for times in SIZES:
        report(f"long text {times}×", long_text(QUESTIONS * times), "题.txt")
    report("Excel, 20,000 rows", book(20_000), "题.xlsx", LARGE_TABLE)
    for path in paths:
        report(path.name, path.read_bytes(), path.name)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        main([Path(name) for name in sys.argv[1:]])
