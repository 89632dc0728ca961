"""The environment variables that Tiku reads, checked once at start. Every one is described in docs/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """Nothing set = SQLite, debug, the address of this machine only."""

    model_config = SettingsConfigDict(env_prefix="TIKU_", extra="ignore")

    debug: bool = True
    secret_key: SecretStr | None = None
    secret_key_file: Path | None = None
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    trusted_origins: str = ""
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    data: Path = BASE_DIR / "var"
    public_url: str = "http://127.0.0.1:8000"
    https: bool = False
    behind_proxy: bool = False
    language: Literal["zh-hans", "en"] = "zh-hans"
    time_zone: str = "Asia/Shanghai"
    demo: bool = False
    second_approver: bool = False
    smtp_url: SecretStr | None = None
    mail_from: str = ""
    # Seconds after the deadline in which a save that was on its way still counts.
    save_grace: int = Field(default=15, ge=0, le=300)
    # Long documents are read by this server process; else by `manage.py read_documents` alone.
    reader: bool = True
    log_level: str = "INFO"
    log_format: Literal["plain", "json"] = "plain"
    log_requests: bool = False
    metrics_token: SecretStr | None = None
    # Connections of each process to PostgreSQL, shared by its threads; 0 = one of its own for each thread.
    database_pool: int = Field(default=0, ge=0, le=200)
    # Tests that one process starts at the same moment; more people wait for their turn.
    starts_at_once: int = Field(default=3, ge=1, le=1000)

    def secret(self) -> str | None:
        if self.secret_key:
            return self.secret_key.get_secret_value()
        if self.secret_key_file:
            return self.secret_key_file.read_text(encoding="utf-8").strip()
        return None

    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.trusted_origins.split(",") if origin.strip()]
