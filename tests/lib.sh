# Functions that the demo and the checks of the bindings share. To be sourced; all started processes end with the script.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")
export CARGO_TARGET_DIR=$target
scratch=$(mktemp -d)
started=()
group=

clean_up() {
    exec 3>&-
    [ ${#started[@]} = 0 ] || kill "${started[@]}" 2>/dev/null || true
    [ -z "$group" ] || kill -- "-$group" 2>/dev/null || true
    wait
    rm -rf "$scratch"
}
trap clean_up EXIT

me=$(realpath --relative-to="$root" "$0")
die() { echo "$me: $*" >&2; exit 1; }

step() { printf '\n== %s\n' "$*"; }

# in_group COMMAND...: runs tests in a process group of their own, and returns their status. The group ends with this
# script, even if the tests are killed and leave processes behind.
in_group() {
    local status=0
    set -m
    "$@" &
    group=$!
    set +m
    wait "$group" || status=$?
    group=
    return "$status"
}

# wiki VARIABLE ARGUMENTS...: starts an emulated wiki, and sets the variable to its API URL.
wiki() {
    local variable=$1 printed=$scratch/wiki${#started[@]} tries
    shift
    "$target/debug/testwiki" "$@" >"$printed" &
    started+=($!)
    for ((tries = 0; tries < 100; tries++)); do
        [ -s "$printed" ] && break
        sleep 0.05
    done
    [ -s "$printed" ] || die "testwiki $* does not start"
    printf -v "$variable" '%s/api.php' "$(cat "$printed")"
}

# mediawiki VARIABLE RELEASE: starts MediaWiki from Debian's packages, once in a script, and sets the variable to the
# base URL of its wikis; see tests/mediawiki/README.md. It runs as long as descriptor 3 is open.
mediawiki() {
    local pipe=$scratch/lives printed=$scratch/mediawiki
    mkfifo "$pipe"
    "$root/tests/mediawiki/serve" "$2" <"$pipe" >"$printed" &
    local server=$!
    exec 3>"$pipe"
    until [ -s "$printed" ]; do
        kill -0 "$server" 2>/dev/null || die "MediaWiki $2 does not start"
        sleep 0.1
    done
    printf -v "$1" '%s' "$(cat "$printed")"
}

# same EXPECTED ACTUAL: fails if two texts differ.
same() {
    diff <(echo "$1") <(echo "$2") || die "the output differs from the expected one"
}
