# Golden Thread. On a fresh machine with Python 3.11+, git and make:
#
#     make run     the whole program with invented people, at http://127.0.0.1:8000/
#     make test    the unit tests
#
# Every target first makes this folder ready (scripts/prepare.py), which takes a moment when it is.

PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
MANAGE := $(PY) manage.py
ARGS ?=

# `make run` and `make test` use SQLite and no Redis, whatever the shell has set for something else.
ALONE := env -u DATABASE_URL -u REDIS_URL
TESTS := .venv/bin/pytest
# What one process proves by itself, within five minutes; `make test-services` adds the matrix.
UNIT := not services and not browser and not long
QUICK := $(UNIT) and not matrix

.DEFAULT_GOAL := help
.PHONY: help run test check test-services test-browser bench lock framework assets messages screenshots backup restore weekly

help:
	@sed -n 's/^#  *\(make .*\)/\1/p' Makefile
	@echo "make check    make test-services    make test-browser    make bench    make weekly    make lock    make framework    make screenshots"

run:
	@$(PYTHON) scripts/prepare.py demo
	@test -e "$${GOLDEN_THREAD_VAR:-var}/golden-thread.sqlite3" || \
	echo "run: making the database and five demo councils in var/ (1 to 4 minutes, once)"
	@export DJANGO_SETTINGS_MODULE=config.settings.demo && \
	$(ALONE) $(MANAGE) migrate --verbosity 0 && \
	$(ALONE) $(MANAGE) collectstatic --noinput --verbosity 0 && \
	$(ALONE) $(MANAGE) load_demo --verbosity 0
	@exec $(ALONE) DJANGO_SETTINGS_MODULE=config.settings.demo $(MANAGE) serve --port $(PORT)

# Of what `make run` keeps: make backup FILE=golden-thread.zip (docs/backup.md).
backup restore:
	@test -n "$(FILE)" || { echo "$@: say which file: make $@ FILE=golden-thread.zip"; exit 1; }
	@$(PYTHON) scripts/prepare.py base
	@$(ALONE) DJANGO_SETTINGS_MODULE=config.settings.demo $(MANAGE) $@ $(ARGS) $(FILE)

test:
	@$(PYTHON) scripts/prepare.py dev
	$(ALONE) $(TESTS) -n 2 -m "$(QUICK)" $(ARGS)

# The same tests on PostgreSQL, with the matrix of every page as everybody, then those that need a
# real worker and a real Redis.
test-services:
	@$(PYTHON) scripts/prepare.py dev
	@test -n "$$DATABASE_URL" -a -n "$$REDIS_URL" || { \
	echo "test-services: set DATABASE_URL and REDIS_URL to servers that may be emptied."; exit 1; }
	env -u REDIS_URL $(TESTS) -n 2 -m "$(UNIT)" $(ARGS)
	$(TESTS) -n 0 -m services $(ARGS)

# What takes longer than a CI run may: the long walks over every page and form, on PostgreSQL where
# DATABASE_URL names one, and the tests as if it were each of the hours at which days, months and
# clocks change.
CLOCKS := 2026-11-30T23:30:00+00:00 2026-06-30T23:30:00+00:00 2028-02-29T12:00:00+00:00 2027-03-31T12:00:00+00:00 \
	2027-03-10T23:30:00+00:00
weekly:
	@$(PYTHON) scripts/prepare.py dev
	env -u REDIS_URL $(TESTS) -n 2 -m long $(ARGS)
	for clock in $(CLOCKS); do \
	echo "weekly: the tests as of $$clock" && \
	$(ALONE) TEST_CLOCK=$$clock $(TESTS) -n 2 -m "$(UNIT)" $(ARGS) || exit 1; done

test-browser:
	@$(PYTHON) scripts/prepare.py dev chromium
	$(ALONE) $(TESTS) -n 2 --maxschedchunk 1 -m browser $(ARGS)

check:
	@$(PYTHON) scripts/prepare.py dev gettext
	@$(PY) scripts/check.py

# On PostgreSQL where DATABASE_URL names one that may be emptied, else on a SQLite file of its own.
bench:
	@$(PYTHON) scripts/prepare.py dev
	env -u REDIS_URL $(PY) -m benchmarks $(ARGS)

# After a change of the dependencies in pyproject.toml. Newer versions: make lock ARGS=--upgrade
lock:
	@$(PYTHON) scripts/prepare.py dev
	@$(PY) scripts/lock.py $(ARGS)

# Says what is wrong with a framework file, by the demo's database: make framework FILE=…
framework:
	@test -n "$(FILE)" || { echo "framework: name the file: make framework FILE=my-council.yaml"; exit 1; }
	@$(PYTHON) scripts/prepare.py demo
	@$(ALONE) DJANGO_SETTINGS_MODULE=config.settings.demo $(MANAGE) validate_framework "$(FILE)"

# What is marked for translation, collected into locale/; a translator then fills in what is empty.
messages:
	@$(PYTHON) scripts/prepare.py dev gettext
	@$(PY) scripts/messages.py

# The pictures in README.md, and every page as every role in var/screenshots/.
screenshots:
	@$(PYTHON) scripts/prepare.py dev
	@$(ALONE) $(PY) -m scripts.screenshots $(ARGS)

assets:
	@rm -rf static/vendor
	@$(PYTHON) scripts/prepare.py demo
