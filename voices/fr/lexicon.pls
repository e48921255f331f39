<?xml version="1.0" encoding="UTF-8"?>
<!-- Noms que la synthèse prononce mal.  Une ligne par nom, par ordre alphabétique : comment on l'écrit, comment on le dit, dans
     l'alphabet phonétique international.  Names that the engine says wrongly in French; aloud-lexicon(5) says how to add one,
     `make test` says what is wrong with a line. -->
<lexicon version="1.0" xml:lang="fr" alphabet="ipa"
    xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Almaty</grapheme><phoneme>almaˈti</phoneme></lexeme>
  <lexeme><grapheme>Auxerre</grapheme><phoneme>oˈsɛʁ</phoneme></lexeme>
  <lexeme><grapheme>Bezos</grapheme><phoneme>beˈzɔs</phoneme></lexeme>
  <lexeme><grapheme>Biden</grapheme><phoneme>bajˈdɛn</phoneme></lexeme>
  <lexeme><grapheme>cluster</grapheme><phoneme>klœsˈtœʁ</phoneme></lexeme>
  <lexeme><grapheme>Erdogan</grapheme><grapheme>Erdoğan</grapheme><phoneme>ɛʁdoˈan</phoneme></lexeme>
  <lexeme><grapheme>Hamas</grapheme><phoneme>aˈmas</phoneme></lexeme>
  <lexeme><grapheme>Khamenei</grapheme><phoneme>kameˈnɛj</phoneme></lexeme>
  <lexeme><grapheme>Kherson</grapheme><phoneme>kɛʁˈsɔn</phoneme></lexeme>
  <lexeme><grapheme>Kiev</grapheme><phoneme>ˈkjɛv</phoneme></lexeme>
  <lexeme><grapheme>Leyen</grapheme><phoneme>laˈjɛn</phoneme></lexeme>
  <lexeme><grapheme>Loukachenko</grapheme><phoneme>lukaʃɛnˈko</phoneme></lexeme>
  <lexeme><grapheme>Meloni</grapheme><phoneme>meloˈni</phoneme></lexeme>
  <lexeme><grapheme>Merz</grapheme><phoneme>ˈmɛʁts</phoneme></lexeme>
  <lexeme><grapheme>Metz</grapheme><phoneme>ˈmɛs</phoneme></lexeme>
  <lexeme><grapheme>Netanyahou</grapheme><phoneme>netanjaˈu</phoneme></lexeme>
  <lexeme><grapheme>Orban</grapheme><grapheme>Orbán</grapheme><phoneme>ɔʁˈban</phoneme></lexeme>
  <lexeme><grapheme>Reims</grapheme><phoneme>ˈʁɛ̃s</phoneme></lexeme>
  <lexeme><grapheme>Sánchez</grapheme><phoneme>sanˈtʃɛz</phoneme></lexeme>
  <lexeme><grapheme>Sarkozy</grapheme><phoneme>saʁkoˈzi</phoneme></lexeme>
  <lexeme><grapheme>Scholz</grapheme><phoneme>ˈʃɔlts</phoneme></lexeme>
  <lexeme><grapheme>Starmer</grapheme><phoneme>staʁˈmœʁ</phoneme></lexeme>
  <lexeme><grapheme>Tachkent</grapheme><phoneme>taʃˈkɛnt</phoneme></lexeme>
  <lexeme><grapheme>Twitter</grapheme><phoneme>twiˈtœʁ</phoneme></lexeme>
  <lexeme><grapheme>Vance</grapheme><phoneme>ˈvans</phoneme></lexeme>
  <lexeme><grapheme>Vučić</grapheme><grapheme>Vucic</grapheme><phoneme>vuˈtʃitʃ</phoneme></lexeme>
  <lexeme><grapheme>Xi</grapheme><phoneme>ˈʃi</phoneme></lexeme>
  <lexeme><grapheme>Xi Jinping</grapheme><phoneme>ʃi dʒinˈpiŋ</phoneme></lexeme>
  <lexeme><grapheme>Xinjiang</grapheme><phoneme>ʃinˈdʒjaŋ</phoneme></lexeme>
  <lexeme><grapheme>YouTube</grapheme><phoneme>juˈtyb</phoneme></lexeme>
  <lexeme><grapheme>Zelensky</grapheme><grapheme>Zelenski</grapheme><phoneme>zelɛnsˈki</phoneme></lexeme>
  <lexeme><grapheme>Zuckerberg</grapheme><phoneme>zœkœʁˈbœʁɡ</phoneme></lexeme>
</lexicon>
