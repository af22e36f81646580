"""What several files of this folder stand on."""

import pytest

from cooperative.models import Body
from tests.cooperative.things import make_body
from tests.support.cast import Cast


@pytest.fixture
def ladder(cast: Cast) -> tuple[Body, Body, Body]:
    """The Happy group, the partnership above it, and the executive above that."""
    executive = make_body(cast, "executive", kind="executive")
    partnership = make_body(cast, "partnership", above=executive)
    group = make_body(cast, "group", above=partnership, kind="delivery", outcome=cast.happy)
    return group, partnership, executive
