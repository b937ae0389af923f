"""Something that is still missing before a step can be taken."""

from dataclasses import dataclass

from aimline.domain.words import Message


@dataclass(frozen=True)
class Gap:
    """A finding: `code` is a stable rule name, `message` says what is missing, `where` names the field."""

    code: str
    message: Message
    where: str
