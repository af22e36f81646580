"""The thin line: compose, change, sign, publish, read in public."""

import pytest

from impact.enums import ReportStatus
from impact.models import ImpactReport, ReportLine
from tests.impact.quarter import make_quarter
from tests.support.cast import Cast
from tests.support.places import AT_OURS


@pytest.mark.django_db
def test_a_report_from_records_to_the_public_page(cast: Cast) -> None:
    quarter = make_quarter(cast)
    cast.manchester.sign_offs_needed = 2
    cast.manchester.save()
    kit, jay, sam = (
        cast.client(who) for who in (cast.coordinator, cast.consultant, cast.consultant_2)
    )
    compose = f"{AT_OURS}meetings/{quarter.meeting.pk}/report/compose/"
    assert jay.get(compose).status_code == 200
    response = jay.post(compose, follow=True)
    assert response.status_code == 200, response.content.decode()[:3000]
    report = ImpactReport.objects.get()
    base = f"{AT_OURS}reports/{report.slug}/"
    assert response.redirect_chain == [(base, 302)]
    page = response.content.decode()
    assert "Link 100 young people to a club they choose." in page
    assert "61 of 100 linked so far." in page
    assert "This isn’t done yet." in page
    assert "23 days late" in page

    line = ReportLine.objects.get(part="achieved", action=quarter.clubs)
    edit = f"{base}lines/{line.pk}/edit/"
    assert jay.get(edit).status_code == 200
    response = jay.post(edit, {"text": "61 of us joined a club.", "version": 1}, follow=True)
    assert "61 of us joined a club." in response.content.decode()

    partner = cast.client(cast.partner)
    early = partner.get(f"{AT_OURS}meetings/{quarter.meeting.pk}/report/", follow=True)
    assert early.redirect_chain == [(f"{AT_OURS}reports/", 302)]
    assert "This meeting’s report isn’t ready yet." in early.content.decode()

    public = f"/manchester/reports/{report.slug}/"
    assert cast.client(None).get(public).status_code == 404
    assert kit.get(base + "publish/").status_code == 403
    for client in (jay, sam):
        assert client.get(base + "sign/").status_code == 200
        assert client.post(base + "sign/", follow=True).status_code == 200
    report.refresh_from_db()
    assert report.status == ReportStatus.SIGNED_OFF
    assert jay.get(edit).status_code == 403
    response = kit.post(base + "publish/", follow=True)
    assert response.status_code == 200
    report.refresh_from_db()
    assert report.status == ReportStatus.PUBLISHED

    # A meeting's page leads there, whoever reads it.
    theirs = f"{AT_OURS}meetings/{quarter.meeting.pk}/"
    officer = cast.client(cast.officer)
    assert f'href="{theirs}report/"' in officer.get(theirs).content.decode()
    assert officer.get(f"{theirs}report/")["Location"] == base

    page = cast.client(None).get(public).content.decode()
    assert "61 of us joined a club." in page
    assert "Jay Moss" not in page
    front = cast.client(None).get("/manchester/").content.decode()
    assert "Happy: what changed" in front
    assert "Clubs cost too much." in front
