#!/bin/sh
# Every voice is as loud as the others, by ffmpeg's measure (EBU R 128): -19 LUFS within 1, true peaks below -1 dBTP, in files of
# every format; and each format is read back as it was meant.
set -u
. "$(dirname "$0")/../lib.sh"

# LUFS and the true peak of a file, or of several that follow one another.
measure() {
    for f; do printf "file '%s'\n" "$f"; done >"$dir/list"
    ffmpeg -nostdin -hide_banner -nostats -f concat -safe 0 -i "$dir/list" -filter_complex ebur128=peak=true -f null - 2>&1 |
        awk '$1 == "I:" { i = $2 } $1 == "Peak:" { p = $2 } END { print i, p }'
}

within() { # NAME LUFS PEAK
    awk -v i="$2" -v p="$3" 'BEGIN { exit !(i >= -20 && i <= -18 && p <= -1) }' || fail "$1: $2 LUFS, peak $3 dBTP"
}

for voice in clear warm brisk road study duet en+klatt4 en-us+f4 en+m7; do
    begin "voice $voice"
    run -q -v "$voice" -o "$dir/$voice.d" "$corpus/ferry.html"
    want_status 0
    # shellcheck disable=SC2046  # two words
    within "$voice" $(measure "$dir/$voice.d"/*/*.wav)
    rm -rf "$dir/$voice.d"
done

begin "at every rate"
for rate in 90 260 440; do
    run -q -r "$rate" -o "$dir/$rate.d" "$corpus/ferry.html"
    want_status 0
    # shellcheck disable=SC2046
    within "$rate words per minute" $(measure "$dir/$rate.d"/*/*.wav)
    rm -rf "$dir/$rate.d"
done

for article in most.txt kazakh.html arabic.html hebrew.html chinese.html; do
    begin "the language of $article"
    run -q -o "$dir/$article.d" "$corpus/$article"
    want_status 0
    # shellcheck disable=SC2046
    within "$article" $(measure "$dir/$article.d"/*/*.wav)
    rm -rf "$dir/$article.d"
done

for format in wav flac ogg opus mp3; do
    begin "format $format: loudness, length, tags and marks"
    run -q -f "$format" -o "$dir/$format.d" "$corpus/ferry.html"
    want_status 0
    # shellcheck disable=SC2046
    within "$format" $(measure "$dir/$format.d"/*/*."$format")
    file=$(echo "$dir/$format.d"/*/01-*."$format")
    case $format in opus) rate=48000 ;; *) rate=22050 ;; esac
    seconds=$(ffmpeg -nostdin -v error -i "$file" -f s16le -ac 1 -ar "$rate" - | wc -c |
        awk -v r="$rate" '{ printf "%.4f", $1 / 2 / r }')
    [ "$format" != wav ] || whole=$seconds
    expect "$seconds seconds, as WAV has ($whole)" awk -v a="$seconds" -v b="$whole" 'BEGIN { exit !(a - b < 0.0002 && b - a < 0.0002) }'
    ffprobe -v error -show_entries format_tags:stream_tags -show_chapters -of flat "$file" >"$dir/out"
    # WAV's title is in its LIST chunk, where ffprobe finds no album.
    for tag in title artist album date; do
        [ "$format$tag" = wavalbum ] || expect "$tag" grep -qiE "tags\.$tag=\"..*\"" "$dir/out"
    done
    case $format in wav | opus | mp3) marks=$(grep -c '^chapters.*title=' "$dir/out")
        [ "$format" != wav ] || items=$marks
        expect "$marks marks, as WAV has ($items)" test "$marks" -gt 3 -a "$marks" = "$items" ;;
    esac
    rm -rf "$dir/$format.d"
done
finish
