# demo, test and bench install what they need (apt, as root), repeat safely and leave nothing running. `make` alone prints the
# sentence after ## of each target.

.DEFAULT_GOAL := help
.PHONY: help demo test docs fuzz faults sanitize supply platforms install uninstall dist distcheck

PREFIX ?= /usr/local

help: ## Prints this list, and does nothing else
	@awk -F ': ## ' '/^[a-z]+: ## / { printf "make %-10s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Creates accounts with the command, on a real MediaWiki 1.39 and on emulated ones
	tests/require demo
	cargo build --package mwaccount-cli --package testwiki
	tests/demo

test: ## Runs the checks of formatting, lints and documentation, and every test
	tests/require tests
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps
	tests/mediawiki/prepare
	cargo test --workspace --all-features
	cargo clippy --package mwaccount-own-http --all-targets -- -D warnings
	cargo test --package mwaccount-own-http
	bindings/c/check
	benches/guard
	bindings/php/check
	bindings/python/check
	bindings/testwiki/check
	bindings/scenarios/check

# The first time it installs mdBook there.
docs: ## Builds the guide as a site that can be searched, in cargo's target folder
	docs/make-site

# A sample without libFuzzer is part of `test`.
fuzz: ## Runs each fuzz target with libFuzzer for FUZZ_SECONDS (60)
	fuzz/run

# See tests/faults. A sample is part of `test`.
faults: ## Runs the whole table of network faults
	tests/require tests
	tests/faults

# It takes minutes the first time.
sanitize: ## Runs the C tests against a library that is itself compiled with sanitizers
	tests/sanitize

supply: ## Checks the dependencies by deny.toml, and the unsafe operations of the C interface
	tests/supply

# See docs/platforms.md.
platforms: ## Builds and tests for Windows, arm64 and static Linux, with Wine and qemu, as root
	tests/platforms/run $(PLATFORMS)

# The library is shared and static, with files for pkg-config and CMake. BUILD has arguments for Cargo: with
# BUILD=--no-default-features it has neither an HTTP client nor TLS, which the command does have.
install: ## Installs the command and the C library below DESTDIR and PREFIX (/usr/local)
	bindings/c/install "$(DESTDIR)" "$(PREFIX)" $(BUILD)
	cli/install "$(DESTDIR)" "$(PREFIX)"

uninstall: ## Removes what install has installed, and nothing else
	cli/install --remove "$(DESTDIR)" "$(PREFIX)"
	bindings/c/install --remove "$(DESTDIR)" "$(PREFIX)"

# KINDS has the kinds of packages to make, as in KINDS="c debian"; the default is all for this platform. See bindings/dist.
dist: ## Makes the packages of a release in dist/, with their checksums
	bindings/dist $(KINDS)

# What docs/install.md tells, on the packages that dist made.
distcheck: ## Installs each package of dist/ in an empty home folder, and creates an account with it
	bindings/distcheck

# Clients of a thousand wikis in one process, and web servers that fork: nothing grows.
.PHONY: load
LENGTH ?= 3600
load: ## Tests for LENGTH seconds (3600) that a long run does not grow
	tests/load/run $(LENGTH)

# Compares with libcurl and the sample of MediaWiki's manual. docs/performance.md tells about PARTS, ROUNDS and SLOW.
.PHONY: bench
bench: ## Measures what an account costs, and writes the tables of docs/performance.md
	benches/run $(PARTS)
