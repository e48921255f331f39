#!/bin/sh
# A folder of articles as a phone's podcast app meets it: the feed as podcast-partytime reads it, every address in it followed to a
# file of the folder, the chapters and the transcript held against the sound; and what a second subscriber-day brings.
set -u
: "${VALIDATORS:?run it by make check-packages}"
. "$(dirname "$0")/../lib.sh"

cat >"$dir/read.js" <<'JS'
const fs = require("fs");
const { seconds, expect } = require(process.argv[2]);
const { parseFeed } = require(process.argv[3] + "/node_modules/podcast-partytime");
const { WebVTTParser } = require(process.argv[3] + "/node_modules/webvtt-parser");
const [folder, base, articles] = [process.argv[4], process.argv[5], +process.argv[6]];
const feed = parseFeed(fs.readFileSync(folder + "/feed.xml", "utf8"));
const follow = (url) => {
    expect(url.startsWith(base + "/"), `${url} is not below ${base}`);
    return fs.readFileSync(folder + "/" + decodeURIComponent(url.slice(base.length + 1)));
};
expect(feed && feed.title && feed.description && feed.link === base + "/", "channel");
expect(feed.pubsub && feed.pubsub.self === base + "/feed.xml", "where it is itself");
expect(feed.itunesCategory && feed.explicit === false && feed.itunesBlock === true, "itunes");
expect(feed.items.length === articles, `${feed.items.length} episodes of ${articles} articles`);
expect(new Set(feed.items.map((i) => i.guid)).size === articles, "GUIDs");
for (const item of feed.items) {
    const about = (what) => `${item.title}: ${what}`;
    expect(item.title && item.description && item.pubDate instanceof Date && !isNaN(item.pubDate), about("facts"));
    const mp3 = follow(item.enclosure.url), length = seconds("a.mp3", mp3);
    expect(item.enclosure.type === "audio/mpeg" && item.enclosure.length === mp3.length, about("enclosure"));
    expect(Math.abs(item.duration - length) < 1.2, about(`lasts ${length}, not ${item.duration}`));
    const said = item.podcastChapters, chapters = JSON.parse(follow(said.url));
    expect(said.type === "application/json+chapters" && chapters.version === "1.2.0" && chapters.chapters.length, about("chapters"));
    chapters.chapters.forEach((c, i) => expect(c.title && (i ? c.startTime > chapters.chapters[i - 1].startTime : c.startTime === 0) &&
        c.startTime < length, about(`chapter ${i + 1} at ${c.startTime}`)));
    const transcript = item.podcastTranscripts[0];
    const { cues, errors } = new WebVTTParser().parse(follow(transcript.url).toString("utf8"), "captions");
    expect(transcript.type === "text/vtt" && transcript.language && !errors.length && cues.length, about("transcript"));
    expect(cues.every((c, i) => c.startTime < c.endTime && c.endTime < length && (!i || c.startTime >= cues[i - 1].endTime)),
        about("transcript out of order"));
    // A chapter begins with words of its own.
    chapters.chapters.forEach((c) => expect(cues.some((cue) => Math.abs(cue.startTime - c.startTime) < 0.01),
        about(`nothing is said at ${c.startTime}`)));
    console.error([item.guid, item.pubDate.toISOString(), item.title].join("\t"));
}
JS
base='https://example.org/~ada/aloud%20and%20heard'
folder=$dir/listen
read_feed() { # ARTICLES
    found=$(node "$dir/read.js" "$top/tests/packages/book.js" "$VALIDATORS" "$folder" "$base" "$1" 2>"$dir/items")
    [ -z "$found" ] || fail "$found"
    xmllint --noout "$folder/feed.xml" 2>"$dir/err" || fail "not XML"
}

begin "a folder of articles of five alphabets is a feed"
run -q --engine tone -o "$folder" --feed-url "$base" "$corpus/ferry.html" "$corpus/kazakh.html" "$corpus/arabic.html" \
    "$corpus/chinese.html" "$corpus/hebrew.html"
want_status 0
read_feed 5
cp "$dir/items" "$dir/before"

begin "the chapters of an episode are where its MP3 has them"
for json in "$folder"/*/*.chapters.json; do
    ffprobe -v error -show_chapters -of json "${json%.chapters.json}.mp3" | sed -n 's/^ *"start_time": "\([0-9.]*\)",$/\1/p' >"$dir/marks"
    sed -n 's/^ *"startTime": \([0-9.]*\),$/\1/p' "$json" | awk '{ printf "%.6f\n", $1 }' >"$dir/starts"
    expect "$json" cmp "$dir/marks" "$dir/starts"
done

begin "articles that come later change nothing of the others"
run -q --engine tone -o "$folder" -P podcast -f opus "$corpus/tower.md" "$corpus/recipe-lists.html"
want_status 0
read_feed 7
while IFS= read -r line; do expect "$line" grep -qxF -e "$line" "$dir/items"; done <"$dir/before"

begin "an article of chapters that are Opus has an MP3 as well"
want_file "$folder"/*/*tower*.mp3
finish
