"""Which kind a heading or a tag names, and the words that make a sentence a question. Input is folded text."""

from __future__ import annotations

import re

from questionbank.content import ItemKind
from questionbank.parsing.words.patterns import compiled

S, M, T, Q, E = (
    ItemKind.SINGLE_CHOICE,
    ItemKind.MULTIPLE_CHOICE,
    ItemKind.TRUE_FALSE,
    ItemKind.SHORT_ANSWER,
    ItemKind.ESSAY,
)

# First match wins: more specific words stand before the ones they contain.
_KINDS: tuple[tuple[re.Pattern[str], ItemKind | None, str], ...] = tuple(
    (compiled(pattern, re.IGNORECASE), kind, genre)
    for pattern, kind, genre in (
        (r"[XＸ]\d?型(?:选择)?题", M, ""),
        (
            r"[AB]\d?(?:[/、和与]?[AB]?\d)*型(?:选择)?题|最佳选择题|配伍(?:选择)?题|共用(?:题干|备选答案|选项)(?:选择)?题",
            S,
            "",
        ),
        (r"不定项|单多选|双选题?|任选题|multiple[- ](?:answer|response|select)|select all|复选题", M, ""),
        (r"多项?选择?题?(?!一)|multi[- ]?choice", M, ""),
        (r"单项?选择?题?|single[- ](?:choice|answer)|true/false/not", S, ""),
        (r"multiple[- ]choice|(?:案例|情[景境]|材料|综合|阅读)(?:分析|理解)?选择题", None, ""),
        (
            r"(?<!常识)(?<!逻辑)(?<!定义)(?<!事件)(?<!图形)判断(?!推理|能力|力|标准|分析|方法|依据)(?:改错|正误|对错|是非)?题?|"
            r"是非题|对错题|正误题|true\s*(?:/|or|-|and)\s*false|\bT\s*/\s*F\b|yes\s*/\s*no",
            T,
            "",
        ),
        (
            r"(?:排序|连线|匹配|配对|拖拽|归类)题|\b(?:matching|ordering|sequencing|ranking)\b",
            E,
            "*",
        ),
        (r"选择填空题?", None, ""),
        (r"(?:程序|代码|选词|完形)填空题?|\bcloze\b", Q, "*"),
        (r"填空题?", Q, "填空题"),
        (r"fill[- ]in(?:[- ]the[- ]blanks?)?|^completion$|\bnumeric(?:al)?\b", Q, "*"),
        (r"(?:公文|文书|病句|标点)?改错题|(?:公文|文书|病句|标点)改错|辨析题|翻译题|完形填空|选词填空|默写题?", Q, "*"),
        (r"(?:看图|识图|读图|简析|解释|概念|术语|缩写|分录|核算|解答|证明|口述|造句)(?:分析|说明|回答)?题", Q, "*"),
        (r"^(?:英译汉|汉译英|中译英|英译中|英汉互译|改错|翻译)$", Q, "*"),
        (r"简[答述]题?|short[- ]answer", Q, ""),
        (r"名词解释|术语解释", Q, "名词解释"),
        (r"问答题?", Q, "问答题"),
        (r"计算题|^计算$", Q, "计算题"),
        (r"论述题?|申论题?", E, ""),
        (r"^(?:命题|材料|话题|公文|应用文)?(?:作文|写作)$", E, "写作题"),
        (r"阅读(?:理解)?题|阅读理解", E, "阅读题"),
        (r"^reading(?: comprehension)?$", None, "阅读题"),
        (r"^(?:sentence )?translation$", Q, "*"),
        (r"^(?:practical )?writing$|^composition$", E, "*"),
        (r"案例分析题?|案例题|案例分析", E, "案例分析题"),
        (r"情[景境](?:模拟|应对|分析|处理|应变|判断)?(?:题|问答)|情[景境]模拟", E, "情景题"),
        (r"(?:综合)?分析题|材料题|材料分析题?", E, "分析题"),
        (r"开放(?:性|式)?(?:题|问题|试题)", E, "开放题"),
        (
            r"(?:实操|操作|实务|应用|写作|设计|方案|策划|行为|压力|综合|主观|陈述|讨论|思考|作文|编程|作图|绘图|制图|论文|业务|处理|"
            r"组合|题组|复合|演讲|活动|推理|沟通|谈判|演示|画图|听力|口语|录音|朗读|上传|填表)(?:面试)?题",
            E,
            "*",
        ),
        (r"\bcase stud(?:y|ies)\b|\bscenarios?\b|\b(?:coding|programming|calculation)\b", E, "*"),
        (r"\bessays?\b|open[- ]ended|interview questions?|long[- ]answer", E, ""),
        (r"选择题", None, ""),
    )
)
_UNSCORED = compiled(r"排序|连线|匹配|配对|拖拽|归类|matching|ordering|sequencing|ranking", re.IGNORECASE)
_CHOICE = compiled(r"选择题|选择填空|multiple[- ]choice", re.IGNORECASE)
# `…题` that says where questions come from or what they are for, but not of which kind they are.
_PLAIN = compiled(
    r"(?:试|习|真|考|例|原|母|押|模拟|测试|练习|自测|复习|作业|笔试|机试|必答|选答|选做|必做|附加|客观|基础|提高|拓展|专业|知识|竞赛|"
    r"必考|预测|阅读|理解|语言|常识|法规|制度|安全|技能|易错|高频|常考|经典|热点|重点|送分|必会|压轴|原创|改编)题"
)
_NO_KIND = compiled(r"(?:问|专|主|标|课|话|难|命|议|答|切|解|破|选|面试|审|大|小|每|本|该|此|套|几|何|做|出)题$")
_NAMED = compiled(r"[\u4e00-\u9fffA-Za-z0-9/、]{1,9}题")


def kind_in(title: str) -> tuple[ItemKind | None, str | None]:
    """The kind and genre that a title names; (None, None) when it names none."""
    for pattern, kind, genre in _KINDS:
        match = pattern.search(title)
        if match:
            return kind, (match.group() if genre == "*" else genre or None)
    return None, None


_LEAST_CLOSING = 6


def ends_asking(text: str) -> bool:
    """Whether a paragraph asks; one that answers a question of its own (`为什么？因为……`) does not."""
    asked, _, rest = text.rpartition("?")
    answered = asked != "" and len(rest) >= _LEAST_CLOSING and not asks_plainly(rest)
    return asks_plainly(text) and not answered


def is_fill_in(genre: str | None) -> bool:
    """Whether a genre names questions with blanks to fill in, in Chinese or English."""
    return genre is not None and re.match(r"填空题$|fill[- ]in|completion|numeric", genre, re.IGNORECASE) is not None


def section_kind(title: str) -> tuple[ItemKind | None, str | None]:
    """The same for the heading of a section, where an unknown `…题` names written questions (`连线题`, `画像题`)."""
    found = kind_in(title)
    named = _NAMED.fullmatch(title)
    if found != (None, None) or not named or names_choice(title) or not _of_unknown_kind(title):
        return found
    return E, title


def _of_unknown_kind(title: str) -> bool:
    return not (_NO_KIND.search(title) or _PLAIN.search(title))


def names_unknown(title: str) -> bool:
    """`画像题`: the name of a type that no list knows."""
    return _NAMED.fullmatch(title) is not None and title.endswith("题") and _of_unknown_kind(title)


def is_unscored(genre: str | None) -> bool:
    """Answers that are an order or pairs: their options are part of the question and its key is no choice."""
    return genre is not None and _UNSCORED.match(genre) is not None


def names_questions(title: str) -> bool:
    """`附加题`, `基础知识题`: questions of whatever kind they turn out to be."""
    return _NAMED.fullmatch(title) is not None and _PLAIN.search(title) is not None and title.endswith("题")


def only_written_kind(title: str) -> tuple[ItemKind | None, str | None]:
    """The written kind that a document's title names, when it names that kind alone (`…简答题`)."""
    found = [(kind, pattern.search(title)) for pattern, kind, _ in _KINDS if kind is not None]
    named = {kind for kind, match in found if match and match.group()[-1:] in "题r"}
    kind, genre = kind_in(title)
    return (kind, genre) if len(named) == 1 and kind in (Q, E) and not names_choice(title) else (None, None)


def names_choice(title: str) -> bool:
    """选择题 without single or multiple: the key decides."""
    return _CHOICE.search(title) is not None


_EMPHASIS = " \t*_"
_ASKS = compiled(
    r"[?]|什么|如何|怎样|怎么|为何|哪[些个种类项一几方]|多少|是否|能否|可否|吗[?。]?$|几[个种类项点]|谈谈|谈一谈|说说|说一说|讲(?:一[个次下讲]|讲)|分享(?:一[次个下]|你|您)|聊聊|简述|简要|论述|阐述|"
    r"概述|列举|举例|描述|试述|试分析|请(?:你|您|用|以|简|分|举|描|说|谈|介|列|结|根|阐|论|概|解|对|从|就|给|设|写|为|评|做|具|详|判|回|选|按|模)|"
    r"分析.{0,20}(?:原因|影响|问题|案例)|自我介绍|解释(?:一下|下列|以下)|说明(?:理由|原因)|你(?:会|将|认为|觉得|对|的|最|有|在|是|为|怎)|您(?:会|认为|对|的|最|有|如)|"
    r"^(?:please\s+|briefly\s+)?(?:what|why|how|when|where|who|which|describe|explain|discuss|tell|give|share|provide|list|compare|"
    r"define|name|introduce|do|does|did|are|is|can|could|have|has|would|should)\b",
    re.IGNORECASE,
)
_DUTY = compiled(
    r"职责|任职|要求|资格|须知|目录|说明|注意事项|技巧|方法|流程|步骤|准备|建议|概述|简介|介绍|原则|策略|背景|总结|参考文献|福利|待遇|条件|规则|攻略|指南|要领|"
    r"\b(?:how to|template|guidance|etiquette|policy|tips|prepar\w+|advice|steps|checklist|benefits|responsibilities|"
    r"requirements|qualifications)\b",
    re.IGNORECASE,
)
_SCRIPT = compiled(r"话术|开场白|结束语|制度|条例|须知|职责")
_RECORD = compiled(
    r"(?:会议|例会|谈话|座谈会?)(?:纪要|记录|通知|议程)?$|(?:会议|例会)?(?:纪要|记录)|简历|履历|合同|协议|通知|公告|公示|启事|新闻|要闻|快讯|简报|"
    r"报告|(?:工作|年度|季度|月度|个人|述职)总结|述职|岗位说明书?|职位描述|诚聘|招聘(?!.{0,12}(?:考|笔试|测))|招募|招贤|招人|手册|大纲|"
    r"计划|方案|规定|规范|攻略|聊天记录|"
    r"\b(?:minutes|agenda|resume|curriculum vitae|contract|agreement|job (?:description|posting)|"
    r"handbook|newsletter|report)\b",
    re.IGNORECASE,
)
_PAPER = compiled(
    r"考试|试卷|笔试|测验|测试|问答|提问|面试题|面经|追问|(?:HR|人事)面(?!试)|(?:面试|访谈|面谈|提问)提纲|问题|题(?!目的)|考点|\b(?:questions?|quiz|exam|test|q&a)\b",
    re.IGNORECASE,
)
_QUESTION_TITLE = compiled(r"问题|题|提问|追问|考点|questions?|quiz|exam|interview", re.IGNORECASE)


_READER = compiled(
    r"[你您请]|谈谈|说说|\byou(?:r|rself)?\b|\b(?:tell|give) (?:me|us)\b|\b(?:describe|explain)\b", re.IGNORECASE
)


def asks(stem: str) -> bool:
    """Whether the sentence asks or tells someone to answer something."""
    return _ASKS.search(stem.strip(_EMPHASIS)) is not None


_LEADS = compiled(
    r"^\s*[“\"]?(?:请|试(?:述|析|分析)|简述|简要|论述|谈谈|说说|分享|讲述|讲一|讲讲|回忆|列举|阐述|描述|什么是|为什么|为何|如何|怎样|怎么|假[设如]|如果|当(?![面日天班场事月年地即时前初])|[你您](?!将|需|须|要|必须|应|可以|能够|具备|拥有|有[\d一二三四五六七八九十多]|们?的?(?:福利|待遇|职责|工作内容))|结合|举例|介绍|分析|"
    r"(?:please\s+|briefly\s+)?(?:(?:can|could|would|will|have|did|do|are|were) you|"
    r"what|why|how|describe|explain|discuss|tell|give|share|walk|list|compare|define|name|imagine|suppose|introduce)\b)",
    re.IGNORECASE,
)


def asks_plainly(stem: str) -> bool:
    """A question mark at the end, or a beginning that tells someone to answer."""
    stem = stem.strip(_EMPHASIS)
    return "?" in stem[-12:] or (_LEADS.match(stem) is not None and _INDIRECT.match(stem) is None)


_TASK = compiled(
    r"(?:^|[。,，;；:]|[(]\d{1,2}[)])\s*(?:请|试)?(?:分别|简要|详细|具体|用[^。,，]{1,12}法?)?"
    r"(?:写出|画出|求出?|计算|指出|证明|推导|设计|编写|编制|列出|绘制|给出|翻译|改写|定义|找出|比较|说明|回答)"
)


def sets_task(stem: str) -> bool:
    """Whether a sentence tells to write, draw or compute something, as the questions of a paper do."""
    return asks_plainly(stem) or _TASK.search(stem) is not None


# `What they look for`, `How it went: …`: no question without its mark.
_INDIRECT = compiled(
    r"(?:what|why|how|when|where|who)\s+(?:they|he|she|it|we|i|you|the|a|an|to|their|its|your|our|candidates?)\b(?!.*\?)",
    re.IGNORECASE,
)


def announces_questions(title: str) -> bool:
    """Whether a heading promises questions, and not duties or advice."""
    return _QUESTION_TITLE.search(title) is not None


_PROMISE = compiled(
    r"面试(?:题|问题|提问)|提问(?:清单|提纲|示例|问题|列表)|(?:问题|题目)(?:清单|库|列表)|试题|追问|访谈(?:提纲|问题)|"
    r"\b(?:interview|sample|example|behaviou?ral|situational) questions?\b|questions? to ask (?:the )?candidates?",
    re.IGNORECASE,
)


def promises_questions(title: str) -> bool:
    """Whether a heading names a list of questions to put to candidates, as a chapter of a handbook may."""
    return _PROMISE.search(title) is not None and _DUTY.search(_PROMISE.sub("", title)) is None


def announces_statements(title: str) -> bool:
    """Whether a heading promises scripts or rules, whose sentences may ask without being questions."""
    return _SCRIPT.search(title) is not None and not announces_questions(title)


def announces_record(title: str) -> bool:
    """Whether a document's title names minutes, a vacancy, a contract or news, and no paper."""
    return _RECORD.search(title) is not None and _PAPER.search(title) is None


def announces_paper(title: str) -> bool:
    """Whether a title names a paper, a list of questions or questions and answers."""
    return _PAPER.search(title) is not None


# What a list of topics names: `ArrayList 的扩容机制`, `闭包（概念、应用场景）`.
_TOPIC = compiled(
    r"(?:区别|原理|理解|作用|优缺点|机制|流程|方式|方法|特点|特性|优化|实现|生命周期|关系|场景|概念|规则|过程|步骤|策略|思路|用法|算法|模式|方案|"
    r"特征|优势|异同|[不相]同点|对比|比较|看法|认识|分类|差异|含义|定义|语法|介绍)(?:\s*[(][^()]*[)])?\W*$"
)
_TELLS = compiled(r"[^:?]{1,24}:\s*[^?]{6,}$")
_INTERVIEW = compiled(r"面试(?:题|问题|常问|宝典)|面经|interview[- ]?questions?", re.IGNORECASE)


def names_topic(stem: str) -> bool:
    """Whether a line asks, or names something to be told about; what follows a colon tells it already."""
    return _TELLS.match(stem) is None and (asks(stem) or _TOPIC.search(stem) is not None)


def announces_interview(title: str) -> bool:
    """Whether a title promises the questions of an interview, which may be mere topics."""
    return _INTERVIEW.search(title) is not None


def names_reader(stem: str) -> bool:
    """Whether a question is put to somebody: `你`, `your`, `tell me`."""
    return _READER.search(stem) is not None


_BACK = compiled(
    r"反问|(?:可以|能|想|要)问问?面试官|向面试官(?:提问|反问)|候选人(?:反?提问|反问)|"
    r"\b(?:questions?|things|what)\b.{0,24}\bask\b.{0,16}"
    r"\b(?:interviewers?|employers?|recruiters?|company|hiring managers?)\b",
    re.IGNORECASE,
)


def asks_back(title: str) -> bool:
    """Whether a heading names what candidates may ask, which nobody answers in a test."""
    return _BACK.search(title) is not None


def announces_prose(title: str) -> bool:
    """Whether a heading promises duties, demands or advice."""
    return _DUTY.search(title) is not None and not announces_paper(title)
