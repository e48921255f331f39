#!/bin/sh
# The walls between the rooms: every header compiles alone, includes go down only, a library's header is included where it
# belongs, and the library neither prints, exits nor keeps state.  Speaks TAP.
set -u
cases=0
verdict() { # NAME COMPLAINTS
    cases=$((cases + 1))
    if [ -z "$2" ]; then echo "ok $cases - $1"; else echo "not ok $cases - $1"; echo "$2" | sed 's/^/# /'; fi
}

flags="-std=c11 -D_GNU_SOURCE -Wall -Wextra -Iinclude -Isrc $(pkg-config --cflags espeak-ng sndfile libxml-2.0 icu-uc jansson inih)"
verdict "every header compiles alone" "$(
    for h in include/*.h src/*/*.h; do
        # shellcheck disable=SC2086  # flags are words
        ${CC:-cc} $flags -fsyntax-only -x c "$h" 2>&1
    done | grep -v 'pragma once in main file')"
verdict "the optional module is one" "$(
    for c in src/audio/av_lib.c src/audio/aac.c src/audio/join.c; do
        # shellcheck disable=SC2086
        ${CC:-cc} $flags -DALOUD_WITHOUT_AV -fsyntax-only "$c" 2>&1
    done)"
verdict "the public header is C++ too" "$(
    if command -v g++ >/dev/null; then g++ -fsyntax-only -x c++ include/aloud.h 2>&1; fi)"

# Room, and the rooms below it.
rooms='base
article   base
read      base article
voice     base
script    base article voice
speech    base article voice script
audio     base
timeline  base
pack      base article voice script audio timeline
lib       base article read voice script speech audio timeline pack
cli'
verdict "includes go down only" "$(
    grep -H '^ *# *include *"' src/*/*.[ch] | awk -v rooms="$rooms" '
        BEGIN { n = split(rooms, line, "\n")
                for (i = 1; i <= n; i++) { k = split(line[i], w, " "); for (j = 1; j <= k; j++) may[w[1], w[j]] = 1; known[w[1]] = 1 } }
        { split($0, part, ":"); split(part[1], path, "/"); split($0, quoted, "\""); room = path[2]
          to = index(quoted[2], "/") ? substr(quoted[2], 1, index(quoted[2], "/") - 1) : "(no room)"
          if (!known[room]) print part[1] ": a room that is not in the map"
          else if (!may[room, to]) print part[1] ": includes \"" quoted[2] "\"" }')"
verdict "only the rooms of the map" "$(
    for r in src/*; do
        printf '%s\n' "$rooms" man completion README.md | grep -q "^${r#src/}\( \|\$\)" || echo "$r"
    done)"

# Header, and the only place that includes it.
verdict "a library is included where it belongs" "$(
    while read -r header place; do
        grep -lE "^ *# *include *<$header" src/*/*.[ch] | grep -vE "^$place\$" | sed "s|\$|: includes <$header|"
    done <<EOT
espeak-ng/ src/speech/espeak\.c
espeak/ none
sndfile\.h src/audio/sf\.h
lame/ src/audio/mp3\.c
opus/ src/audio/opus\.c
ogg/ src/audio/opus\.c
soxr\.h src/audio/resample\.c
ebur128\.h src/audio/loudness\.c
libav src/audio/av_lib\.h
libxml/ src/(read/[a-z_]*\.[ch]|voice/pls\.c)
ini\.h src/base/data\.c
jansson\.h src/(read|script|pack|lib)/[a-z_]*\.[ch]
unicode/ src/(base|read|voice|script|speech|pack|lib)/[a-z_]*\.[ch]
libexttextcat/ src/read/[a-z_]*\.c
curl/ src/lib/fetch\.c
zip\.h src/(read/epub_zip|pack/zip)\.c
alsa/ src/audio/output_alsa\.c
systemd/ src/lib/play_bus\.c
md4c\.h src/read/markdown_html\.c
yaml\.h src/read/front_matter\.c
EOT
    grep -l '^ *# *include *<sndfile' src/*/*.[ch] | tail -n +2 | sed 's/$/: a second file that includes sndfile.h/')"

# What the objects of the library ask for and hold.  Tables of constants with addresses in them are relocated once, then read-only.
objects=$(for c in src/*/*.c; do
    o=${BUILD:-build}/obj/${c%.c}.o
    case $c in src/cli/*) ;; *) [ ! -e "$o" ] || echo "$o" ;; esac
done)
# shellcheck disable=SC2086
undefined=$([ -n "$objects" ] && nm -A -u $objects | sed 's|^[^ ]*/obj/||; s|:.* U | |; s|@.*||')
verdict "there are objects to look at" "$([ -n "$objects" ] || echo "none below ${BUILD:-build}/obj/src; build first")"
verdict "the library does not print" "$(
    echo "$undefined" | grep -E ' (v?printf|__v?printf_chk|puts|putchar|perror|stdout|stderr|v?warnx?|v?errx?|syslog)$')"
verdict "the library does not exit or abort" "$(
    echo "$undefined" | grep -E ' (exit|abort|quick_exit|__assert_fail|atexit|longjmp)$'
    echo "$undefined" | grep -E ' (_exit|_Exit|signal|sigaction)$' | grep -v '^src/speech/')"
verdict "the library keeps no state" "$(
    for o in $objects; do
        objdump -t "$o" | awk -v file="${o#*/obj/}" '
            $0 ~ / O / && ($0 ~ / \.data\t/ || $0 ~ / \.data\.rel(\.local)?\t/ || $0 ~ / \.bss\t/ || $0 ~ / \*COM\*\t/ || $0 ~ / \.t(data|bss)\t/) {
                print file ": " $NF " can be written to" }'
    done)"
echo "1..$cases"
