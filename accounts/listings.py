"""How names are shown."""

_ADDRESSES = frozenset(
    "cllr councillor dr lady lord miss mr mrs ms mx prof professor rev sir".split()
)


def first_name(name: str) -> str:
    """The first name of a full one; how somebody is addressed is no part of it."""
    words = name.split()
    while len(words) > 1 and words[0].strip(".").casefold() in _ADDRESSES:
        words.pop(0)
    return words[0] if words else ""
