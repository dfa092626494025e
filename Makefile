# make demo   run the demonstration shop          make check   style, types and house rules
# make test   check, then every test              make proof   what takes minutes: crashes, fuzzing, volumes
# make bench  measure (NAME=orders for one)       make lock    make requirements.lock anew (needs uv)
# make screenshots   every page of a demo shop in both languages and widths, into var/screenshots
# make lighthouse    what Lighthouse says of four pages of a demo shop (needs Node)
# make messages   collect and compile texts       make clean   forget caches and the virtual environment
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CANDIDATES := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
SUITABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.PHONY: demo test check types rules proof bench screenshots lighthouse lock messages clean

demo: $(READY)
	@exec $(BIN)/comptoir demo

test: check
	$(BIN)/pytest -n auto --dist worksteal --ignore=tests/house

# The two at once: each is busy on one processor.
check: $(READY)
	@$(MAKE) --no-print-directory -j2 rules types

types: $(READY)
	COMPTOIR_SECRET_KEY=checks $(BIN)/mypy

rules: $(READY)
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/house

proof: $(READY)
	$(BIN)/pytest -m proof

bench: $(READY)
	@if [ -n "$(NAME)" ]; then $(BIN)/comptoir bench $(NAME) --json; else \
	for name in $$($(BIN)/comptoir bench --help | sed '1,/^Commands:/d' | awk '{print $$1}'); do \
	$(BIN)/comptoir bench $$name --json || exit 1; done; fi

screenshots: $(READY)
	$(BIN)/python -m tests.screenshots

lighthouse: $(READY)
	$(BIN)/python -m tests.lighthouse $(ADDRESS)

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 -o requirements.lock

messages: $(READY)
	@for folder in $$(find src/comptoir -type d -name locale -not -path '*/tests/*'); do \
		(cd $$folder/.. && COMPTOIR_SECRET_KEY=none DJANGO_SETTINGS_MODULE=comptoir.project.settings \
			$(CURDIR)/$(BIN)/django-admin makemessages -l fr --no-wrap -v 0) || exit 1; \
		for text in $$(find $$folder -name '*.po'); do \
			msgfmt --check-format -o $${text%.po}.mo $$text || exit 1; done; done

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last, so that an interrupted installation is done again.
$(READY): requirements.lock pyproject.toml
	@python=; for each in $(CANDIDATES); do \
		if command -v "$$each" >/dev/null && "$$each" -c "$(SUITABLE)" 2>/dev/null; then python=$$each; break; fi; done; \
	if [ -z "$$python" ]; then \
		echo "Comptoir needs Python 3.11 or newer with its venv module, and found none."; \
		echo "On Debian and Ubuntu: apt install python3 python3-venv. Or name one: make PYTHON=/path/to/python3"; \
		exit 1; fi; \
	echo "Setting up $(VENV) with $$("$$python" --version)."; \
	[ -x $(BIN)/python ] && $(BIN)/python -c "$(SUITABLE)" || "$$python" -m venv --clear $(VENV)
	@echo "Installing packages; the first time this takes some minutes."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
