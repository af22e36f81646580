"""The form that is only a button."""

from core.forms import Form


class ConfirmForm(Form):
    """Only the button, with the key that makes it count once."""
