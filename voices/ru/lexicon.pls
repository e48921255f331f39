<?xml version="1.0" encoding="UTF-8"?>
<!-- Имена и названия, которые речевой движок произносит неверно: большей частью ударение.  Одна строка на слово, по алфавиту:
     как пишется и как звучит, в Международном фонетическом алфавите.  Names that the engine says wrongly in Russian, mostly the
     stress; aloud-lexicon(5) says how to add one, `make test` says what is wrong with a line. -->
<lexicon version="1.0" xml:lang="ru" alphabet="ipa"
    xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>Актау</grapheme><phoneme>ɐktɐˈu</phoneme></lexeme>
  <lexeme><grapheme>Актобе</grapheme><phoneme>ɐktɐˈbʲe</phoneme></lexeme>
  <lexeme><grapheme>Андижан</grapheme><phoneme>ɐnʲdʲɪˈʒan</phoneme></lexeme>
  <lexeme><grapheme>Астана</grapheme><phoneme>əstɐˈna</phoneme></lexeme>
  <lexeme><grapheme>Астане</grapheme><phoneme>əstɐˈnʲe</phoneme></lexeme>
  <lexeme><grapheme>Астаной</grapheme><phoneme>əstɐˈnoj</phoneme></lexeme>
  <lexeme><grapheme>Астану</grapheme><phoneme>əstɐˈnu</phoneme></lexeme>
  <lexeme><grapheme>Астаны</grapheme><phoneme>əstɐˈnɨ</phoneme></lexeme>
  <lexeme><grapheme>Атырау</grapheme><phoneme>ɐtɨrɐˈu</phoneme></lexeme>
  <lexeme><grapheme>Бортников</grapheme><phoneme>ˈbortnʲɪkəf</phoneme></lexeme>
  <lexeme><grapheme>Бухара</grapheme><phoneme>bʊxɐˈra</phoneme></lexeme>
  <lexeme><grapheme>Бухарой</grapheme><phoneme>bʊxɐˈroj</phoneme></lexeme>
  <lexeme><grapheme>Вучич</grapheme><phoneme>ˈvutɕɪtɕ</phoneme></lexeme>
  <lexeme><grapheme>Жанаозен</grapheme><phoneme>ʒənɐɐˈzʲen</phoneme></lexeme>
  <lexeme><grapheme>Ирпень</grapheme><phoneme>ɪrˈpʲenʲ</phoneme></lexeme>
  <lexeme><grapheme>Костанай</grapheme><phoneme>kəstɐˈnaj</phoneme></lexeme>
  <lexeme><grapheme>Кызылорда</grapheme><phoneme>kɨzɨlɐrˈda</phoneme></lexeme>
  <lexeme><grapheme>Кызылорде</grapheme><phoneme>kɨzɨlɐrˈdʲe</phoneme></lexeme>
  <lexeme><grapheme>Кызылорду</grapheme><phoneme>kɨzɨlɐrˈdu</phoneme></lexeme>
  <lexeme><grapheme>Кызылорды</grapheme><phoneme>kɨzɨlɐrˈdɨ</phoneme></lexeme>
  <lexeme><grapheme>Макрон</grapheme><phoneme>mɐˈkron</phoneme></lexeme>
  <lexeme><grapheme>Милей</grapheme><phoneme>mʲɪˈlʲej</phoneme></lexeme>
  <lexeme><grapheme>Наманган</grapheme><phoneme>nəmɐnˈɡan</phoneme></lexeme>
  <lexeme><grapheme>Нетаньяху</grapheme><phoneme>nʲɪtɐˈnʲjaxʊ</phoneme></lexeme>
  <lexeme><grapheme>Овози</grapheme><phoneme>ɐvɐˈzʲi</phoneme></lexeme>
  <lexeme><grapheme>Патрушев</grapheme><phoneme>ˈpatrʊʃɨf</phoneme></lexeme>
  <lexeme><grapheme>Порошенко</grapheme><phoneme>pərɐˈʃɛnkə</phoneme></lexeme>
  <lexeme><grapheme>Раиси</grapheme><phoneme>rɐiˈsʲi</phoneme></lexeme>
  <lexeme><grapheme>Рахмон</grapheme><phoneme>rɐxˈmon</phoneme></lexeme>
  <lexeme><grapheme>Синьцзян</grapheme><phoneme>sʲɪnʲˈdzʲan</phoneme></lexeme>
  <lexeme><grapheme>Сунак</grapheme><phoneme>ˈsunək</phoneme></lexeme>
  <lexeme><grapheme>Тараз</grapheme><phoneme>tɐˈras</phoneme></lexeme>
  <lexeme><grapheme>Телеграм</grapheme><phoneme>tʲɪlʲɪˈɡram</phoneme></lexeme>
  <lexeme><grapheme>Урумчи</grapheme><phoneme>ʊrʊmˈtɕi</phoneme></lexeme>
  <lexeme><grapheme>Фергана</grapheme><phoneme>fʲɪrɡɐˈna</phoneme></lexeme>
  <lexeme><grapheme>Фергане</grapheme><phoneme>fʲɪrɡɐˈnʲe</phoneme></lexeme>
  <lexeme><grapheme>Фергану</grapheme><phoneme>fʲɪrɡɐˈnu</phoneme></lexeme>
  <lexeme><grapheme>Ферганы</grapheme><phoneme>fʲɪrɡɐˈnɨ</phoneme></lexeme>
  <lexeme><grapheme>Хамас</grapheme><phoneme>xɐˈmas</phoneme></lexeme>
  <lexeme><grapheme>Хаменеи</grapheme><phoneme>xəmʲɪnʲɪˈi</phoneme></lexeme>
  <lexeme><grapheme>Хартум</grapheme><phoneme>xɐrˈtum</phoneme></lexeme>
  <lexeme><grapheme>Цзиньпин</grapheme><phoneme>dzʲɪnʲˈpʲin</phoneme></lexeme>
  <lexeme><grapheme>Цукерберг</grapheme><phoneme>ˈtsukʲɪrbʲɪrk</phoneme></lexeme>
  <lexeme><grapheme>Шойгу</grapheme><phoneme>ʃɐjˈɡu</phoneme></lexeme>
  <lexeme><grapheme>Эрдоган</grapheme><phoneme>ɛrdɐˈɡan</phoneme></lexeme>
</lexicon>
