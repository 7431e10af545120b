# What prepare, serve and the steps share: where things are, and which releases there are.
# Sourced, never run.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Everything downloaded or generated lives here, one folder per release, and may be deleted at any time.
cache=${MWACCOUNT_WIKI_CACHE:-$(cd "$here/../.." && pwd)/target/mediawiki}
case $cache in /*) ;; *) cache=$PWD/$cache ;; esac

releases=(1.35 1.39 1.43)

# The Debian suite that packages a release.
suite_of() {
    case $1 in
        1.35) echo bullseye ;;
        1.39) echo bookworm ;;
        1.43) echo trixie ;;
        *) die "unknown MediaWiki release '$1'; known: ${releases[*]}" ;;
    esac
}

say() { echo "mediawiki: $*" >&2; }
die() { say "$*"; exit 1; }

# Options every PHP here is started with. MediaWiki 1.35 is older than PHP 8.2, which calls much of it
# deprecated: 8181 is E_ALL without E_DEPRECATED, E_USER_DEPRECATED, E_NOTICE and E_STRICT.
php_options=(
    -d display_errors=0
    -d error_reporting=8181
    -d memory_limit=512M
)
