"""What a reader of the results should know about how a test was taken, in words. Nothing here changes a score."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from exams.integrity import Record, records
from exams.late import Verdict, verdicts
from exams.models import Sitting


def notes_of(sitting: Sitting) -> dict[int, tuple[str, str]]:
    """Integrity record and late answers by attempt. Five statements, however many they are."""
    late = verdicts(sitting)
    nothing: Counter[str] = Counter()
    return {
        one.attempt.pk: (record_words(one), late_words(late.get(one.attempt.pk, nothing))) for one in records(sitting)
    }


def record_words(record: Record) -> str:
    """Empty where nothing was recorded, so that the eye finds what was."""
    if record.is_empty and record.decision is None:
        return "" if record.attempt.terms_json.get("watches") else _("not recorded")
    counted = {
        ngettext("%(count)d absence", "%(count)d absences", record.absences): record.absences,
        ngettext("%(count)d paste", "%(count)d pastes", record.pastes): record.pastes,
        ngettext("%(count)d change of network", "%(count)d changes of network", record.networks): record.networks,
        ngettext("%(count)d change of device", "%(count)d changes of device", record.devices): record.devices,
    }
    said = [words % {"count": count} for words, count in counted.items() if count]
    if record.absences:
        said[0] = _("%(words)s (%(time)s in all)") % {"words": said[0], "time": record.away_words}
    if record.decision is None:
        return listed([*said, _("waits for a decision")])
    decided = {"decision": record.decision.get_verdict_display(), "reason": record.decision.reason}
    return listed([*said, _("%(decision)s: %(reason)s") % decided])


def late_words(counts: Counter[str]) -> str:
    words = {
        Verdict.ACCEPTED.value: pgettext("late answers", "%(count)d accepted"),
        Verdict.REFUSED.value: pgettext("late answers", "%(count)d refused"),
        "": pgettext("late answers", "%(count)d without a decision"),
    }
    return listed([text % {"count": counts[verdict]} for verdict, text in words.items() if counts[verdict]])


def listed(parts: list[str]) -> str:
    return pgettext("between parts of a list", "; ").join(parts)
