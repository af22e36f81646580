"""Charts as SVG drawn here: bars, lines, stacked statuses, and a line in a word's height.

One drawing serves pages and PDFs. Lengths across are shares of the width, lengths down are in the
height of the text: nothing is scaled, and the words stay readable at 300 pixels. Colours come from
classes, which a page's style sheet paints and `impact.templatetags.documents` resolves for a PDF.
No colour stands alone: values are written at what they belong to, bars have a texture, lines a
marker and a dash, and the numbers follow as a table.

No library: the ones weighed bring a megabyte of code, or pictures that no style sheet can reach
(docs/decisions/0031).
"""

from core.charts.bars import bars, stacked
from core.charts.lines import legend_mark, line, sparkline
from core.charts.shapes import Chart, Series, said

__all__ = ["Chart", "Series", "bars", "legend_mark", "line", "said", "sparkline", "stacked"]
