# Paths, releases and functions that prepare, serve and the steps share. To be sourced.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Downloaded and generated files, one folder per release. May be deleted at any time.
cache=${MWACCOUNT_WIKI_CACHE:-$(cd "$here/../.." && pwd)/target/mediawiki}
case $cache in /*) ;; *) cache=$PWD/$cache ;; esac

releases=(1.35 1.39 1.43)

# Prints the Debian suite that packages a release.
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

# Options of every PHP process. PHP 8.2 reports deprecations in MediaWiki 1.35, which is older:
# 8181 is E_ALL without E_DEPRECATED, E_USER_DEPRECATED, E_NOTICE and E_STRICT.
php_options=(
    -d display_errors=0
    -d error_reporting=8181
    -d memory_limit=512M
)
