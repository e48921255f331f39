#!/bin/sh
# The C program in the README compiles without a warning against what is installed, and does what is said there.  Speaks TAP.
set -u
. "$(dirname "$0")/lib.sh"
: "${MAKE:=make}"

begin "the README's program compiles against the installed library"
$MAKE -s install DESTDIR="$dir/root" BUILD="$BUILD" >"$dir/err" 2>&1 || fail "make install failed"
# shellcheck disable=SC2016  # back quotes as they stand
sed -n '/^```c$/,/^```$/p' "$top/README.md" | sed '1d; $d' >"$dir/chapters.c"
prefix=$(find "$dir/root" -name aloud.pc | sed 's|/lib/pkgconfig/aloud.pc$||')
flags=$(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --define-variable=prefix="$prefix" --cflags --libs aloud)
# shellcheck disable=SC2086  # flags are words
${CC:-cc} -Wall -Wextra -Werror ${CFLAGS:-} "$dir/chapters.c" $flags -o "$dir/chapters" >"$dir/err" 2>&1 || fail "it does not compile"

begin "and lists the chapters and makes the first"
LD_LIBRARY_PATH=$prefix/lib ALOUD_DATA=$prefix/share/aloud "$dir/chapters" "$corpus/harbour.txt" "$dir/listen" \
    >"$dir/out" 2>"$dir/err" || fail "it fails"
want_out 'A Clock On Each Side'
want_out "The first is in $dir/listen/"
want_file "$dir"/listen/*/01-*.wav
expect "no second chapter" test "$(find "$dir/listen" -name '*.wav' | wc -l)" = 1
LD_LIBRARY_PATH=$prefix/lib "$dir/chapters" "$dir/absent.txt" "$dir/listen" >"$dir/out" 2>"$dir/err" && fail "no error for a missing file"
want_no_out

begin "a program links against the static library too"
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
# shellcheck disable=SC2046,SC2086
${CC:-cc} -I"$prefix/include" ${CFLAGS:-} "$dir/chapters.c" "$prefix/lib/libaloud.a" \
    $(pkg-config --libs $(pkg-config --print-requires-private aloud)) -lm -o "$dir/static" >"$dir/err" 2>&1 || fail "it does not link"

finish
