"""People who sign in."""

import unicodedata
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class People(BaseUserManager["Person"]):
    """The one way a person comes into being."""

    def create_person(
        self, *, name: str, email: str | None, password: str | None = None, demo: bool = False
    ) -> "Person":
        person = self.model(name=name, email=email or None, is_demo=demo, **sort_keys(name))
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """An adult, or a student old enough for an account; the sign-in is one for the whole installation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=200, db_index=True)
    name_search = models.CharField(max_length=200, db_index=True)
    locale = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = People()

    def __str__(self) -> str:
        return self.name


def plain(text: str) -> str:
    """Return `text` in lower case without accents, as a key for search and order on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()


def sort_keys(name: str) -> dict[str, str]:
    """Return the stored search and sort keys of a name: the last word leads the order."""
    key = plain(name)
    first, _, last = key.rpartition(" ")
    return {"name_search": key, "name_sort": f"{last}, {first}" if first else last}
