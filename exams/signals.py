"""The signals of the project, the only way back up to scoring.

`attempt_submitted(attempt_id: int)` is sent after the submission is committed: what goes wrong there never undoes it.
`answer_replaced(attempt_id: int, paper_item_id: int, by: User, reason: str)` is sent inside the transaction in which HR
accepts a late answer or takes that back: both the answer and its score change, or neither.
`attempt_reopened(attempt_id: int, by: User, reason: str)` is sent inside the transaction in which HR lets somebody go
on after the end; a receiver that raises `NotReopened` keeps it closed.
"""

from django.dispatch import Signal

attempt_submitted = Signal()
answer_replaced = Signal()
attempt_reopened = Signal()
