"""What the program refuses, and how it says so."""

from aimline.domain.words import Message


class AimlineError(Exception):
    """A refusal: `code` is a stable name, `message` says what happened, `hint` what to do next."""

    def __init__(self, code: str, message: Message, hint: Message) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.hint = hint
