<?xml version="1.0" encoding="UTF-8"?>
<!-- Nombres que la síntesis pronuncia mal.  Una línea para cada uno, por orden alfabético: cómo se escribe y cómo suena, en el
     alfabeto fonético internacional.  Names that the engine says wrongly in Spanish; aloud-lexicon(5) says how to add one,
     `make test` says what is wrong with a line. -->
<lexicon version="1.0" xml:lang="es" alphabet="ipa"
    xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Assad</grapheme><phoneme>aˈsad</phoneme></lexeme>
  <lexeme><grapheme>Bezos</grapheme><phoneme>ˈbesos</phoneme></lexeme>
  <lexeme><grapheme>Biden</grapheme><phoneme>ˈbaiden</phoneme></lexeme>
  <lexeme><grapheme>Boric</grapheme><phoneme>ˈboɾitʃ</phoneme></lexeme>
  <lexeme><grapheme>Brexit</grapheme><phoneme>ˈbɾeksit</phoneme></lexeme>
  <lexeme><grapheme>Champions League</grapheme><phoneme>ˈtʃampjons ˈliɡ</phoneme></lexeme>
  <lexeme><grapheme>Erdogan</grapheme><grapheme>Erdoğan</grapheme><phoneme>ˈeɾdoan</phoneme></lexeme>
  <lexeme><grapheme>Hamas</grapheme><phoneme>xaˈmas</phoneme></lexeme>
  <lexeme><grapheme>Hollywood</grapheme><phoneme>ˈxolibud</phoneme></lexeme>
  <lexeme><grapheme>Houston</grapheme><phoneme>ˈxjuston</phoneme></lexeme>
  <lexeme><grapheme>Huawei</grapheme><phoneme>xuaˈwei</phoneme></lexeme>
  <lexeme><grapheme>Johnson</grapheme><phoneme>ˈjonson</phoneme></lexeme>
  <lexeme><grapheme>Leyen</grapheme><phoneme>ˈlaien</phoneme></lexeme>
  <lexeme><grapheme>Macron</grapheme><phoneme>maˈkɾon</phoneme></lexeme>
  <lexeme><grapheme>Messi</grapheme><phoneme>ˈmesi</phoneme></lexeme>
  <lexeme><grapheme>Milei</grapheme><phoneme>miˈlei</phoneme></lexeme>
  <lexeme><grapheme>Musk</grapheme><phoneme>mask</phoneme></lexeme>
  <lexeme><grapheme>Nazarbayev</grapheme><grapheme>Nazarbáyev</grapheme><phoneme>nasaɾˈbajef</phoneme></lexeme>
  <lexeme><grapheme>Netanyahu</grapheme><phoneme>netaˈnjaxu</phoneme></lexeme>
  <lexeme><grapheme>Oaxaca</grapheme><phoneme>waˈxaka</phoneme></lexeme>
  <lexeme><grapheme>online</grapheme><phoneme>onˈlain</phoneme></lexeme>
  <lexeme><grapheme>podcast</grapheme><phoneme>ˈpodkast</phoneme></lexeme>
  <lexeme><grapheme>podcasts</grapheme><phoneme>ˈpodkasts</phoneme></lexeme>
  <lexeme><grapheme>Starmer</grapheme><phoneme>ˈstaɾmeɾ</phoneme></lexeme>
  <lexeme><grapheme>Texas</grapheme><phoneme>ˈtexas</phoneme></lexeme>
  <lexeme><grapheme>Tokayev</grapheme><grapheme>Tokáyev</grapheme><phoneme>toˈkajef</phoneme></lexeme>
  <lexeme><grapheme>Trudeau</grapheme><phoneme>tɾuˈdo</phoneme></lexeme>
  <lexeme><grapheme>Trump</grapheme><phoneme>tɾamp</phoneme></lexeme>
  <lexeme><grapheme>Vance</grapheme><phoneme>bans</phoneme></lexeme>
  <lexeme><grapheme>Wall Street</grapheme><phoneme>wol esˈtɾit</phoneme></lexeme>
  <lexeme><grapheme>Washington</grapheme><phoneme>ˈwasinton</phoneme></lexeme>
  <lexeme><grapheme>YouTube</grapheme><phoneme>juˈtub</phoneme></lexeme>
  <lexeme><grapheme>Zuckerberg</grapheme><phoneme>ˈsakeɾbeɾɡ</phoneme></lexeme>
</lexicon>
