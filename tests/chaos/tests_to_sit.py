"""A published paper and as many invitations as a storm may need."""

from __future__ import annotations

from exams.links import hash_token, new_token
from exams.models import Invitation, InvitationLink, PaperItem
from tests import build


def prepare(count: int) -> tuple[list[str], list[int]]:
    """Tokens of invitations, and the paper's questions: all of them take text."""
    paper = build.paper(*[build.essay(f"第{number}题:请写出处理过程。") for number in range(1, 9)])
    sitting = build.sitting(paper)
    rows = [Invitation(sitting=sitting, name=f"考生{n}", created_by=sitting.created_by) for n in range(count)]
    invitations = Invitation.objects.bulk_create(rows)
    tokens = [new_token() for _ in invitations]
    InvitationLink.objects.bulk_create(
        InvitationLink(invitation=invitation, token_hash=hash_token(token), created_by=sitting.created_by)
        for invitation, token in zip(invitations, tokens, strict=True)
    )
    return tokens, list(PaperItem.objects.filter(section__paper=paper).values_list("pk", flat=True))
