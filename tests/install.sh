#!/bin/sh
# make install puts everything where it belongs, the installed program finds its data under PREFIX, make uninstall takes all
# of it away again.  Speaks TAP.
set -u
. "$(dirname "$0")/lib.sh"
: "${MAKE:=make}"
# A build of its own that begins with the objects of this one: another prefix must make anew what depends on it.
other=$dir/build
prefix=$dir/prefix
cp -a "$BUILD/." "$other" 2>/dev/null

begin "install with PREFIX"
touch "$dir/before"
$MAKE -s install BUILD="$other" PREFIX="$prefix" >"$dir/err" 2>&1 || fail "make install failed"
want_file "$prefix/bin/aloud" "$prefix/lib/libaloud.a" "$prefix/lib/libaloud.so" "$prefix/lib/libaloud.so.0" \
    "$prefix/include/aloud.h" "$prefix/lib/pkgconfig/aloud.pc" "$prefix/share/man/man1/aloud.1" \
    "$prefix/share/man/man5/aloud-voice.5" "$prefix/share/bash-completion/completions/aloud" \
    "$prefix/share/aloud/clear.voice" "$prefix/share/aloud/en/phrases.ini"
expect "the whole of voices/" test "$(cd "$top/voices" && find . -type f | sort | xargs cksum)" = \
    "$(cd "$prefix/share/aloud" && find . -type f | sort | xargs cksum)"
expect "the library has its name" sh -c "objdump -p '$prefix/lib/libaloud.so' | grep -q 'SONAME *libaloud.so.0'"
expect "only what has to be was made anew" test "$(find "$other/obj/src" -name '*.o' -newer "$dir/before" | wc -l)" = 1

begin "the installed program finds its data"
rm -rf "$other"
status=0
(cd / && "$prefix/bin/aloud" convert -q -o "$dir/audio" "$corpus/orchard.txt" >"$dir/out" 2>"$dir/err") || status=$?
want_status 0
want_file "$dir"/audio/*/01-*.wav
mv "$prefix/share/aloud" "$prefix/share/away"
status=0
"$prefix/bin/aloud" script "$corpus/orchard.txt" >"$dir/out" 2>"$dir/err" || status=$?
want_status 5
want_error "$prefix/share/aloud"
mv "$prefix/share/away" "$prefix/share/aloud"

begin "only the public calls can be seen from outside"
nm -D --defined-only "$prefix/lib/libaloud.so" | awk '$2 == "T" && $3 !~ /^_(init|fini)$/ { print $3 }' | sort >"$dir/seen"
sed -n 's/^ALOUD_API .*\(aloud_[a-z_]*\)(.*/\1/p' "$top/include/aloud.h" | sort >"$dir/public"
expect "there are calls" test "$(wc -l <"$dir/public")" -gt 15
diff "$dir/public" "$dir/seen" >"$dir/err" || fail "aloud.h (<) and libaloud.so (>) differ: $(grep '^[<>]' "$dir/err" | tr '\n' ' ')"

begin "uninstall takes all of it away"
$MAKE -s uninstall PREFIX="$prefix" BUILD="$BUILD" >"$dir/err" 2>&1 || fail "make uninstall failed"
expect "nothing is left" test -z "$(find "$prefix" ! -type d)"

begin "DESTDIR stands before PREFIX"
$MAKE -s install DESTDIR="$dir/root" BUILD="$BUILD" >"$dir/err" 2>&1 || fail "make install failed"
expect "below it" test -x "$(find "$dir/root" -name aloud -path '*/bin/*')"
expect "aloud.pc does not name it" sh -c "! grep -q '$dir' \"\$(find '$dir/root' -name aloud.pc)\""

finish
