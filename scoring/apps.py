from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        # Models cannot be imported before all apps are loaded.
        from exams.signals import attempt_submitted  # noqa: PLC0415
        from scoring.auto import on_submitted  # noqa: PLC0415

        attempt_submitted.connect(on_submitted, dispatch_uid="scoring.auto")
