"""The demo's world: role packs, a finished sitting, an open one, and the accounts and the link to try them.

Everything is made by the product's own functions; only the answers of past candidates are written as if they had been
saved back then.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from config.demo_answers import answers_of, tick
from config.demo_file import Demo, write_demo
from exams.attempts import start_attempt, submit_attempt
from exams.blueprint import Rule
from exams.composing import draw
from exams.links import hash_token, new_token
from exams.models import Attempt, Invitation, InvitationLink, Paper, PaperItem, Response, Section, Sitting
from exams.outline import outline
from exams.publishing import Publication, findings_of, publish, warnings_digest
from questionbank.content import ItemKind
from questionbank.models import JobRole
from questionbank.packs import fixtures, load_pack, load_roles, pack_files
from scoring.marking import Judgement, rubric_of, save_mark
from scoring.models import MarkTask
from scoring.queue import claim
from scoring.release import release

STAFF = (
    ("chen", "陈静", Role.HR),
    ("zhao", "赵岩", Role.REVIEWER),
    ("zhou", "周宁", Role.LEADER),
    ("wu", "吴桐", Role.ADMINISTRATOR),
)
# Name and ability: the share of questions that the person gets right.
PAST = (("林晓", 0.9), ("王敏", 0.75), ("周航", 0.75), ("何苗", 0.55), ("许青", 0.35))
RECENT = (("沈月", 0.8), ("罗成", 0.6))
GUEST = "体验考生"
SECTIONS = (
    ("一、单项选择题", ItemKind.SINGLE_CHOICE, 8, 2),
    ("二、多项选择题", ItemKind.MULTIPLE_CHOICE, 4, 4),
    ("三、判断题", ItemKind.TRUE_FALSE, 5, 1),
    ("四、简答题", ItemKind.SHORT_ANSWER, 2, 5),
    ("五、情景与论述题", ItemKind.ESSAY, 1, 15),
)


def build_demo() -> Demo:
    """An empty, migrated database becomes the demo's world."""
    password, now = secrets.token_urlsafe(9), timezone.now()
    people = {username: _user(username, name, role, password) for username, name, role in STAFF}
    load_roles(fixtures() / "roles.json")
    for path in pack_files(fixtures() / "packs"):
        load_pack(path, approve=True)
    paper = _paper(people["chen"])
    past = _sitting(paper, people["chen"], "九月招聘笔试", now - timedelta(days=12), now - timedelta(days=9))
    _sat(past, PAST, now - timedelta(days=11))
    _mark_all(past, people["zhao"])
    release(past.pk, people["chen"], "", past.closes_at)
    current = _sitting(paper, people["chen"], "十一月招聘笔试", now - timedelta(hours=3), now + timedelta(days=30))
    _sat(current, RECENT, now - timedelta(hours=2))
    demo = Demo(password, "", [(username, name, role.value) for username, name, role in STAFF])
    return refresh_guest(demo)


def refresh_guest(demo: Demo) -> Demo:
    """A link that can still be used: a new guest is invited when the last one has finished."""
    link = InvitationLink.objects.filter(token_hash=hash_token(demo.token)).select_related("invitation").first()
    used = link and Attempt.objects.filter(invitation=link.invitation).exclude(state=Attempt.State.STARTED).exists()
    if link is None or used:
        sitting = Sitting.objects.filter(closes_at__gt=timezone.now()).latest("pk")
        demo.token = _invite(sitting, GUEST)[1]
    write_demo(demo)
    return demo


def _user(username: str, name: str, role: Role, password: str) -> User:
    return User.objects.create_user(username, password, name=name, role=role)


def _paper(hr: User) -> Paper:
    role = JobRole.objects.get(code="service")
    paper = Paper.objects.create(role=role, title="在线客服专员笔试", minutes=45, seed=7, created_by=hr)
    for position, (title, kind, count, points) in enumerate(SECTIONS, start=1):
        section = Section(paper=paper, position=position, title=title, kind=kind, points_each=points)
        section.rules = [Rule(count=count)]
        section.save()
    plan = draw(paper, by=hr)
    published = publish(paper, by=hr, accepted=warnings_digest(findings_of(outline(paper))))
    if not plan.feasible or published != Publication.PUBLISHED:
        raise RuntimeError(f"The demo's paper cannot be published: {published}")
    paper.refresh_from_db()
    return paper


def _sitting(paper: Paper, hr: User, title: str, opens: datetime, closes: datetime) -> Sitting:
    return Sitting.objects.create(
        paper=paper,
        title=title,
        opens_at=opens,
        closes_at=closes,
        minutes=paper.minutes,
        created_by=hr,
        reveal=Sitting.Reveal.KEYS,
        contact="人力资源部 招聘组",
        policy_json={},
    )


def _invite(sitting: Sitting, name: str) -> tuple[Invitation, str]:
    invitation = Invitation.objects.create(sitting=sitting, name=name, created_by=sitting.created_by)
    token = new_token()
    InvitationLink.objects.create(invitation=invitation, token_hash=hash_token(token), created_by=sitting.created_by)
    return invitation, token


def _sat(sitting: Sitting, people: tuple[tuple[str, float], ...], first: datetime) -> None:
    items = list(PaperItem.objects.filter(section__paper=sitting.paper).select_related("revision").order_by("id"))
    for number, (name, ability) in enumerate(people):
        began = first + timedelta(minutes=3 * number)
        attempt = start_attempt(_invite(sitting, name)[0], now=began)
        given = answers_of([item.revision.content for item in items], ability, seed=number)
        Response.objects.bulk_create(
            Response(attempt=attempt, paper_item=item, answer_json=answer, revision=1, saved_at=began)
            for item, answer in zip(items, given, strict=True)
        )
        submit_attempt(attempt.pk, now=began + timedelta(minutes=25 + 4 * number))


def _mark_all(sitting: Sitting, reviewer: User) -> None:
    abilities = dict(PAST)
    tasks = MarkTask.objects.filter(sitting=sitting).select_related("attempt__invitation", "paper_item__revision")
    for task in tasks.order_by("pk"):
        now = task.attempt.finished_at or timezone.now()
        with transaction.atomic():
            claim(task.pk, reviewer, now)
            task.refresh_from_db()
            rows = [row.id for row in rubric_of(task).rows]
            ticked = tick(rows, abilities[task.attempt.invitation.name])
            save_mark(task, reviewer, Judgement(ticked=ticked), now + timedelta(hours=2))
