# Two commands do all the set-up: `make report` and `make test` first make .venv when it is
# not there. In an active conda environment called dwimpact they use that one instead.
STUDY ?= data/raw
PYTHON ?= python3
# Names of files are UTF-8, whatever the locale.
export PYTHONUTF8 := 1

ifeq ($(CONDA_DEFAULT_ENV),dwimpact)
  RUN := "$(CONDA_PREFIX)/bin/python"
  READY :=
else
  RUN := .venv/bin/python
  READY := .venv/ready
  # A .venv whose Python is gone, or is another than the one asked for, is made anew.
  VERSION_OF := -c 'import sys; print(sys.version_info[:2])'
  HERE := $(shell test -x $(RUN) && $(RUN) $(VERSION_OF))
  ASKED := $(if $(filter-out file,$(origin PYTHON)),$(shell "$(PYTHON)" $(VERSION_OF)),$(HERE))
  ifneq ($(or $(HERE),none),$(ASKED))
    .PHONY: .venv/ready
  endif
endif

READING := $(if $(FORMAT),--format $(FORMAT)) $(if $(SHEET),--sheet "$(SHEET)")
INPUT := --study "$(STUDY)" $(if $(RESPONSES),--responses "$(RESPONSES)") $(READING)
INTO := $(if $(OUTPUT),--output "$(OUTPUT)")
PART := $(if $(EDITION),--edition "$(EDITION)")

.DEFAULT_GOAL := help
.PHONY: help report editions compare fleet pdf word slides check verify identify reproduce reconstruct new-study form deposit draw test test-long coverage mutate lint format bench screenshots lab lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(READY) ## rebuild the study into outputs/ (STUDY=path RESPONSES=file CHAPTER=2 EDITION=sector=hbo)
	$(RUN) -m dwimpact report $(INPUT) $(INTO) $(PART) $(if $(CHAPTER),--chapter $(CHAPTER)) $(if $(AGAIN),--again)

editions: $(READY) ## a report for each part of the respondents that may have one, into editions/
	$(RUN) -m dwimpact editions $(INPUT) $(INTO)

compare: $(READY) ## compare two waves, into comparison/ (OLD=path NEW=path)
	$(RUN) -m dwimpact compare "$(OLD)" "$(NEW)" $(INTO)

fleet: $(READY) ## the reports of many studies, into fleet/ (PLAN=path SCHEDULER=tcp://host:8786 WORKERS=2)
	$(RUN) -m dwimpact fleet "$(PLAN)" $(INTO) \
	  $(if $(SCHEDULER),--scheduler "$(SCHEDULER)") $(if $(WORKERS),--workers $(WORKERS))

check: $(READY) ## say what is wrong with an export (RESPONSES=file STUDY=path FINDINGS=csv)
	$(RUN) -m dwimpact check $(if $(RESPONSES),"$(RESPONSES)") --study "$(STUDY)" $(READING) \
	  $(if $(FINDINGS),--output "$(FINDINGS)")

verify: $(READY) ## hold every published claim against the data (WITNESS=1: and say what each adds)
	$(RUN) -m dwimpact verify --study "$(STUDY)" $(if $(WITNESS),--witness)

identify: $(READY) ## say between what each count lies, by the published claims alone
	$(RUN) -m dwimpact identify --study "$(STUDY)"

reproduce: $(READY) ## make the report afresh and compare it byte for byte
	$(RUN) -m dwimpact reproduce $(INPUT) $(INTO) $(PART)

reconstruct: $(READY) ## make data/raw/responses.csv anew from the published claims
	$(RUN) -m dwimpact reconstruct --study "$(STUDY)"

form: $(READY) ## make the form for form tools and on paper, into forms/ (STUDY=path TO=xlsform)
	$(RUN) -m dwimpact form --study "$(STUDY)" $(if $(TO),--to $(TO)) $(INTO)

deposit: $(READY) ## write what an archive asks, into deposits/ (STUDY=path OUTPUT=path CHECK=1)
	$(if $(RESPONSES),$(error A deposit is of a study with its own responses: put the file into the study folder, as 'responses', with its extension))
	$(RUN) -m dwimpact deposit --study "$(STUDY)" $(if $(CHECK),--check) $(INTO)

new-study: $(READY) ## make a study folder to begin with (NAME=path)
	$(RUN) -m dwimpact new-study "$(NAME)"

draw: $(READY) ## draw responses at random, to try a report (STUDY=path N=40)
	$(RUN) -m dwimpact draw $(or $(N),40) --study "$(STUDY)"

test: lint ## lint, types and tests
	$(RUN) -m pytest

# What hypothesis draws, it draws more of here.
test-long: $(READY) ## the tests that take longer: kills, full disks, every width, fuzz
	$(RUN) -m pytest -m "(long or hypothesis) and not corpus" --hypothesis-profile=long --dist=worksteal

coverage: $(READY) ## tests of the rooms that guard rows and respondents, with what they reach
	$(RUN) -m pytest tests/disclosure tests/intake tests/published tests/tidy --cov

mutate: $(READY) ## change disclosure/ in every way, and name each change that no test notices
	"$$(dirname $(RUN))/mutmut" run
	"$$(dirname $(RUN))/mutmut" results

lint: $(READY) ## format, lint and type checks, and notebooks stored without outputs
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	"$$(dirname $(RUN))/lint-imports" --no-logo
	$(RUN) -m deptry src

format: $(READY) ## put code and notebooks in the project's format
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

.PHONY: docs/modules.md
docs/modules.md: ## the list of modules, from their docstrings
	$(PYTHON) scripts/modules.py > $@.new && mv $@.new $@

.PHONY: docs/reference.md
docs/reference.md: $(READY) ## every field of the files of a study, from the models that read them
	$(RUN) scripts/reference.py > $@.new && mv $@.new $@

bench: $(READY) ## measure report and library; writes benchmarks/results.md
	$(RUN) benchmarks/run.py

pdf: $(READY) ## print the report to outputs/report.pdf (needs Chromium and a report)
	$(RUN) -m dwimpact pdf $(INTO) $(PART)

screenshots: $(READY) ## pictures for the README (needs Chromium, LibreOffice, a report, Word and slides)
	$(RUN) scripts/screenshots.py $(INTO)

word: $(READY) ## the report in Word, outputs/report.docx, with native charts (needs a report)
	$(RUN) -m dwimpact word $(INTO) $(PART)

slides: $(READY) ## the report as slides, outputs/report.pptx, with native charts (needs a report)
	$(RUN) -m dwimpact slides $(INTO) $(PART)

lab: $(READY) ## open the notebooks in JupyterLab (PORT=8889)
	$(RUN) -m jupyterlab notebooks --LabApp.news_url=None $(if $(PORT),--port $(PORT))

lock: $(READY) ## pin the newest allowed versions in requirements.lock
	$(RUN) -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --upgrade --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --quiet --output-file requirements.lock
	$(RUN) -m uv pip compile tests/tools/rocrate/requirements.in --universal --python-version 3.11 \
	  --generate-hashes --upgrade --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command 'make lock' --quiet --output-file tests/tools/rocrate/requirements.lock

# What holds an RO-Crate against its profile.
tests/tools/rocrate/.venv: tests/tools/rocrate/requirements.lock
	"$(PYTHON)" -m venv --clear $@
	$@/bin/python -m pip install --quiet --require-hashes --requirement $<
	touch $@

environment.yml: pyproject.toml scripts/environment.py ## the packages for conda, from pyproject.toml
	$(PYTHON) scripts/environment.py > $@

clean: ## remove everything that can be made again, .venv too (OUTPUT=path: that folder as well)
	if [ -x $(RUN) ]; then $(RUN) -m dwimpact clean $(if $(OUTPUT),&& $(RUN) -m dwimpact clean "$(OUTPUT)"); fi
	rm -rf .venv .pytest_cache .mypy_cache .import_linter_cache .ruff_cache .hypothesis .coverage mutants
	find src tests -name __pycache__ -type d -exec rm -rf {} +

TOO_OLD := import sys; found = ".".join(map(str, sys.version_info[:2])); sys.exit( \
  "dwimpact needs Python 3.11 or newer, and this one is " + found + ". Name another, such as: " \
  "make report PYTHON=python3.12" if sys.version_info < (3, 11) else 0)

# uv installs fast; where pip cannot get it, pip itself installs the same locked files.
.venv/ready: requirements.lock pyproject.toml
	@"$(PYTHON)" -c '$(TOO_OLD)'
	rm -rf .venv
	"$(PYTHON)" -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(RUN) -m pip install --quiet --require-hashes --requirement .venv/uv.lock \
	  && $(RUN) -m uv pip install --quiet --python $(RUN) --compile-bytecode \
	    --require-hashes --requirement requirements.lock \
	  || $(RUN) -m pip install --quiet --require-hashes --requirement requirements.lock
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@
