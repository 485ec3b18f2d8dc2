# make demo: set everything up and build the example plan.  make test: the same, and the whole test suite.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GRAPH ?= graph
PLAN := examples/2020-shanghai-fangguanfu.txt

.PHONY: install demo test lint bench bench-neo4j bench-explorer clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "reformgraph needs Python 3.11 or later; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "This Python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: install
	$(BIN)/reformgraph build $(PLAN) --graph $(GRAPH)
	$(BIN)/reformgraph query measures-in-region --region 临港新片区 --graph $(GRAPH)
	$(BIN)/reformgraph query measures-by-mechanism --mechanism 告知承诺 --graph $(GRAPH)
	$(BIN)/reformgraph query deadlines --graph $(GRAPH)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: demo lint
	$(BIN)/python -m pytest

bench-neo4j: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python bench/neo4j_load.py 10 100 1000

bench-explorer: install
	$(BIN)/python bench/explorer.py 1 10 100

bench: install
	$(BIN)/python -m pytest bench --benchmark-only --benchmark-columns=min,median,max,ops

clean:
	rm -rf $(VENV) graph dist build
