"""A report's row guards all of it: whoever changes or signs anything of it locks that row first."""

from impact.models import ImpactReport, ReportLine


def lock_report(report: ImpactReport) -> ImpactReport:
    """The report as it now is, locked until the transaction ends."""
    return (
        ImpactReport.objects.select_for_update(of=("self",))
        .select_related("authority", "meeting__theme", "meeting__body", "meeting__period")
        .get(pk=report.pk)
    )


def lock_line(line: ReportLine) -> ReportLine:
    """The line as it now is, with its report locked: a report's row guards all of its lines."""
    report = lock_report(line.report)
    line = ReportLine.objects.select_related("action__workplan", "priority__workplan").get(
        pk=line.pk
    )
    line.report = report
    return line
