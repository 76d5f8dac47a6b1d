# The two commands that matter are `make run` and `make test`. Everything else is a part of them.

DATA ?= data
PORT ?= 8080
BUILD = swift build --explicit-target-dependency-import-check error

.PHONY: run test build release format check unit browser bench schema screenshots clean

# Installs what is missing, builds, makes the demonstration district, prints address and sign-ins, serves.
run: release
	@[ -e $(DATA) ] || .build/release/huying init --demo --data $(DATA)
	@echo "http://localhost:$(PORT)/   staff: http://localhost:$(PORT)/sign-in   sign-ins: $(DATA)/sign-ins.txt"
	@.build/release/huying serve --data $(DATA) --port $(PORT)

# Installs what tests need and runs everything: rules, both databases, faults, the browser.
test: setup-test unit check faults-short browser

.PHONY: setup setup-test
setup:
	@bin/setup
setup-test:
	@bin/setup test

release: setup
	$(BUILD) -c release --product huying

build: setup
	$(BUILD)

# Generated files are what their scripts say, and the code is in the house's format.
check:
	@for script in bin/make-*; do [ -e ../shared/data ] || { echo "left out: $$script --check (../shared/data is not beside the project)"; continue; }; $$script --check || exit 1; done
	@python3 bin/check-packs
	@swift format lint --strict --recursive --parallel Sources Tests Package.swift

unit:
	$(BUILD) --build-tests
	HUYING_PYTHON="$${HUYING_PYTHON:-$$([ -x .venv/bin/python ] && echo "$(CURDIR)/.venv/bin/python" || echo python3)}" \
	swift test --skip-build 2>&1 | bin/test-lines

# The server and the database are killed in mid-work; nothing that was acknowledged may be lost.
.PHONY: faults faults-short
faults-short:
	$(BUILD) --product huying
	python3 Tests/Faults/kill9.py --kills 10
	python3 Tests/Faults/kill9_import.py --kills 6 --rows 1500
	python3 Tests/Faults/failover.py --restarts 3 --promotions 3
faults: release
	python3 Tests/Faults/kill9.py --kills 100 --program .build/release/huying
	python3 Tests/Faults/kill9_import.py --kills 40 --rows 20000 --program .build/release/huying
	python3 Tests/Faults/failover.py --restarts 100 --promotions 100 --program .build/release/huying

# One check of the permissions removed at a time: the tests must notice. Builds a copy; takes most of an hour.
.PHONY: mutations
mutations:
	python3 Tests/Mutations/permissions.py --count 50

browser:
	$(BUILD) --product huying
	.venv/bin/python -m pytest -q -n 2 --dist loadfile Tests/Browser

# Writes the present schema of both engines into Schema/.
schema:
	HUYING_WRITE_SCHEMA=1 swift test --filter Schema

bench: release
	@bin/setup bench
	.build/release/huying bench --out Benchmarks/RESULTS.md

# Takes the pictures that README shows.
screenshots:
	HUYING_WRITE_SCREENSHOTS=1 .venv/bin/python -m pytest -q Tests/Browser -k screenshots

format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

clean:
	rm -rf .build .venv
