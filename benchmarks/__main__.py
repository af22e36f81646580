"""`make bench`: figures beside a bare page of the same run. Machines differ; the ratios are what
counts. Prints what misses a bar of the product's quality document; `--strict` then fails. `--load`
adds a meeting day of 200 people, on PostgreSQL."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"


def main() -> int:
    import django

    django.setup()
    from benchmarks import documents, pages

    quick = "--quick" in sys.argv
    missed = pages.run(rounds=9 if quick else 25)
    missed += documents.run(rounds=2 if quick else 5)
    if "--load" in sys.argv:
        from benchmarks import load

        missed += load.run()
    print("\nEvery bar is held." if not missed else "\nMissed:")
    for words in missed:
        print(f"  {words}")
    return 1 if missed and "--strict" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
