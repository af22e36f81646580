"""`make bench`: figures beside a bare page of the same run. Machines differ; the ratios are what
counts. Prints each bar of the product's quality document as held, or as not held with its figure;
`--strict` then fails. `--quick` takes fewer rounds, `--pages` leaves out documents and memory,
`--load` adds a meeting day of 200 people, on PostgreSQL."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"


def main() -> int:
    import django

    django.setup()
    from benchmarks import documents, memory, pages
    from benchmarks.bars import say

    quick = "--quick" in sys.argv
    bars = pages.run(rounds=15 if quick else 40)
    if "--pages" not in sys.argv:
        bars += documents.run(rounds=2 if quick else 5)
        bars += memory.of_serving(rounds=10 if quick else 30)
    if "--load" in sys.argv:
        from benchmarks import load

        bars += load.run()
    return 0 if say(bars) or "--strict" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
