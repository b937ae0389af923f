"""The environment, read once; a wrong value stops the start with one clear sentence."""

import secrets
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Every `AIMLINE_` variable there is."""

    model_config = SettingsConfigDict(env_prefix="AIMLINE_", extra="ignore")

    mode: Literal["demo", "embedded", "production"] = "embedded"
    data: Path = Path("aimline-data")
    database: str = Field(default="", description="postgresql://... ; empty means SQLite in the data folder")
    secret_key: str = ""
    hosts: str = "localhost,127.0.0.1,[::1]"
    https: bool = False
    private_hosts: str = Field(default="", description="hosts of connections that may lie in a private network")
    today: date | None = None
    tasks: Literal["database", "immediate"] = "database"
    warehouse_threads: int = Field(default=2, ge=1, le=64)

    @model_validator(mode="after")
    def fits_the_mode(self) -> "Environment":
        if self.mode == "production" and self.today is not None:
            raise ValueError("AIMLINE_TODAY is for trying things out; remove it in production.")
        if self.mode == "production" and len(self.secret_key) < 50:
            raise ValueError("AIMLINE_SECRET_KEY needs at least 50 random characters in production.")
        if self.database and not self.database.startswith(("postgresql://", "postgres://")):
            raise ValueError("AIMLINE_DATABASE is a postgresql:// address, or empty for SQLite in the data folder.")
        return self

    @property
    def key(self) -> str:
        """The secret key: given, or made once and kept in the data folder."""
        if self.secret_key:
            return self.secret_key
        kept = self.data.absolute() / "secret-key"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(secrets.token_urlsafe(60), encoding="ascii")
            kept.chmod(0o600)
        return kept.read_text(encoding="ascii")


@cache
def environment() -> Environment:
    """Read the environment, or stop with the reason."""
    try:
        return Environment()
    except ValidationError as problem:
        first = problem.errors()[0]
        name = "AIMLINE_" + "_".join(str(part).upper() for part in first["loc"]) + ": " if first["loc"] else ""
        sys.exit(f"Aimline did not start. {name}{first['msg'].removeprefix('Value error, ')}")
