from voice.models.ask import Ask
from voice.models.consent import Consent

__all__ = ["Ask", "Consent"]
