# Everything a person or a CI job does here. Each target does its own set-up: as root on Debian or Ubuntu it installs
# what is missing, elsewhere it names what is missing and how to get it.

SHELL := /bin/bash
FUZZTIME ?= 2m
BENCHTIME ?= 1s
ROUNDS ?= 9
PASSKEYS ?=
SIZE ?= 10000
SOAK ?= 2m
DRILL ?=
TESTFLAGS ?=
KRATOS ?=
# The Go of distributions does not fetch the version that go.mod names; Go's own does.
export GOTOOLCHAIN ?= auto
ifneq ($(KRATOS),)
# Go caches results of tests without regard to this file.
export LATCHKEY_KRATOS := $(abspath $(KRATOS))
TESTFLAGS += -count=1
endif
# Packages tested at a time: twice the cores, as tests of timeouts and of other processes mostly wait.
ATONCE = $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))
.PHONY: help demo test test-fast lint sdk bench bench-all size drill fuzz proxies release digests generate aaguids rename

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Run the whole thing here: real Kratos, Latchkey, a sample app (KRATOS=path: another version)
	@.ci/setup demo
	@go build -o .bin/demo ./cmd/demo
	@.bin/demo

test: ## Check and test everything, as CI does (KRATOS=path: with another version)
	@.ci/setup test
	@.ci/generated
	@.ci/test $(TESTFLAGS)

test-fast: ## Unit and API tests only, in a minute: no Kratos, no browser, no race detector, the store on SQLite
	@.ci/setup fast
	go test -p $(ATONCE) -short -timeout 5m $(TESTFLAGS) $$(go list ./... | grep -Ev '/(e2e|store/postgres)$$')

lint: ## gofmt, go vet, staticcheck, the plan of the packages, known vulnerabilities (CI_STRICT=1: not without their database)
	@.ci/setup lint
	@.ci/lint

sdk: ## Check the types of the SDK and the elements
	@.ci/setup sdk
	@.ci/sdk

bench: ## Print the table of docs/performance.md (ROUNDS=9; PASSKEYS=1000000 adds logins among so many)
	@.ci/setup test
	@LATCHKEY_BENCH_ROUNDS=$(ROUNDS) LATCHKEY_BENCH_PASSKEYS=$(PASSKEYS) go test -run '^$$' -bench '^BenchmarkTable$$' -timeout 60m ./api

bench-all: ## Run every benchmark, one package after the other (BENCHTIME=1s)
	@.ci/setup test
	go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) -p 1 -timeout 60m ./...

size: ## Import and compare many identities, with kills, and print the table of docs/switch-over.md (SIZE=10000)
	@.ci/setup test
	@go test -count=1 -v -run '^TestSize$$' -timeout 3h ./e2e -size $(SIZE)

drill: ## Break what Latchkey rests on while users sign in, and print the table of docs/drills.md (DRILL=Failover: one, SOAK=30m)
	@.ci/setup test
	@.ci/drill '$(DRILL)' '$(SOAK)'

fuzz: ## Run each fuzz target in turn, for FUZZTIME each (FUZZTIME=2m)
	@.ci/setup test
	@FUZZTIME=$(FUZZTIME) .ci/fuzz

proxies: ## Build Traefik and Oathkeeper from their sources, and test the blocks of docs/forward-auth-proxies.md with them
	@.ci/setup test
	@.ci/proxies

release: ## Build the binaries of a release twice, compare them, and write sums and SBOMs (in .bin/release)
	@.ci/setup release
	@.ci/release .bin/release

digests: ## Write the digests of others' images into the Dockerfile, docker-compose.yml and deploy
	@go run ./deploy/digests

generate: ## Make the generated files anew
	@.ci/setup lint
	go generate ./...

aaguids: ## Add the authenticators of a public list by name: FILE=list.json, KIND=security_key
	@.ci/setup lint
	@go run ./web/authenticators/refresh -file '$(FILE)' -kind '$(KIND)'

rename: ## Give the Go module another path, everywhere: MODULE=example.org/latchkey
	@.ci/rename '$(MODULE)'
