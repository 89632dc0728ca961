from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        # Models cannot be imported before all apps are loaded.
        from exams.signals import answer_replaced, attempt_reopened, attempt_submitted  # noqa: PLC0415
        from scoring.auto import on_submitted  # noqa: PLC0415
        from scoring.regrading import on_answer_replaced  # noqa: PLC0415
        from scoring.reopening import on_reopened  # noqa: PLC0415

        answer_replaced.connect(on_answer_replaced, dispatch_uid="scoring.regrading")
        attempt_reopened.connect(on_reopened, dispatch_uid="scoring.reopening")
        attempt_submitted.connect(on_submitted, dispatch_uid="scoring.auto")
