from voice.models.ask import Ask

__all__ = ["Ask"]
