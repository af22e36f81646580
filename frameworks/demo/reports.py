"""Impact reports and the year's: composed, put in better words, signed, published, endorsed."""

from collections.abc import Callable
from typing import Any

from frameworks.demo.story import Row, Story
from impact.models import ImpactReport, ReportLine
from impact.operations.annual import (
    compose_annual_report,
    endorse_annual_report,
    publish_annual_report,
    refresh_annual_report,
    sign_foreword,
)
from impact.operations.lines import change_line, leave_out_line
from impact.operations.reports import (
    compose_report,
    publish_report,
    set_introduction,
    sign_off_report,
)


def report(story: Story, row: Row) -> None:
    """A meeting's report, as far as it has come."""
    key = row["meeting"]

    def compose() -> None:
        made = compose_report(actor=story.who(row["by"]), meeting=story.get("meeting", key))
        story.keep("report", key, made)

    story.on(row["on"], f"compose {key}", compose, "10:15")
    if "introduction" in row:
        story.on(row["on"], f"introduce {key}", _introduce(story, key, row), "10:45")
    for item in row.get("edits", []):
        story.on(item["on"], f"edit {key}", _edit(story, key, item), "11:30")
    for item in row.get("signed", []):
        story.on(item["on"], f"sign {key}", _sign(story, key, item), "16:00")
    if "published" in row:
        done = row["published"]
        story.on(
            done["on"],
            f"publish {key}",
            lambda: publish_report(actor=story.who(done["by"]), report=story.get("report", key)),
            "17:30",
        )


def _introduce(story: Story, key: str, row: Row) -> Callable[[], Any]:
    def introduce() -> None:
        current: ImpactReport = story.get("report", key)
        set_introduction(
            actor=story.who(row["by"]),
            report=current,
            title=row.get("title", current.title),
            introduction=row["introduction"],
            version=current.version,
        )

    return introduce


def _edit(story: Story, key: str, row: Row) -> Callable[[], Any]:
    """Say a line better, or leave it out when there are no better words."""

    def edit() -> None:
        line = _line(story, key, row)
        if "text" in row:
            change_line(
                actor=story.who(row["by"]), line=line, text=row["text"], version=line.version
            )
        else:
            leave_out_line(actor=story.who(row["by"]), line=line)

    return edit


def _line(story: Story, key: str, row: Row) -> ReportLine:
    """The line of a part that is about an action, a priority, a decision or a challenge."""
    lines = ReportLine.objects.filter(report=story.get("report", key), part=row["part"])
    if "action" in row:
        return lines.get(action=story.get("action", row["action"]))
    about = next(kind for kind in ("priority", "decision", "challenge") if kind in row)
    return lines.get(action=None, **{about: story.get(about, row[about])})


def _sign(story: Story, key: str, row: Row) -> Callable[[], Any]:
    return lambda: sign_off_report(actor=story.who(row["by"]), report=story.get("report", key))


def annual_report(story: Story, row: Row) -> None:
    """A year's report: composed, brought up to date, its foreword signed, endorsed."""
    year = row["year"]

    def compose() -> None:
        made = compose_annual_report(actor=story.who(row["by"]), period=story.periods[year])
        story.keep("annual", year, made)

    story.on(row["on"], f"annual report, {year} year", compose)
    for day in row.get("refreshed", []):
        story.on(day, f"refresh {year}", _refresh(story, year, row["by"]), "10:30")
    if "foreword" in row:
        story.on(row["foreword"]["on"], f"foreword {year}", _foreword(story, year, row), "15:00")
    if "endorsed" in row:
        done = row["endorsed"]
        story.on(
            done["on"],
            f"endorse {year}",
            lambda: endorse_annual_report(
                actor=story.who(done["by"]), annual=story.get("annual", year), despite_gaps=True
            ),
            "16:00",
        )
    if "published" in row:
        out = row["published"]
        story.on(
            out["on"],
            f"publish annual report {year}",
            lambda: publish_annual_report(
                actor=story.who(out["by"]), annual=story.get("annual", year)
            ),
            "10:00",
        )


def _refresh(story: Story, year: str, by: str) -> Callable[[], Any]:
    return lambda: refresh_annual_report(actor=story.who(by), annual=story.get("annual", year))


def _foreword(story: Story, year: str, row: Row) -> Callable[[], Any]:
    return lambda: sign_foreword(
        actor=story.who(row["foreword"]["by"]),
        annual=story.get("annual", year),
        foreword=row["foreword"]["text"],
        version=None,
    )
