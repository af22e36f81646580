"""What has been e-mailed, once the worker has done its round."""

import re

from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

from accounts.operations.mail import send_waiting_mail

CODE = re.compile(r"^Your code is ([B-Z]{4}-[B-Z]{4})$", re.MULTILINE)


def delivered() -> list[EmailMessage]:
    """Every e-mail sent so far in this test, with those that were still waiting."""
    send_waiting_mail()
    return mail.outbox


def html_of(message: EmailMessage) -> str:
    """The HTML of an e-mail that has some."""
    assert isinstance(message, EmailMultiAlternatives)
    return str(message.alternatives[0][0])


def code_for(address: str) -> str:
    """The last code that was sent to an address."""
    found = [CODE.search(str(each.body)) for each in delivered() if each.to == [address]]
    assert found, f"nothing was sent to {address}"
    assert found[-1], "the last e-mail holds no code"
    return found[-1][1]
