"""Pages of the annual report: composed, its foreword signed, endorsed, read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import permitted
from accounts.models import Membership
from core.documents.letters import letters_without_font
from core.forms import ConfirmForm, post_data, submit_form
from core.http import render_page
from core.paging import page_of
from impact.enums import AnnualStatus
from impact.forms import EndorseForm, ForewordForm, WithdrawEndorsementForm
from impact.models import AnnualReport
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    publish_annual_report,
    refresh_annual_report,
    sign_foreword,
    withdraw_endorsement,
)
from impact.policies import (
    can_compose_annual_report,
    can_endorse_annual_report,
    can_publish_annual_report,
    can_refresh_annual_report,
    can_sign_foreword,
    can_withdraw_endorsement,
)
from impact.queries.annual import annual_content, gaps_of, has_new_quarters
from impact.queries.scrutiny import said_in
from impact.queries.working import annual_rows, periods_to_compose
from impact.views.next_step import annual_step
from outcomes.models import Period


def _annual(actor: Membership, period: str) -> AnnualReport:
    return get_object_or_404(
        AnnualReport.objects.visible_to(actor).select_related(
            "authority", "period", "foreword_by__person", "endorsed_by__person"
        ),
        period__slug=period,
    )


def _to_annual(actor: Membership, period: str) -> HttpResponse:
    return redirect("impact:annual-detail", actor.authority.slug, period)


@permitted("read_working", methods=("GET",))
def annual_list(request: HttpRequest, actor: Membership) -> HttpResponse:
    """The annual reports, newest year first."""
    may_compose = actor.holds("compose_annual_reports")
    page = page_of(annual_rows(actor), request.GET)
    context = {
        "page": page,
        "annuals": annual_rows(actor).filter(pk__in=page.ids),
        "to_compose": list(periods_to_compose(actor)) if may_compose else [],
        "may_see_drafts": actor.holds("download_annual_reports"),
    }
    return render_page(request, "impact/annual_list.html", context)


@permitted("read_working", methods=("GET",))
def annual_detail(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """A year's report, whole, with its foreword and its next step."""
    annual = _annual(actor, period)
    may_refresh = can_refresh_annual_report(actor, annual)
    context = {
        "annual": annual,
        "content": annual_content(annual),
        "is_endorsed": annual.status == AnnualStatus.ENDORSED,
        "may_refresh": may_refresh,
        "may_withdraw": can_withdraw_endorsement(actor, annual),
        "may_publish": can_publish_annual_report(actor, annual),
        "has_news": bool(may_refresh) and has_new_quarters(annual),
        "next_step": annual_step(actor, annual),
        "scrutiny_of_year": said_in(actor, annual.period) if may_refresh else [],
    }
    return render_page(request, "impact/annual_detail.html", context)


@permitted("read_working")
def annual_compose(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Compose a year's report from its published quarters."""
    found = get_object_or_404(Period.objects.filter(authority_id=actor.authority_id), slug=period)
    form = ConfirmForm(post_data(request))
    decision = can_compose_annual_report(actor, found)
    if submit_form(request, form, decision, compose_annual_report, actor=actor, period=found):
        messages.success(request, _("Annual report drafted."))
        return _to_annual(actor, period)
    context = {"period": found, "form": form, "scrutiny_of_year": said_in(actor, found)}
    return render_page(request, "impact/annual_compose.html", context, form=form)


@permitted("read_working", methods=("POST",))
def annual_refresh(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Take in what has been published since."""
    annual = _annual(actor, period)
    form = ConfirmForm(request.POST)
    if form.is_valid() and form.carry_out(refresh_annual_report, actor=actor, annual=annual):
        messages.success(request, _("The report now has the latest reports and figures."))
    return _to_annual(actor, period)


@permitted("read_working")
def annual_foreword(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Write the foreword and sign it."""
    annual = _annual(actor, period)
    form = ForewordForm(post_data(request), annual=annual)
    decision = can_sign_foreword(actor, annual)
    if submit_form(request, form, decision, sign_foreword, actor=actor, annual=annual):
        messages.success(request, _("You’ve signed the foreword."))
        return _to_annual(actor, period)
    context = {"annual": annual, "form": form}
    return render_page(request, "impact/annual_foreword.html", context, form=form)


@permitted("read_working")
def annual_endorse(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Endorse a year's report for the executive. Asks once more first."""
    annual = _annual(actor, period)
    gaps = gaps_of(annual)
    form = EndorseForm(post_data(request), annual=annual, has_gaps=bool(gaps))
    decision = can_endorse_annual_report(actor, annual)
    if submit_form(request, form, decision, endorse_annual_report, actor=actor, annual=annual):
        messages.success(
            request, _("You’ve endorsed the report. Members and partners can read it now.")
        )
        return _to_annual(actor, period)
    context = {
        "annual": annual,
        "form": form,
        "gaps": gaps,
        "unprintable": letters_without_font(annual_content(annual)),
    }
    return render_page(request, "impact/annual_endorse.html", context, form=form)


@permitted("read_working")
def annual_withdraw(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Withdraw the executive's endorsement, with a reason."""
    annual = _annual(actor, period)
    form = WithdrawEndorsementForm(post_data(request))
    decision = can_withdraw_endorsement(actor, annual)
    if submit_form(request, form, decision, withdraw_endorsement, actor=actor, annual=annual):
        messages.success(
            request, _("You’ve withdrawn the endorsement. The report is a draft again.")
        )
        return _to_annual(actor, period)
    context = {"annual": annual, "form": form}
    return render_page(request, "impact/annual_withdraw.html", context, form=form)


@permitted("read_working")
def annual_publish(request: HttpRequest, actor: Membership, period: str) -> HttpResponse:
    """Let everyone read an endorsed annual report. Asks once more first."""
    annual = _annual(actor, period)
    form = ConfirmForm(post_data(request))
    decision = can_publish_annual_report(actor, annual)
    if submit_form(request, form, decision, publish_annual_report, actor=actor, annual=annual):
        messages.success(request, _("Annual report published. Everyone can read it now."))
        return _to_annual(actor, period)
    context = {"annual": annual, "form": form}
    return render_page(request, "impact/annual_publish.html", context, form=form)
