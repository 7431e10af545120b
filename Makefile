# demo, test and bench install what they need (apt, as root), repeat safely and leave nothing running.

.PHONY: demo test fuzz faults sanitize supply install

PREFIX ?= /usr/local

# Creates accounts with the command, on a real MediaWiki 1.39 and on emulated ones.
demo:
	tests/require tests
	cargo build --package mwaccount-cli --package testwiki
	tests/demo

# Everything: formatting, lints, documentation, every test.
test:
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
	bindings/scenarios/check

# Each fuzz target with libFuzzer for FUZZ_SECONDS (60); a sample without libFuzzer is part of `test`.
fuzz:
	fuzz/run

# The whole table of faults: see tests/faults.
faults:
	tests/require tests
	tests/faults

# The C tests against a library that is itself compiled with sanitizers, which takes minutes the first time.
sanitize:
	tests/sanitize

# The dependencies, by deny.toml: licences, origin, versions, advisories; the unsafe operations of the C interface.
supply:
	tests/supply

# The C library: shared, static, header, pkg-config and CMake files, below $(DESTDIR)$(PREFIX). BUILD has arguments for Cargo:
# with BUILD=--no-default-features the library has neither an HTTP client nor TLS.
install:
	bindings/c/install "$(DESTDIR)" "$(PREFIX)" $(BUILD)

# Clients of a thousand wikis in one process, and web servers that fork, for LENGTH seconds: nothing grows.
.PHONY: load
LENGTH ?= 3600
load:
	tests/load/run $(LENGTH)

# What an account costs, beside libcurl and the sample of MediaWiki's manual: writes the tables of docs/performance.md, which
# tells about PARTS, ROUNDS and SLOW.
.PHONY: bench
bench:
	benches/run $(PARTS)
