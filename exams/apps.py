from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "exams"

    def ready(self) -> None:
        from exams.usage import uses  # noqa: PLC0415 -- models are not ready when this module is imported
        from questionbank.usage import finders  # noqa: PLC0415

        finders.append(uses)
