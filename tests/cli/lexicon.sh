#!/bin/sh
# Pronunciation as a person meets it: the names of an article, a lexicon made of them, and what is wrong with a lexicon.
set -u
. "$(dirname "$0")/../lib.sh"

tab=$(printf '\t')

begin "names are listed with how they sound"
run script --names "$corpus/steppe.html"
want_status 0
want_out "^word${tab}count${tab}kind${tab}language${tab}said${tab}ipa${tab}x-espeak${tab}line\$"
want_out "^Orazov${tab}5${tab}name${tab}en-GB${tab}Orazov${tab}[^${tab}]*ɔːɹ[^${tab}]*${tab}"
want_out "^RFE/RL${tab}1${tab}acronym${tab}en-GB${tab}R F E R L${tab}ˈɑːɹ ˈɛf"
want_out "^Москву${tab}1${tab}name${tab}ru${tab}"
want_out "^iPhone${tab}1${tab}mixed${tab}"
want_not_in_out "^(Doctor|Dr|The|Most|Freight)${tab}"
expect "eight cells in each line" awk -F "$tab" 'NF != 8 { exit 1 }' "$dir/out"
expect "the most frequent first" sh -c "tail -n +2 '$dir/out' | cut -f 2 | sort -rnc"
expect "nothing on standard error" test ! -s "$dir/err"

begin "the names make a lexicon, and it is taken"
run script --names --format pls "$corpus/steppe.html"
want_status 0
cp "$dir/out" "$dir/names.pls"
run script --names --lexicon "$dir/names.pls" "$corpus/steppe.html"
want_status 0
want_out "^Orazov${tab}5${tab}lexicon${tab}"
want_out "^KTZ${tab}2${tab}lexicon${tab}"
want_out "^Москву${tab}1${tab}name${tab}ru${tab}"
run script --names --format pls --lexicon "$dir/names.pls" "$corpus/steppe.html"
want_status 0
want_no_out
want_error 'no names to make a lexicon of'

begin "the words of every article make one that can be read again"
for f in "$corpus"/*.html "$corpus"/*.txt; do
    run script -q --names --format pls "$f"
    want_status 0
    [ -s "$dir/out" ] || continue
    cp "$dir/out" "$dir/all.pls"
    run script -q --lexicon "$dir/all.pls" "$f"
    want_status 0
done

begin "names of the lexicon that comes with aloud, with their endings; a listener's own goes before"
printf '<!DOCTYPE html><html lang=en><title>t</title><body><article><p>It was said that Nazarbaev%ss men, and the %s%s</article>' \
    "'" 'Kazakhstanis of ALMATY, saw Xi Jinping; article XI was read to Nazarbaevish and others.</p>' '' >"$dir/own.html"
run script --format json "$dir/own.html"
want_status 0
want_out '"text": "Nazarbaev.s"'
want_out '"phonemes": "ˌnɑːzərˈbaɪɛvz"'
want_out '"phonemes": "ˌkæzækˈstɑːniz"'
want_out '"text": "ALMATY"'
want_out '"text": "Xi"'
want_not_in_out '"text": "(XI|Nazarbaevish)"'
printf '%s\n' '<lexicon version="1.0" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">' \
    '<lexeme><grapheme>Nazarbaev</grapheme><phoneme>ˈtɛst</phoneme></lexeme></lexicon>' >"$dir/own.pls"
run script --format json --lexicon "$dir/own.pls" "$dir/own.html"
want_out '"phonemes": "ˈtɛsts"'
want_not_in_out 'ˌnɑːzərˈbaɪɛv'
want_out '"text": "ALMATY"'

begin "of a feed, names are listed entry by entry; a lexicon is of one"
run script --names "$corpus/feed.xml"
want_status 0
want_out '^1: The Ferry & the Fog'
run script --names --format pls "$corpus/feed.xml"
want_status 2
want_error 'entries'
want_no_out

begin "what is no form of names, and no voice"
run script --names --format json "$corpus/steppe.html"
want_status 2
want_error 'tsv and pls'
run script --names -v nobody "$corpus/steppe.html"
want_status 2
want_error 'nobody.*aloud voices'
want_no_out

# What a lexicon must be is in tests/unit/test_lexicon.c; that a person is told of a fault, and nothing is spoken, is here.
lexicon() { # CONTENT
    printf '<lexicon version="1.0" xml:lang="en" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">\n%s\n</lexicon>\n' \
        "$1" >"$dir/own.pls"
}

faulty() { # PATTERN
    for command in convert script; do
        run "$command" -o "$dir/none" --lexicon "$dir/own.pls" "$corpus/orchard.txt"
        want_status 2
        want_error "$1"
        want_no_out
    done
    expect "nothing is written" test ! -e "$dir/none"
}

begin "a lexicon that is not there"
rm -f "$dir/own.pls"
faulty '^aloud: .*own.pls: No such file'

begin "a lexicon that is no XML"
lexicon '<lexeme><grapheme>Bek</grapheme><phoneme>bɛk</phoneme>'
faulty 'own.pls:4: is not well-formed XML'

begin "a lexicon of an alphabet that is not known"
lexicon '<lexeme><grapheme>Bek</grapheme><phoneme alphabet="x-sampa">bEk</phoneme></lexeme>'
faulty 'own.pls:2: the alphabets are ipa and x-espeak, not x-sampa'

begin "a lexicon with a letter that is no phoneme"
lexicon '<lexeme><grapheme>Bek</grapheme><phoneme>bɛ3k</phoneme></lexeme>'
faulty 'own.pls:2: no letter of the International Phonetic Alphabet: 3'

begin "a lexicon with brackets"
lexicon '<lexeme><grapheme>Bek</grapheme><phoneme alphabet="x-espeak">b]]k</phoneme></lexeme>'
faulty 'own.pls:2: .*printable ASCII without brackets'

finish
