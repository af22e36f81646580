"""Signing a report, opening it again, publishing it: each asks once more before it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.decisions import Decision
from core.documents.letters import letters_without_font
from core.forms import ConfirmForm, post_data, submit_form
from core.http import render_page
from impact.operations.reports import publish_report, reopen_report, sign_off_report
from impact.policies import can_publish_report, can_reopen_report, can_sign_off_report
from impact.queries.content import one_page, report_content
from impact.views.reports import the_report, to_report

Policy = Callable[[Membership, Any], Decision]


def _confirmed(
    request: HttpRequest,
    actor: Membership,
    slug: str,
    *,
    policy: Policy,
    operation: Callable[..., Any],
    template: str,
    done: str,
) -> HttpResponse:
    """Ask once more, then do it. A second press of the same button is not a second deed."""
    report = the_report(actor, slug)
    form = ConfirmForm(post_data(request))
    if submit_form(request, form, policy(actor, report), operation, actor=actor, report=report):
        messages.success(request, done)
        return to_report(report)
    content = report_content(report)
    context = {
        "report": report,
        "content": content,
        "summary": one_page(content),
        "form": form,
        "unprintable": letters_without_font(content),
    }
    return render_page(request, template, context, form=form)


@permitted("read_working")
def report_sign(request: HttpRequest, actor: Membership, report: str) -> HttpResponse:
    """Sign a report off."""
    return _confirmed(
        request,
        actor,
        report,
        policy=can_sign_off_report,
        operation=sign_off_report,
        template="impact/report_sign.html",
        done=_("You’ve signed the report."),
    )


@permitted("read_working")
def report_reopen(request: HttpRequest, actor: Membership, report: str) -> HttpResponse:
    """Take the signatures off, to change it."""
    return _confirmed(
        request,
        actor,
        report,
        policy=can_reopen_report,
        operation=reopen_report,
        template="impact/report_reopen.html",
        done=_("The report is open again. Everyone needs to sign it again."),
    )


@permitted("read_working")
def report_publish(request: HttpRequest, actor: Membership, report: str) -> HttpResponse:
    """Make a signed report public."""
    return _confirmed(
        request,
        actor,
        report,
        policy=can_publish_report,
        operation=publish_report,
        template="impact/report_publish.html",
        done=_("Report published. We’re creating the PDFs now."),
    )
