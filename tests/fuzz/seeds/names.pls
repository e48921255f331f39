<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xml:lang="en" alphabet="ipa" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <meta name="a" content="b"/>
  <lexeme role="q:v"><grapheme>Bek</grapheme><grapheme>Bek  Bekov</grapheme><phoneme>ˈbɛk͡s</phoneme></lexeme>
  <lexeme><grapheme>A&amp;B/C</grapheme><alias prefer="true">and so on</alias><alias>letters</alias></lexeme>
  <lexeme><grapheme>kol's</grapheme><phoneme alphabet="x-espeak">k'Ol</phoneme><example>a kol</example></lexeme>
</lexicon>
