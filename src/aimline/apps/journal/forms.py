"""What every form that writes carries."""

import uuid

from django import forms


class Write(forms.Form):
    """An idempotency key and the version of what is being changed, both hidden."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def new_key() -> uuid.UUID:
    """Return the key for a form about to be shown."""
    return uuid.uuid4()
