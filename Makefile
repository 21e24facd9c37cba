# The two commands that everybody needs are `make demo` and `make test`.
#
# Tests are safe to run side by side, and `swift test` does. Here they run one after the other: on two
# cores, the ones that talk over loopback would wait for seconds behind the ones that compute.

SWIFT ?= swift
KILLS ?= 300
SEED ?= 1
FUZZ_SECONDS ?= 60

.PHONY: help setup build release demo test torture check format lint rules bench bench-peers fuzz interop clean

help: ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 15

setup: ## Install what is missing (Debian and Ubuntu).
	@scripts/setup

build: setup ## Build everything.
	$(SWIFT) build

release: setup ## Build a program that runs where no Swift is installed: .build/release/lazaret.
	$(SWIFT) build -c release --product lazaret --static-swift-stdlib

demo: setup ## Build, and run the nightly job over the fixtures: no key, no network.
	$(SWIFT) build --product lazaret
	@scripts/demo

test: setup ## Run the tests.
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --no-parallel

torture: setup ## Kill the nightly job 300 times (KILLS=N, SEED=N) and compare what it leaves.
	$(SWIFT) build --build-tests
	LAZARET_TORTURE_KILLS=$(KILLS) LAZARET_TORTURE_SEED=$(SEED) $(SWIFT) test --skip-build --filter TortureTests

check: setup lint rules ## Everything that a change has to pass.
	LAZARET_WARNINGS_AS_ERRORS=1 $(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	LAZARET_WARNINGS_AS_ERRORS=1 $(SWIFT) test --skip-build --no-parallel

lint: ## Check the formatting.
	$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks Fuzz Package.swift

rules: ## Check who may import what.
	@scripts/check-imports .

format: ## Format the sources in place.
	$(SWIFT) format --in-place --recursive Sources Tests Benchmarks Fuzz Package.swift

bench: setup ## Measure speed and memory of the parts.
	LAZARET_BENCHMARKS=1 $(SWIFT) package --scratch-path .build-bench --allow-writing-to-package-directory benchmark

bench-peers: setup ## Measure the nightly job beside a Python pipeline, if there is one in LAZARET_PEER.
	LAZARET_BENCHMARKS=1 $(SWIFT) build -c release --scratch-path .build-bench --product lazaret --static-swift-stdlib
	@Benchmarks/peers/run

fuzz: setup ## Feed every extractor with broken input, a minute each (FUZZ_SECONDS=N, FUZZ=NAME).
	LAZARET_FUZZ_SECONDS=$(FUZZ_SECONDS) Fuzz/run $(FUZZ)

interop: setup ## Drive real third-party clients against the sandbox: needs Python and a package index.
	$(SWIFT) build --product lazaret
	@Tests/Interoperability/run

clean: ## Remove what was built and what the demo left.
	rm -rf .build .build-bench .build-fuzz .build-interop var
