# Functions that install files below a prefix, or remove the same files. To be sourced with the arguments of the calling script:
# [--remove] DESTDIR PREFIX [ARGUMENTS...]. Sets dest, the folder below which the files are, and rest, the further arguments.
# LIBDIR is the folder of libraries below the prefix (lib); packages of distributions have others.

die() { echo "$0: $*" >&2; exit 1; }

removes=
if [ "${1-}" = --remove ]; then removes=yes; shift; fi
[ $# -ge 2 ] || die "DESTDIR and PREFIX are missing"
case $2 in
    /*) dest=$1$2 ;;
    *) [ -z "$1" ] || die "with DESTDIR, PREFIX must begin with a slash"; dest=$2 ;;
esac
is_staged=$1
prefix=$2
rest=("${@:3}")
libdir=${LIBDIR:-lib}
version=$("$root/bindings/version")

# All users must be able to read the files.
umask 022

# put MODE SOURCE TARGET: installs a file, or removes it. The target is a path below the prefix.
put() {
    if [ -n "$removes" ]; then remove "$3"; else install -D -m "$1" "$2" "$dest/$3"; fi
}

# put_link CONTENT TARGET: the same for a symbolic link.
put_link() {
    if [ -n "$removes" ]; then remove "$2"; else ln -sfn "$1" "$dest/$2"; fi
}

# remove TARGET: removes a file, and the folders in which nothing is left: but not those that each prefix has.
remove() {
    local folder=$1
    rm -f "$dest/$1"
    while folder=$(dirname "$folder"); do
        case $folder in bin | include | lib | share | share/man | share/man/man1) break ;; esac
        rmdir "$dest/$folder" 2>/dev/null || break
    done
}
