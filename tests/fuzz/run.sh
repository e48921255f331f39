#!/bin/sh
# Runs every fuzzer for a while, from the articles of the corpus; what it found useful stays in the build folder for the next run.
#
# usage: tests/fuzz/run.sh BUILD SECONDS      (from the top of the tree)
set -eu
BUILD=$1 seconds=$2
export BUILD seconds
# A little of the data, of one language: reading all of it for every input would be most of the work.
ALOUD_DATA=$BUILD/data
export ALOUD_DATA
mkdir -p "$ALOUD_DATA/en"
cp voices/languages.ini "$ALOUD_DATA/"
cp voices/en/phrases.ini "$ALOUD_DATA/en/"
awk '/^\[/ { n = 0 } n++ < 12' voices/en/cues.ini >"$ALOUD_DATA/en/cues.ini"

# shellcheck disable=SC2016  # for the shells that xargs starts
find tests/fuzz -name 'fuzz_*.c' | sed "s|.*/|$BUILD/|; s|\.c\$||" | sort | xargs -P "$(nproc)" -I FUZZER sh -c '
    name=$(basename FUZZER)
    case $name in
    fuzz_text) seeds=txt ;;
    fuzz_markdown) seeds=md ;;
    fuzz_feed) seeds=xml ;;
    fuzz_epub) seeds=epub-parts ;;
    *) seeds=${name#fuzz_} ;;
    esac
    found=$BUILD/found/$name log=$BUILD/$name.log
    mkdir -p "$found" "$BUILD/seeds/$name"
    find tests/corpus tests/fuzz/seeds -name "*.$seeds*" -exec cp {} "$BUILD/seeds/$name/" \;
    if FUZZER "$found" "$BUILD/seeds/$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=20000 \
        -artifact_prefix="$BUILD/$name-" -print_final_stats=1 >"$log" 2>&1
    then
        echo "$name: $(sed -n "s/^stat::number_of_executed_units: *//p" "$log") inputs in $seconds s, nothing found"
    else
        grep -aE "not so:|ERROR|SUMMARY|Test unit written" "$log" || tail -n 20 "$log"
        echo "$name: found something; all of it is in $log"
        exit 255
    fi'
