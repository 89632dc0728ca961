"""What sites and word processors add around a document: notices, counters, link lists, page headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from questionbank.parsing.source.levels import wraps
from questionbank.parsing.source.lines import Line
from questionbank.parsing.words.headings import read_heading
from questionbank.parsing.words.labels import label_at
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import tag_at

_LINE = compiled(
    r"^(?:[-*•]\s*)?(?:\d{1,3}[.、]\s*){0,2}(?:"
    r"版权(?:说明|声明|所有|归)[:\s].*|.{0,12}本文档由(?:用户|网友|会员).*|.*本站(?:所有资源|的文档|RAR|不保证|不(?:对|承担)|只提供|仅提供|所有(?:资料|文档)).*|"
    r".*(?:网站文档一经付费|未经权益所有人同意|下载文件中如有侵权|如文档侵犯|成为VIP后|该文档为VIP|VIP文档为合作方|下载本文档将扣除|原创力文档\(|人人文库网仅|"
    r"道客巴巴|豆丁网|文档之家|百度文库|本站是(?:文档|网络)).*|"
    r"(?:文档|内容)(?:简介|介绍|摘要|预览)|(?:文档)?(?:举报|评论|收藏|下载|分享|点赞|打印)(?:\(\d+\))?|.{0,20}\+\s*关注|实名认证|"
    r"文档贡献者|该用户很懒.*|提交评论|查看更多|展开(?:全部|更多|阅读全文)|"
    r"以上(?:就)?是.{0,30}(?:内容|全部|问题|题目|分享|整理|介绍).{0,30}|祝(?:大家|您|各位|你|考生).{0,16}|"
    r"(?:copyright|©|\(c\))\s*(?:©\s*)?(?:19|20)\d\d.{0,80}|[Cc]opyright\s.{0,20}(?:19|20)\d\d.{0,80}|"
    r"\W{0,6}(?:以下(?:无正文|空白)|正文结束|(?:试卷|试题|考试|全卷)(?:到此)?结束|全卷完|卷末)\W{0,6}|"
    r"(?:(?:出卷|出题|命题|制卷|拟题|审题)人?员?\s*:\s*[^\s:。?]{0,12})(?:\s+(?:审[题核批]|校对|阅卷|批改)人?员?\s*:\s*[^\s:。?]{0,12}){0,2}|"
    r"《[^《》]{1,80}》由会员分享.*|"
    r".{1,80}_第\s?\d{1,3}\s?页|已阅读\s?\d{1,4}\s?页.{0,30}|下载本文档|(?:继续)?免费阅读(?:全文)?|"
    r"(?:这些|以上)(?:面试)?(?:问题|题目|面试题)(?:和答案|及答案)?(?:将|可以|能够?|会|旨在|有助于|涵盖).{4,80}|"
    r"(?:当然|好的)[,，!！].{0,8}(?:以下|下面)(?:是|为).{4,100}|"
    r"[Tt]hese questions (?:will|should|can|are designed to) .{8,160}|"
    r"(?:主?考官|考生|引导员)\s*:.{0,40}(?:完毕|退场|离场|离开|结束).{0,6}|"
    r"希望.{0,30}有?所?帮助.{0,6}|更多.{0,40}(?:关注|访问|下载).{0,20}|"
    r"\W{0,8}(?:[Bb]ack to (?:the )?[Tt]op|返回(?:顶部|目录)|回到顶部)[\s\]*⬆]*(?:[(][^()]*[)])?[\s*⬆]*|"
    r"\d{1,3}/\d{1,3}|约?\s*[\d.]+\s*(?:千|万)?字|约\s*\d+\s*页|\d{4}-\d{2}-\d{2}\s*发布于.*|(?:上传|发布|"
    r"浏览|阅读|下载)(?:时间|日期|人|者|量|次数)?\s*[:：].{0,30}|"
    r".{0,80}\.(?:docx?|pdf|pptx?|xlsx?|txt|wps)\s*(?:VIP)?|(?:人人文库|豆丁|道客巴巴|原创力文档)(?:网)?(?:\s*[-—].*)?"
    r")$"
)
_BUTTONS = compiled(
    r"(?:点击|点此)?(?:隐藏|显示|查看|展开|收起)(?:本题|全部|详细)?(?:参考)?(?:答案|解析)(?:解析|[与和及]解析)?(?:加入收藏|收藏|加入记忆|错题反馈|纠错|笔记|\s)*|"
    r"(?:加入收藏|加入记忆|错题反馈|我要纠错|收藏本题)+"
)
_PAGE = compiled(
    r"^(?:第\s*(?:PAGE|\d{1,4})\s*页(?:\s*[,/，]?\s*共\s*(?:NUMPAGES|\d{1,4})\s*页)?|"
    r"[-—–]\s*\d{1,4}\s*[-—–]|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|"
    r"共\s*\d{1,4}\s*页(?:\s*第\s*\d{1,4}\s*页)?|PAGE\s*\\?\*?.{0,20})$",
    re.IGNORECASE,
)
_TAIL = compiled(
    r"^(?:温馨提示|最新文档|您可能(?:关注|感兴趣|喜欢).{0,6}|猜你喜欢.{0,6}|相关(?:文档|推荐|资源|阅读|资料|搜索)|推荐(?:文档|阅读)|"
    r"热门(?:文档|推荐)|文档评论\(\d+\)|评论\(?\d*\)?|1亿VIP精品文档|版权声明|免责声明|关于我们.*|联系客服.*)\s*[:：]?$"
)
_TITLED = compiled(r"\.(?:docx?|pdf|pptx?|wps)\s*(?:VIP)?$")
_OF = compiled(r"^(\d{1,3})/(\d{1,3})$")
_RUNNING = compiled(r"^[^。?!;:]{2,40}\s+第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?$")
_ORDINARY = compiled(r"^\s*\d{1,3}\s*[.、)]\s*\D")
_MARKUP = compiled(
    r"(?:\s*(?:</?(?!summary\b)[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,200})?/?>|<!--[^<>]{0,200}-->))+", re.IGNORECASE
)
_FENCE = compiled(r"(?:```|~~~)\w*")
_MATTER = compiled(r"\s*(?:#|-\s|[\w-]+\s*:)")
_MATTER_TITLE = compiled(r"(?:title|term)\s*:", re.IGNORECASE)
_LONGEST_MATTER = 80
_MOSTLY = 0.8
_NEAR = 10
_OPTION = compiled(r"[A-H]\s?[.、]")  # no site and no form begins a line like an option
_LEAST_COUNTED = 2
_BEGINS = compiled(r"(?:\[[^\]]{1,12}\]|\([^)]{1,12}\))?(?:题目?|问题|第|Q|[(\[#])?\d|[A-Z][.、):]")
_OPENING = 3  # lines at the top that a page header may repeat
_OFTEN = 3
_LEAST_HEADER = 6
_COUNTER = compiled(r"^(?:[-*•]\s*)?\d{1,4}$")


# What a form leaves open: blanks, boxes to tick, a scale to circle, a unit.
_OPEN = (
    r"[\s_/年月日分()\-—]*+(?:[□☐○]\s?[^\s□☐○:]{0,8}[\s_]*+){0,8}"
    r"(?:\d{1,3}\s?分?|(?:[1-9][、/,\s]{1,6}){2,9}\d{1,2}\s?分?)?"
)
_FORM = compiled(
    r"(?:(?:考生|应聘者?|应试者|面试者?|候选人|面试官|考官|评委|主考官?|最终|综合|部门|本题|该题|实际|最后)?(?:的)?(?:综合|总体)?"
    r"(?:姓名|性别|年龄|学历|专业|部门|岗位|应聘岗位|应聘职位|日期|时间|地点|得分|评分|打分|成绩|总分|合计|总评|评语|评价|意见|建议|录用建议|"
    r"结论|面试结果|签字|签名|签章|面试官|考官|阅卷人|评分人|记录人|学号|班级|工号|考号|准考证号|联系电话|电话|备注|"
    r"score|rating|name|date|position|interviewer|candidate|signature|"
    r"overall (?:impression|score|rating)|recommendation|comments?|notes?|total(?: score)?)"
    rf"(?:\s*[(][^()]{{0,12}}[)])?\s*:{_OPEN}){{1,10}}",
    re.IGNORECASE,
)


# The boxes for marks in a paper: `题号 一 二 三 总分`, `得分`, `评卷人`.
_BOX = r"(?:得\s*分|评\s*[分卷阅]\s*人|[阅批]\s*卷\s*人|复\s*[核查]\s*人|核\s*分\s*人|登\s*分\s*人|总\s*分|合\s*计)"
_SCORED = compiled(
    rf"[\s|]*{_BOX}(?:[\s|]+{_BOX})*[\s|]*|"
    rf"[\s|]*题\s*[号序](?:[\s|]*+[一二三四五六七八九十\d])++(?:[\s|]*{_BOX})+[\s|]*|"
    r"[\s|]*题\s*[号序](?:[\s|]*[一二三四五六七八九十]){2,}[\s|]*"
)


def _running(lines: list[Line]) -> set[str]:
    """Page headers that were copied with the text: lines that come back and repeat how the document begins."""
    filled = [squeezed for squeezed in ("".join(line.folded.split()) for line in lines) if squeezed]
    opening = "".join(takewhile(_precedes_questions, filled[:_OPENING]))
    often = Counter(squeezed for squeezed in filled if len(squeezed) >= _LEAST_HEADER)
    return {
        squeezed
        for squeezed, count in often.items()
        if count >= _OFTEN and squeezed in opening and squeezed.rstrip("*_")[-1:] not in "。?!;,:"
    }


def _precedes_questions(line: str) -> bool:
    if tag_at(line, 0, len(line)) is not None:
        return False
    return read_heading(line) is None and _BEGINS.match(line) is None and label_at(line, 0, len(line)) is None


def _mark_front_matter(lines: list[Line]) -> None:
    """What a site's generator reads above a page of Markdown, between two lines of `---`; the title stays."""
    filled = [line for line in lines[:_LONGEST_MATTER] if not line.blank]
    if not filled or filled[0].folded.strip() != "---":
        return
    inner = list(takewhile(lambda line: line.folded.strip() != "---", filled[1:]))
    known = sum(1 for line in inner if _MATTER.match(line.folded))
    if not inner or len(inner) + 1 == len(filled) or known < len(inner) * _MOSTLY:
        return
    for line in filled[: len(inner) + 2]:
        if not _MATTER_TITLE.match(line.folded):
            line.skipped = "markup"


def _mark_blank_fences(lines: list[Line]) -> None:
    """A block between ``` with nothing in it is a form to write into, and no answer."""
    opening: Line | None = None
    filled = False
    for line in lines:
        text = line.folded.strip()
        if not _FENCE.fullmatch(text):
            filled = filled or bool(text)
        elif opening is None:
            opening, filled = line, False
        else:
            if not filled:
                opening.skipped = line.skipped = "markup"
            opening = None


def mark(lines: list[Line]) -> None:
    """Set `skipped` on every line that is no content; after a site's footer everything up to a new question section."""
    tail = False
    of_many = _number_questions(lines)
    running = _running(lines)
    _mark_front_matter(lines)
    _mark_blank_fences(lines)
    wrapped = wraps("\n".join(line.folded for line in lines))
    for index, line in enumerate(lines):
        folded = line.folded.strip()
        if not folded or line.skipped or (not tail and _OPTION.match(folded)):
            continue
        if wrapped and _FENCE.fullmatch(folded):
            line.skipped = "markup"
        elif _TAIL.match(folded):
            tail = not _resumes_soon(lines, index)
            line.skipped = "boilerplate"
        elif tail and _resumes(folded):
            tail = False
        if not line.skipped and running and folded[0] not in "#|`~" and "".join(folded.split()) in running:
            line.skipped = "page-header"
        if not line.skipped and not (of_many and _OF.match(folded)):
            line.skipped = "boilerplate" if tail else _reason(lines, index, folded)


_NOTE = compiled(
    r"[\[(*]*(?:备注|说明|附注|注)[\])*]*\s*:.{0,12}(?:本(?:试卷|题库|试题|套题|文档|卷|资料|答案)|以上(?:题目|试题|内容|答案|各题)|(?:答案)?仅供).{0,80}"
)
_LAST = 2


def _last_note(lines: list[Line], index: int) -> bool:
    """`备注：本题库由……整理` on the last lines speaks of the document and not of its last question."""
    if not _NOTE.match(lines[index].folded.strip()):
        return False
    after = lines[index + 1 : index + 1 + _NEAR]
    return index + 1 + _NEAR >= len(lines) and sum(not line.blank for line in after) < _LAST


_SPOKEN = compiled(r"^[\[(]?(?:导入语|引导语|开场白|指导语|结束语|主考官?导语|考官引导语)[\])]?\s*:?.{0,200}$")


def _reason(lines: list[Line], index: int, folded: str) -> str:
    if _MARKUP.fullmatch(folded):
        return "markup"
    if _BUTTONS.fullmatch(folded):
        return "boilerplate"
    if _PAGE.match(folded) or _RUNNING.match(folded):
        return "page-header"
    if _SPOKEN.match(folded) or _last_note(lines, index):
        return "instructions"
    if _FORM.fullmatch(folded) or _SCORED.fullmatch(folded):
        return "form"
    if _COUNTER.match(folded):
        return "boilerplate" if _among_site_lines(lines, index) else ""
    return "boilerplate" if _LINE.match(folded) else ""


def _number_questions(lines: list[Line]) -> bool:
    """`1/50`, `2/50` … alone on their lines number questions (not pages) where nothing else does."""
    counters = [match for line in lines if (match := _OF.match(line.folded.strip()))]
    counted = [int(match.group(1)) for match in counters]
    if len(counted) < _LEAST_COUNTED or counted != list(range(1, len(counted) + 1)):
        return False
    return len({match.group(2) for match in counters}) == 1 and not any(_ORDINARY.match(line.folded) for line in lines)


def _among_site_lines(lines: list[Line], index: int) -> bool:
    """A bare number counts as a site's counter only beside other lines of the site; else it may number a question."""
    for step in (-1, 1):
        near = [lines[at] for at in range(index + step, index + step * _NEAR, step) if 0 <= at < len(lines)]
        other = (line.folded.strip() for line in near if not line.blank)
        beside = next((folded for folded in other if not _COUNTER.match(folded)), "")
        if beside and _LINE.match(beside):
            return True
    return False


def _resumes(folded: str) -> bool:
    heading = read_heading(folded)
    return (heading is not None and heading.declares) or _TITLED.search(folded) is not None


def _resumes_soon(lines: list[Line], index: int) -> bool:
    """A notice in front of the paper (温馨提示：请认真作答) is followed by a section at once."""
    after = [line.folded.strip() for line in lines[index + 1 : index + 8] if not line.blank]
    return any(_resumes(folded) for folded in after[:4]) and not any(_LINE.match(folded) for folded in after[:4])
