"""The one signal of the project: `attempt_submitted(attempt_id: int)`, sent after the submission is committed."""

from django.dispatch import Signal

attempt_submitted = Signal()
