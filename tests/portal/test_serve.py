"""Starting where something else listens says so at once."""

import socket

import pytest
from django.core.management import CommandError, call_command

from portal.management.commands.serve import taken


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert taken("127.0.0.1", port)
        with pytest.raises(CommandError, match=f"using port {port}"):
            call_command("serve", port=str(port))
    assert not taken("127.0.0.1", port)
