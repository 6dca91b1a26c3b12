# MitWirkung: two commands are enough, `make demo` and `make test`; `make check` is the quick part of the latter. Every path here is relative, so that the
# folder may lie anywhere. Another Python: make demo PYTHON=python3.12. Another port: make demo PORT=8001.

PYTHON ?= python3
OURS := .venv/bin/python
COMPILE = CUSTOM_COMPILE_COMMAND="make requirements" $(OURS) -m piptools compile --quiet --generate-hashes \
	--allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	--no-emit-options --resolver=backtracking

# Python keeps what it has compiled, or every process of the tests would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo check test lint bench load install-drill kills drill behaviour screenshots migrations requirements vendor python
.NOTPARALLEL:

# Installs what is missing, fills in the demo and serves it on http://127.0.0.1:8000.
demo: python
	@$(PYTHON) -I mitwirkung/devtools/install.py demo
	@exec $(OURS) manage.py demo

# Installs what is missing, then runs every check, all tests that need neither database nor other programs, and the attacks on the invariants.
check: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	@$(MAKE) --no-print-directory lint
	$(OURS) -m pytest -q -n auto -m "not browser and not conformance and not kills and (invariants or not database)"

# Installs what is missing, then runs every check and the whole suite.
test: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	@$(MAKE) --no-print-directory lint
	$(OURS) -m pytest -q -n auto --durations=25 -m "not browser and not conformance and not kills"
	$(OURS) -m pytest -v -n auto --durations=25 -m "browser or conformance or kills"

lint:
	$(OURS) -m ruff check .
	$(OURS) -m ruff format --check .
	$(OURS) -m mypy
	$(OURS) -c "from importlinter.cli import lint_imports_command as run; run()"
	$(OURS) manage.py makemigrations --check --dry-run

# Measures pages and PDFs.
bench: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	@exec $(OURS) -m bench $(ONLY)

# Lets 50 people work behind nginx for five minutes each at 12 and at 1,200 districts; SECONDS=60 shortens it.
load: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	@exec $(OURS) -m bench load

# Installs in a fresh Debian, upgrades, and lets an upgrade fail; needs root, debootstrap, systemd-container and the network. DEBIAN=13 for the next one.
install-drill: DEBIAN ?= 12
install-drill: python
	$(OURS) -m tests.deploy.install_drill $(DEBIAN)

# Kills server, worker and database at random while a hundred agreements are concluded; the suite does it with eight.
# MITWIRKUNG_SEED repeats a run.
kills: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	MITWIRKUNG_KILLS=100 $(OURS) -m pytest -q tests/sealing/test_kills.py

# Backs up while people write, destroys everything, restores it on another server and compares; the suite does it with less.
drill: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	MITWIRKUNG_DRILL=100 $(OURS) -m pytest -q -o faulthandler_timeout=1800 tests/operations/backup

# Records what the demo shows to everybody as text, into OUT; with BEFORE, a recording of other code, compares them too.
behaviour: OUT ?= var/behaviour/recording
behaviour: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	$(OURS) -m tests.behaviour.record $(OUT) $(BEFORE)
	$(if $(BEFORE),$(OURS) -m tests.behaviour.compare $(BEFORE) $(OUT))

# Takes the pictures of the documentation.
screenshots: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	$(OURS) -m pytest -q tests/browser/pictures.py

# Writes one fresh migration per app, for as long as nothing is deployed.
migrations: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	$(OURS) -m mitwirkung.devtools.initial_migrations

# Writes the pinned and hashed requirements from pyproject.toml.
requirements: python
	@$(PYTHON) -I mitwirkung/devtools/install.py test
	$(COMPILE) --output-file=requirements.txt pyproject.toml
	$(COMPILE) --extra=dev --constraint=requirements.txt --output-file=requirements-dev.txt pyproject.toml

# Writes the editor's library under static/vendor/ anew from the npm packages of its lock file; needs npm, as nothing else does.
vendor:
	$(OURS) -m mitwirkung.devtools.vendor

python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: MitWirkung needs Python 3.11 or newer (Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
