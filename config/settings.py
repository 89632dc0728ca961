"""All settings, driven by the environment (config/environment.py). Unsafe production values are system checks."""

from __future__ import annotations

from pathlib import Path

import django.forms
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.database import database
from config.environment import BASE_DIR, Environment
from config.mail import mailers

django_stubs_ext.monkeypatch()

env = Environment()

DEBUG = env.debug
INSECURE_KEY = "django-insecure-development-only-never-use-this-key-where-others-can-reach-the-server"
SECRET_KEY = env.secret() or (INSECURE_KEY if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("TIKU_DEBUG=0 needs TIKU_SECRET_KEY or TIKU_SECRET_KEY_FILE; see docs/settings.md.")
ALLOWED_HOSTS = env.hosts()
CSRF_TRUSTED_ORIGINS = env.origins()

TIKU_DATA = env.data
TIKU_DEMO = env.demo
TIKU_PUBLIC_URL = env.public_url.rstrip("/")
TIKU_SECOND_APPROVER = env.second_approver
# Without a mail server the pages say how to hand over links, and send nothing.
TIKU_MAIL = env.smtp_url is not None
TIKU_SAVE_GRACE = env.save_grace
TIKU_STARTS_AT_ONCE = env.starts_at_once
TIKU_READER = env.reader
TIKU_METRICS_TOKEN = env.metrics_token.get_secret_value() if env.metrics_token else ""

INSTALLED_APPS = [
    "config",
    "accounts",
    "questionbank",
    "exams",
    "scoring",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.requests.RequestLogMiddleware",
    "config.lanes.LanesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
# What pages go through besides, and saves of answers do not (config/lanes.py).
PAGE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.HtmxLoginMiddleware",
    "config.middleware.PrivatePagesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Django's own form templates come last, so that templates/django/forms/ may replace them one by one.
        "DIRS": [BASE_DIR / "templates", Path(django.forms.__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "loaders": (
                ["django.template.loaders.filesystem.Loader"]
                if DEBUG
                else [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])]
            ),
            "libraries": {"tiku": "config.templatetags.tiku"},
            "builtins": ["config.templatetags.tiku"],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(env.database_url, env.data, env.database_pool)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = env.language
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / app / "locale" for app in ("config", "accounts", "questionbank", "exams", "scoring")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone

STATIC_URL = "static/"
STATIC_ROOT = env.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.staticfiles.ModuleStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = env.data / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Django's own checks of what config/checks.py says in the names of our variables, and of middleware that stands among
# that of the pages (PAGE_MIDDLEWARE).
SILENCED_SYSTEM_CHECKS = [f"security.W{number:03}" for number in (1, 2, 4, 5, 8, 9, 10, 16, 18, 20, 21)]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.https
SECURE_SSL_REDIRECT = env.https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.https
SECURE_HSTS_PRELOAD = env.https
if env.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MAILERS = mailers(env.smtp_url.get_secret_value() if env.smtp_url else "")
DEFAULT_FROM_EMAIL = env.mail_from or "tiku@localhost"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"tiku": {"()": "config.logs.formatter", "form": env.log_format}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "tiku"}},
    "root": {"handlers": ["console"], "level": env.log_level},
    "loggers": {
        # Django's own handlers would write each line a second time.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "tiku.requests": {"level": "INFO" if env.log_requests else "WARNING"},
    },
}
