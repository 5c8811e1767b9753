# make studio   sets everything up and opens Reverie
# make test     sets everything up and runs the tests

SHELL := /bin/bash
PYTHON ?= python3
export PYTHON

# No screen, no sound device, and one thread less to wait for: tests/conftest.py says why.
HEADLESS := QT_QPA_PLATFORM=offscreen SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy OMP_WAIT_POLICY=PASSIVE
# What to hand on to pytest, as in: make test TESTS="tests/studio -k dropzone"
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help studio test test-all lint format bench pictures lock clean qt-libraries

help:
	@echo "make studio     set up and open Reverie (without a display: a tour in pictures)"
	@echo "make test       run the tests; make test-all also runs the slow ones"
	@echo "make lint       check format, style and types; make format puts the format right"
	@echo "make bench      measure this computer"
	@echo "make pictures   draw the README's pictures anew"
	@echo "make lock       choose today's versions of all packages"
	@echo "make clean      remove what was built, but not .venv and not your runs"

studio: .venv/ready qt-libraries
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "There is no display here, so Reverie draws a tour of itself into tour/."; \
		QT_QPA_PLATFORM=offscreen .venv/bin/reverie tour tour/; \
	else \
		.venv/bin/reverie; \
	fi

test: .venv/ready qt-libraries
	$(HEADLESS) .venv/bin/python -m pytest $(TESTS)

test-all: .venv/ready qt-libraries
	$(HEADLESS) .venv/bin/python -m pytest -m "" $(TESTS)

lint: .venv/ready
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

format: .venv/ready
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: .venv/ready
	.venv/bin/reverie bench

# The pictures in the README, drawn by the studio itself. The cat comes with scikit-image.
SAMPLE = $$(.venv/bin/python -c "from engines.paint.samples import sample_photograph; print(sample_photograph())")
PICTURE = .venv/bin/reverie snapshot --pane paint --size 1280x720 --open "$(SAMPLE)"
pictures: .venv/ready
	$(PICTURE) --theme dark --do paint.style.starry_night --do paint.keep --do paint.style.gauguin_tahiti --do paint.keep --do paint.style.starry_night --do paint.compare -o resources/screenshots/paint-dark.png
	$(PICTURE) --theme light --do paint.style.vg_wheat_field --do paint.blend.great_wave --do paint.keep -o resources/screenshots/paint-light.png
	.venv/bin/reverie snapshot --pane write --theme dark --open tests/studio/panes/write/fable.txt -o resources/screenshots/write-dark.png
	.venv/bin/reverie snapshot --pane write --theme light --open tests/studio/panes/write/fable.txt --do write.surprise -o resources/screenshots/write-surprise.png
	.venv/bin/reverie snapshot --pane compose --theme dark --do compose.sample --do compose.generate -o resources/screenshots/compose-dark.png
	.venv/bin/reverie snapshot --pane compose --theme light --do compose.sample --do compose.generate --do compose.why -o resources/screenshots/compose-why.png
	.venv/bin/reverie snapshot --pane compose --theme light --do compose.sample --do compose.page -o resources/screenshots/compose-page.png
	.venv/bin/reverie snapshot --pane play --theme dark --do play.start --do play.ahead --do play.ahead --do play.dream --do play.ahead -o resources/screenshots/play-dark.png
	.venv/bin/reverie play record -o resources/screenshots/play.webp --seconds 4 --seed 3
	.venv/bin/reverie compose new -o resources/examples/bach-voices.mid --model bach-voices --bars 8 --key G --takes 8 --seed 4
	.venv/bin/reverie compose render resources/examples/bach-voices.mid -o resources/examples/bach-voices.wav --rate 22050
	.venv/bin/reverie paint sheet "$(SAMPLE)" --side 300 -o resources/screenshots/styles.jpg

lock:
	@bash .ci/lock

clean:
	rm -rf build dist *.egg-info tour .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find engines studio resources weights tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Done once, and again when what it is made from has changed.
.venv/ready: requirements.lock pyproject.toml
	@bash .ci/environment
	@touch $@

qt-libraries:
	@bash .ci/qt-libraries
