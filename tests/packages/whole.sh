#!/bin/sh
# One file with chapters (m4b, mp3, opus, mka), read back by ffprobe: the chapters' titles, as long as all of them, each beginning where
# its sound does; the same bytes again; from chapters of any format.
set -u
. "$(dirname "$0")/../lib.sh"

# Milliseconds at which sound begins in a file from SECONDS on, counted from there.
onset() { # FILE SECONDS
    ffmpeg -nostdin -v error -i "$1" -f s16le -ac 1 -ar 8000 - 2>/dev/null | tail -c +"$(awk -v s="$2" 'BEGIN { print int(s * 8000) * 2 + 1 }')" |
        head -c 48000 | od -An -v -t d2 -w2 | awk '$1 > 300 || $1 < -300 { print int(NR / 8); exit }'
}

for article in ferry.html kazakh.html chinese.html tower.md; do
    for chapters in wav mp3 opus; do
        [ "$article" = ferry.html ] || [ "$chapters" = wav ] || continue
        begin "$article from chapters in $chapters"
        run -q -f "$chapters" -P m4b,mp3,opus,mka -o "$dir/a.d" "$corpus/$article"
        want_status 0
        want_no_drafts "$dir/a.d"
        folder=$(echo "$dir/a.d"/*)
        sed -n 's/^ *"title": "\(.*\)",$/\1/p' "$folder/.aloud.json" | tail -n +2 >"$dir/titles"
        for suffix in m4b mp3 opus mka; do
            file=$folder/$(basename "$folder").$suffix
            expect "$suffix is there" test -s "$file"
            ffprobe -v error -show_chapters -of json "$file" >"$dir/probe"
            sed -n 's/^ *"title": "\(.*\)"$/\1/p' "$dir/probe" >"$dir/found"
            cmp -s "$dir/titles" "$dir/found" || fail "$suffix: its chapters are not those of the folder: $(head -c 300 "$dir/found")"
            ffprobe -v error -show_entries format_tags:stream_tags -of flat "$file" >"$dir/out"
            expect "$suffix has its title" grep -qiE 'tags\.title="..*"' "$dir/out"
            # Every chapter begins with its sound, as its own file does.
            sed -n 's/^ *"start_time": "\(.*\)",$/\1/p' "$dir/probe" >"$dir/starts"
            n=0
            for own in "$folder"/[0-9]*."$chapters"; do
                n=$((n + 1))
                at=$(sed -n "${n}p" "$dir/starts")
                there=$(onset "$file" "$at") here=$(onset "$own" 0)
                # An Opus decoder may take a packet to come in anew.
                case $suffix in opus | mka) most=25 ;; *) most=12 ;; esac
                expect "$suffix: the sound of chapter $n at $at begins at ${there:-none} ms, not $here" \
                    test $((${there:-9999} - here)) -le $most -a $((here - ${there:-9999})) -le $most
            done
        done
        cp "$folder"/*.m4b "$folder/$(basename "$folder").mp3" "$folder/$(basename "$folder").opus" "$folder"/*.mka "$dir"
        run -q --force -f "$chapters" -P m4b,mp3,opus,mka -j 1 -o "$dir/a.d" "$corpus/$article"
        for suffix in m4b mp3 opus mka; do
            expect "the same bytes of $suffix" cmp "$dir/$(basename "$folder").$suffix" "$folder/$(basename "$folder").$suffix"
        done
        rm -rf "$dir/a.d" "$dir"/*.m4b "$dir"/*.mp3 "$dir"/*.opus "$dir"/*.mka
    done
done

begin "an MP3's length is told and true"
run -q -P mp3 -o "$dir/b.d" "$corpus/ferry.html"
file=$(find "$dir/b.d" -name '*.mp3')
told=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$file")
true=$(ffmpeg -nostdin -v error -i "$file" -f s16le -ac 1 -ar 22050 - | wc -c | awk '{ print $1 / 44100 }')
all=$(awk -F'[:,]' '/"frames"/ { n += $2 } END { print n / 22050 }' "$dir/b.d"/*/.aloud.json)
expect "$told as told, $true as decoded, $all in chapters" \
    awk -v a="$told" -v b="$true" -v c="$all" 'BEGIN { exit !(a - b < 0.2 && b - a < 0.2 && b - c < 0.3 && c - b < 0.01) }'
finish
