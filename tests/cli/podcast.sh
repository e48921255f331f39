#!/bin/sh
# -P podcast: what a feed reader needs of every article, the feed of the output folder, and that both follow what changes.
set -u
. "$(dirname "$0")/../lib.sh"

cat >"$dir/pump.txt" <<'TXT'
The Pump On Mill Lane

For thirty years the pump has stood dry. On Monday it gave water again; 41 people came to see it.

What The Plumber Did

He looked into it for a long time. Then he turned a tap that everyone had taken for a bolt & a <nut>.
TXT
cat >"$dir/well.txt" <<'TXT'
A Well & "Its" <Rope>

The rope had been lent to the church in 1912. It came back on Tuesday, and is as long as it was.
TXT
out=$dir/out.d
convert() { # ARTICLE OPTIONS...
    article=$1
    shift
    run convert -l en --engine tone -o "$out" "$@" "$dir/$article.txt"
}
states() {
    find "$out" -name '*.wav' -printf '%i %f\n' | sort
}
# One item of the feed, by its title.
item() {
    awk -v t="$1" '/^<item>/ { s = "" } { s = s $0 "\n" } /^<\/item>/ && index(s, "<title>" t) { printf "%s", s }' "$out/feed.xml"
}
pump=$out/the-pump-on-mill-lane

begin "without an address there is no podcast, and it says how to give one"
convert pump -P podcast
want_status 2
want_error '[-][-]feed-url'
expect "nothing is made" test ! -e "$out"

begin "what is no address"
for bad in example.org ftp://example.org https:// https:///x 'https://example.org/?a=b' 'https://example.org/a b' ''; do
    convert pump --feed-url "$bad"
    want_status 2
    want_error 'feed-url'
done

begin "a folder that stands becomes an episode without being spoken again"
convert pump
want_status 0
before=$(states)
convert pump --feed-url https://example.org/listen/
want_status 0
expect "chapters are the same files" test "$before" = "$(states)"
for suffix in mp3 transcript.vtt chapters.json episode.json; do want_file "$pump/the-pump-on-mill-lane.$suffix"; done
want_file "$out/feed.xml"
expect "podcast.ini keeps the address" grep -qx 'address = https://example.org/listen' "$out/podcast.ini"
item "The Pump" >"$dir/item"
expect "the enclosure has the size of its file" grep -q "mill-lane.mp3\" length=\"$(stat -c %s "$pump"/*.mp3)\" type=\"audio/mpeg\"" "$dir/item"
for suffix in mp3 chapters.json transcript.vtt; do
    expect "$suffix is named" grep -q "\"https://example.org/listen/the-pump-on-mill-lane/the-pump-on-mill-lane.$suffix\"" "$dir/item"
done

run chapters "$pump"
for suffix in mp3 transcript.vtt chapters.json episode.json; do want_out "^(mp3|podcast)  .* the-pump-on-mill-lane.$suffix  "; done

begin "another article joins, the first is as it was"
cp "$dir/item" "$dir/first"
convert well -P podcast
want_status 0
item "The Pump" >"$dir/item"
expect "the same item" cmp "$dir/first" "$dir/item"
expect "two items" test "$(grep -c '<item>' "$out/feed.xml")" = 2
expect "with a GUID each" test "$(grep '<guid' "$out/feed.xml" | sort -u | wc -l)" = 2
expect "what a title has of marks is escaped" grep -qF '<title>A Well &amp; &quot;Its&quot; &lt;Rope&gt;</title>' "$out/feed.xml"

begin "an article that has changed is the same episode, also where a run does not name the package"
sed -i 's/ 41 people came/ 42 people came all the way/' "$dir/pump.txt"
convert pump
want_status 0
item "The Pump" >"$dir/item"
grep -E '<guid|<pubDate' "$dir/first" >"$dir/was"
grep -E '<guid|<pubDate' "$dir/item" >"$dir/is"
expect "GUID and date" cmp "$dir/was" "$dir/is"
expect "its sound is another" test "$(grep '<enclosure' "$dir/first")" != "$(grep '<enclosure' "$dir/item")"
expect "its transcript says so" grep -q '42 people' "$pump"/*.transcript.vtt

begin "nothing is written where nothing has changed"
before=$(find "$out" -type f -printf '%i %T@ %p\n' | grep -E 'mp3|vtt|chapters|episode|feed|podcast' | sort)
convert pump
want_status 0
expect "the same files" test "$before" = "$(find "$out" -type f -printf '%i %T@ %p\n' | grep -E 'mp3|vtt|chapters|episode|feed|podcast' | sort)"

begin "podcast.ini is a person's to edit"
printf 'title = Ada & friends\nauthor = Ada\nemail = ada@example.org\nimage = https://example.org/a.png\nlisted = yes\n' >>"$out/podcast.ini"
sed -i '/^title = Articles/d' "$out/podcast.ini"
convert pump --feed-url https://other.example/
want_status 0
expect "the address is the new one" grep -qx 'address = https://other.example' "$out/podcast.ini"
expect "once" test "$(grep -c '^address' "$out/podcast.ini")" = 1
expect "the rest stays" grep -q '^title = Ada & friends' "$out/podcast.ini"
expect "every enclosure is there" test "$(grep -c 'enclosure url="https://other.example/' "$out/feed.xml")" = 2
expect "its title" grep -q '<title>Ada &amp; friends</title>' "$out/feed.xml"
expect "its owner" grep -q '<itunes:email>ada@example.org' "$out/feed.xml"
expect "it may be listed" test "$(grep -c 'block>' "$out/feed.xml")" = 0

begin "what is wrong in podcast.ini is told with its line, and keeps the feed that is there"
cp "$out/podcast.ini" "$dir/podcast.ini"
cp "$out/feed.xml" "$dir/feed.xml"
echo 'colour = red' >>"$out/podcast.ini"
convert pump -P podcast
want_status 4
want_error "podcast.ini:$(wc -l <"$out/podcast.ini"): .*colour"
expect "the feed" cmp "$dir/feed.xml" "$out/feed.xml"
sed 's/^address.*/address = example/' "$dir/podcast.ini" >"$out/podcast.ini"
convert pump -P podcast
want_status 4
want_error 'podcast.ini: address'
convert pump --feed-url https://other.example
want_status 0
expect "an address on the command line mends it" cmp "$dir/podcast.ini" "$out/podcast.ini"

begin "a folder that is gone is no episode any more"
rm -r "$out"/a-well*
convert pump
want_status 0
expect "one item" test "$(grep -c '<item>' "$out/feed.xml")" = 1

begin "an article whose folder has another name now is one episode"
cp -r "$pump" "$out/pump-copy"
mv "$out/pump-copy/the-pump-on-mill-lane.episode.json" "$out/pump-copy/pump-copy.episode.json"
mv "$out/pump-copy/the-pump-on-mill-lane.mp3" "$out/pump-copy/pump-copy.mp3"
convert pump
want_status 0
expect "one item" test "$(grep -c '<item>' "$out/feed.xml")" = 1

begin "somebody else's feed is never written over"
mkdir "$dir/own"
echo '<rss version="2.0"/>' >"$dir/own/feed.xml"
run convert -l en --engine tone -o "$dir/own" --feed-url https://example.org "$dir/pump.txt"
want_status 4
want_error 'feed.xml was not made by aloud'
expect "as it was" test "$(cat "$dir/own/feed.xml")" = '<rss version="2.0"/>'

begin "all packages have the podcast where there is an address"
run convert -q -l en --engine tone -o "$dir/all" -P all "$dir/pump.txt"
want_status 0
expect "there is none" test ! -e "$dir/all/feed.xml"
expect "and no episode" test -z "$(find "$dir/all" -name '*.episode.json')"
run convert -q -l en --engine tone -o "$out" -P all "$dir/well.txt"
want_status 0
expect "two items" test "$(grep -c '<item>' "$out/feed.xml")" = 2
finish
