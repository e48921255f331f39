/* aloud: articles into audio a person can live with.
 *
 * The road is bytes -> article -> reading script -> audio chapters, and every call is a step on it:
 *
 *     aloud_options *opt = aloud_options_new();
 *     aloud_article *art; aloud_script *scr; aloud_error err;
 *     if (aloud_article_read("page.html", opt, &art, &err) == 0 &&
 *         aloud_script_new(art, opt, &scr, &err) == 0 &&
 *         aloud_convert(scr, opt, NULL, NULL, &err) == 0) ...
 *
 * Conventions.  Functions that can fail return 0 or a negative aloud_status, fill in *err (which may be NULL) and leave
 * their out-parameters untouched.  Where options are taken to read them, NULL stands for the usual ones.  All strings are
 * UTF-8 and NUL-terminated.  A `const char *` that a call returns belongs to the object it was asked of and lives as long
 * as that object.  The library never prints, never exits, and keeps no state of its own between calls: objects may be
 * used from any one thread at a time.
 */
#ifndef ALOUD_H
#define ALOUD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ALOUD_API __attribute__((visibility("default")))

#define ALOUD_VERSION "0.1.0"

/* What went wrong.  -status is the exit status of the aloud command where that is between 2 and 5. */
typedef enum aloud_status {
    ALOUD_OK = 0,
    ALOUD_ERROR_USAGE = -2,     /* an option is unknown, or its value out of range */
    ALOUD_ERROR_INPUT = -3,     /* the input cannot be read, or is not an article */
    ALOUD_ERROR_OUTPUT = -4,    /* the output cannot be written */
    ALOUD_ERROR_ENGINE = -5,    /* the speech engine failed, or its data is missing */
    ALOUD_ERROR_MEMORY = -6,    /* out of memory, or a ceiling on it was reached */
    ALOUD_ERROR_CANCELLED = -7  /* the listener asked to stop */
} aloud_status;

/* Filled in by a call that fails.  Owned by the caller; nothing in it is allocated. */
typedef struct aloud_error {
    int status;     /* an aloud_status */
    long line;      /* line of the input, from 1; 0 where there is none */
    long column;    /* column in code points, from 1; 0 where there is none */
    char text[480]; /* one line: what is wrong, and what to do; no trailing full stop or newline */
} aloud_error;

/* ---- options ---------------------------------------------------------------------------------------------------- */

typedef struct aloud_options aloud_options;

/* One option as a command line would show it. */
typedef struct aloud_option {
    const char *name;  /* "rate" */
    char letter;       /* 'r', or 0 */
    const char *value; /* what its value is called in help, "WPM|PERCENT"; NULL for a switch */
    const char *help;  /* one line */
} aloud_option;

/* All options with their defaults; NULL when out of memory.  Free with aloud_options_free (which takes NULL). */
ALOUD_API aloud_options *aloud_options_new(void);
ALOUD_API void aloud_options_free(aloud_options *);

/* Set the option `name` from text, as a command line would; a switch takes "" or NULL.  ALOUD_ERROR_USAGE says what is
 * accepted.  Voices and chapters are checked later, when the article is known. */
ALOUD_API int aloud_options_set(aloud_options *, const char *name, const char *value, aloud_error *err);

/* The table of options; *count entries, static. */
ALOUD_API const aloud_option *aloud_options_list(size_t *count);

/* ---- the article ------------------------------------------------------------------------------------------------ */

typedef struct aloud_article aloud_article;

/* Receives `size` bytes of output; returns 0, or anything else to stop (the caller then gets ALOUD_ERROR_OUTPUT). */
typedef int aloud_write(void *user, const char *bytes, size_t size);

/* Read the article at `path` ("-" is standard input) in whatever input format it is.  *out is the caller's.  Of a feed it is the
 * first entry that the option `entry` picks.
 * ALOUD_ERROR_INPUT: missing, a directory, empty, not text, larger than 256 MiB, or no article in it. */
ALOUD_API int aloud_article_read(const char *path, const aloud_options *, aloud_article **out, aloud_error *err);

/* The same from memory; `name` stands in for a file name in messages and helps to tell the format ("page.html"); NULL is
 * "article".  Articles of the same file are the same to aloud_convert, so it is best a path where there is one.
 * The bytes are not kept. */
ALOUD_API int aloud_article_parse(const void *bytes, size_t size, const char *name, const aloud_options *,
                                  aloud_article **out, aloud_error *err);
ALOUD_API void aloud_article_free(aloud_article *);

/* Which of the articles of an input it is. */
typedef struct aloud_entry {
    int number, count; /* from 1, and how many the input has; 1 of 1 for anything but a feed */
    int picked;        /* how many of them the option `entry` picks, all without it */
    const char *title; /* never NULL */
} aloud_entry;

/* Gets an article of an input, which is freed when it returns, or NULL and why this one cannot be read.  Returns 0 to go on. */
typedef int aloud_each_article(void *user, const aloud_entry *, const aloud_article *, const aloud_error *why);

/* Read what is at `path` as aloud_article_read does, and call `each` for each article in it: a feed (Atom, RSS) has one per
 * entry, of which the option `entry` picks some, anything else is one.  An entry that cannot be read does not end it.
 * ALOUD_ERROR_USAGE: the option picks none.  ALOUD_ERROR_CANCELLED: `each` stopped. */
ALOUD_API int aloud_articles_read(const char *path, const aloud_options *, aloud_each_article *each, void *user,
                                  aloud_error *err);

/* Every block of the input in order, one a line: its line, spoken/announced/omitted, its kind, the rule, its text. */
ALOUD_API int aloud_article_explain(const aloud_article *, aloud_write *write, void *user, aloud_error *err);

/* Something noticed that does not stop the work. */
typedef struct aloud_warning {
    const char *kind; /* a stable name, "invalid-utf8" */
    long line, column;/* as in aloud_error */
    const char *text; /* one line */
} aloud_warning;

/* Warning number `index` from 0 in *out; returns 0, or ALOUD_ERROR_USAGE past the last. */
ALOUD_API int aloud_article_warning(const aloud_article *, size_t index, aloud_warning *out);

/* ---- the reading script ----------------------------------------------------------------------------------------- */

typedef struct aloud_script aloud_script;

/* One thing to be heard. */
typedef struct aloud_item {
    uint32_t id;          /* from 1, unique in the script */
    const char *role;     /* "paragraph", "heading", "image", ... */
    int level;            /* of a heading or a list, from 1; 0 elsewhere */
    const char *text;     /* what a page would show */
    const char *say;      /* what is spoken, without the announcement; "" where the announcement is all */
    const char *language; /* BCP 47 tag of this item */
    const char *announce; /* spoken before it, in the article's language; NULL where there is none */
    const char *close;    /* spoken after it ("End of quote."); NULL where there is none */
    long duration;        /* seconds of the medium announced; -1 where unknown */
    long line;            /* line of the input, from 1; 0 where unknown */
} aloud_item;

/* A run of items with a title of its own. */
typedef struct aloud_chapter {
    int number;        /* from 1 */
    const char *title;
    int level;         /* of its heading, 1 for the article's own title */
    size_t first;      /* index of its first item */
    size_t count;      /* how many items, at least 1 */
} aloud_chapter;

/* Make the script of an article.  The script does not need the article afterwards.  *out is the caller's. */
ALOUD_API int aloud_script_new(const aloud_article *, const aloud_options *, aloud_script **out, aloud_error *err);
ALOUD_API void aloud_script_free(aloud_script *);

ALOUD_API const char *aloud_script_title(const aloud_script *);
ALOUD_API const char *aloud_script_language(const aloud_script *); /* BCP 47, never NULL */
ALOUD_API size_t aloud_script_chapters(const aloud_script *);
ALOUD_API size_t aloud_script_items(const aloud_script *);
/* Both return 0, or ALOUD_ERROR_USAGE past the last. */
ALOUD_API int aloud_script_chapter(const aloud_script *, size_t index, aloud_chapter *out);
ALOUD_API int aloud_script_item(const aloud_script *, size_t index, aloud_item *out);
/* Warnings of the article and of the script together, as aloud_article_warning. */
ALOUD_API int aloud_script_warning(const aloud_script *, size_t index, aloud_warning *out);

/* The script as "text" (the words to be spoken, a blank line between items) or "json". */
ALOUD_API int aloud_script_write(const aloud_script *, const char *format, aloud_write *write, void *user,
                                 aloud_error *err);

/* A word that an engine may well get wrong, and what it makes of it. */
typedef struct aloud_name {
    const char *text;     /* as it is written */
    unsigned count;       /* how often it occurs, at least 1 */
    const char *kind;     /* "lexicon" (one has phonemes for it), "acronym", "name", "foreign" (letters that are not its
                             language's) or "mixed" (iPhone) */
    const char *language; /* BCP 47 tag of the text it stands in */
    const char *say;      /* the words that are said for it where it comes first */
    const char *ipa;      /* how those sound, in IPA; "" where the engine cannot tell */
    const char *phonemes; /* the same in the engine's own names of phonemes */
    long line;            /* of the input, where it comes first; 0 where unknown */
} aloud_name;

/* Gets one of them; the strings live during the call.  Returns 0 to go on. */
typedef int aloud_each_name(void *user, const aloud_name *);

/* Names, acronyms and unknown words of the script, the most frequent first, with how the engine and the voice of the options will
 * say them; what sounds wrong belongs into a lexicon (the option `lexicon`).  The engine is asked in a process of its own.
 * ALOUD_ERROR_USAGE: there is no such voice.  ALOUD_ERROR_ENGINE: the engine or its data is missing.  ALOUD_ERROR_CANCELLED:
 * `each` stopped. */
ALOUD_API int aloud_script_names(const aloud_script *, const aloud_options *, aloud_each_name *each, void *user,
                                 aloud_error *err);

/* The chapters that the option `chapter` picks: sets pick[0..chapters) to 0 or 1.  ALOUD_ERROR_USAGE when it fits none. */
ALOUD_API int aloud_script_pick(const aloud_script *, const aloud_options *, unsigned char *pick, aloud_error *err);

/* About how many seconds chapter `index` lasts at the options' rate; an estimate from its length. */
ALOUD_API double aloud_script_estimate(const aloud_script *, const aloud_options *, size_t index);

/* ---- text into words -------------------------------------------------------------------------------------------- */

/* What aloud_script_new does with every text, for callers with a speech engine of their own. */
typedef struct aloud_normaliser aloud_normaliser;

/* The normaliser of a language (BCP 47; NULL is "en").  One that has no data under voices/ gets its numbers in words where
 * ICU has them and is otherwise left alone.  *out is the caller's; use it from one thread at a time. */
ALOUD_API int aloud_normaliser_new(const char *language, aloud_normaliser **out, aloud_error *err);
ALOUD_API void aloud_normaliser_free(aloud_normaliser *);

/* Write the words to say for `size` bytes of text, at most 64 MiB; invalid UTF-8 and NULs are replaced or dropped.  Words
 * that are normalised again stay as they are.  Line ends stay; nothing is written when it fails. */
ALOUD_API int aloud_normalise(aloud_normaliser *, const char *text, size_t size, aloud_write *write, void *user,
                              aloud_error *err);

/* ---- audio ------------------------------------------------------------------------------------------------------ */

typedef enum aloud_event {
    ALOUD_CHAPTER_BEGINS, /* work on `chapter` starts */
    ALOUD_CHAPTER_KEPT,   /* `chapter` stands unchanged from an earlier run */
    ALOUD_CHAPTER_DONE,   /* `chapter` is written */
    ALOUD_PROGRESS,       /* some more of `chapter` is spoken */
    ALOUD_NOTE,           /* `text` is worth knowing */
    ALOUD_PACKAGE_DONE,   /* the package whose file in the folder is called `text` is written */
    ALOUD_PACKING         /* sound is being encoded for packages; comes often */
} aloud_event;

/* What a conversion tells its listener. */
typedef struct aloud_report {
    aloud_event event;
    int chapter, chapters; /* number from 1 of the chapter, and how many this run covers */
    size_t item, items;    /* items done and in all, over the chapters of this run */
    const char *title;     /* the chapter's */
    const char *text;      /* for ALOUD_NOTE and ALOUD_PACKAGE_DONE */
    double seconds;        /* of audio, for ALOUD_CHAPTER_DONE and ALOUD_CHAPTER_KEPT */
} aloud_report;

/* Called during aloud_convert from the calling thread.  Where the option `format` costs much to encode, chapters are done while
 * later ones are already spoken, in their order.  Return 0 to go on; anything else stops with
 * ALOUD_ERROR_CANCELLED and leaves no unfinished file. */
typedef int aloud_listener(void *user, const aloud_report *);

/* Speak the script into a folder SLUG/ under the option `output`: chapters NN-SLUG in the option `format`, playlist.m3u8,
 * publication.json and index.html, and the packages that the option `package` names or an earlier run made.  Files appear under
 * their name only when complete; chapters and packages that stand unchanged from an earlier run are kept.  `folder`, where not
 * NULL, receives the folder's path, cut to `size` bytes with its NUL.
 * Engine processes are forked from the caller, and threads encode with all signals blocked; both are gone on return. */
ALOUD_API int aloud_convert(const aloud_script *, const aloud_options *, aloud_listener *, void *user, char *folder,
                            size_t size, aloud_error *err);

/* The chapters of a folder that aloud_convert wrote, one call of `each` per chapter.  ALOUD_ERROR_INPUT: not one. */
typedef int aloud_each_chapter(void *user, int number, const char *title, const char *file, double seconds);
ALOUD_API int aloud_folder_chapters(const char *folder, aloud_each_chapter *each, void *user, aloud_error *err);

/* A package that stands in a folder beside the chapters. */
typedef struct aloud_package {
    const char *name; /* what the option `package` calls it */
    const char *file; /* its name in the folder */
    const char *help; /* one line */
    uint64_t size;    /* bytes, more than 0 */
} aloud_package;

/* The packages that aloud_convert was asked for in a folder, in the order of their making; the strings live during the call.
 * `each` returns 0 to go on.  ALOUD_ERROR_INPUT: not a folder of ours. */
typedef int aloud_each_package(void *user, const aloud_package *);
ALOUD_API int aloud_folder_packages(const char *folder, aloud_each_package *each, void *user, aloud_error *err);

/* A voice that -v takes. */
typedef struct aloud_voice {
    const char *name;        /* what to pass as the option `voice` */
    const char *language;    /* BCP 47 tag, or "*" for a voice that takes the article's language */
    const char *description; /* one line */
} aloud_voice;

/* Every voice for `language` (NULL: all), ours first; the strings live during the call.  `each` returns 0 to go on. */
typedef int aloud_each_voice(void *user, const aloud_voice *);
ALOUD_API int aloud_voices(const char *language, const aloud_options *, aloud_each_voice *each, void *user,
                           aloud_error *err);

/* ---- listening -------------------------------------------------------------------------------------------------- */

/* Plays articles at once, speaking ahead of what is heard, and moves about in them.  It never waits: its caller calls
 * aloud_player_turn in a loop, and poll(2) in between.  Use it from one thread.  Engine processes are forked from the
 * caller. */
typedef struct aloud_player aloud_player;
struct pollfd;

/* A player that takes from the options: `voice`, `rate`, `pitch`, `engine`; `device`, or `output` as the file that the
 * sound goes to ("-": standard output; `raw`: without a header) instead of a device; `chapter` to begin at its first;
 * `until`, `sleep`, `restart`.  The options must outlive it.  *out is the caller's.  No device is opened yet. */
ALOUD_API int aloud_player_new(const aloud_options *, aloud_player **out, aloud_error *err);

/* Keep where the listener was, close the output and free the player (NULL is fine).  ALOUD_ERROR_OUTPUT: the output file
 * could not be written, or where one was not be kept; it is freed all the same. */
ALOUD_API int aloud_player_free(aloud_player *, aloud_error *err);

/* Play this script, from where its content was left when it was last played, instead of what was played before.  It must
 * outlive the playing.  ALOUD_ERROR_USAGE: the options name a voice or chapter that there is not; ALOUD_ERROR_ENGINE;
 * ALOUD_ERROR_OUTPUT: the device or file cannot be opened. */
ALOUD_API int aloud_player_load(aloud_player *, const aloud_script *, aloud_error *err);

/* The same of a folder that aloud_convert made: its files, in the voice that they were made with.  ALOUD_ERROR_INPUT: it is
 * none, or a chapter of it cannot be read. */
ALOUD_API int aloud_player_load_folder(aloud_player *, const char *folder, aloud_error *err);

/* Keep where the listener was, and let go of what was loaded.  ALOUD_ERROR_OUTPUT: it cannot be kept; it is let go of all
 * the same. */
ALOUD_API int aloud_player_unload(aloud_player *, aloud_error *err);

/* From its first sound on let the desktop see and move it, by MPRIS on the session bus: media keys, the lock screen.  Nothing
 * comes of it where there is no bus, or where the sound goes to a file alone. */
ALOUD_API void aloud_player_share(aloud_player *);

/* Give the output what it has room for, and take what was spoken.  0 while there is more to play, also when paused; 1
 * when all is heard, or a command ended it.  ALOUD_ERROR_OUTPUT: the output is gone; ALOUD_ERROR_CANCELLED: nobody reads
 * it any more. */
ALOUD_API int aloud_player_turn(aloud_player *, aloud_error *err);

/* What to poll for before the next turn: fills in on[0..room) and returns how many; *wait, in ms, becomes less where the
 * next turn is due sooner (-1: never). */
ALOUD_API size_t aloud_player_watch(aloud_player *, struct pollfd *on, size_t room, int *wait);

/* Something that a listener can ask for. */
typedef struct aloud_player_command_info {
    const char *words; /* "next chapter" */
    const char *key;   /* a character, or "space", "left", "right", "up", "down"; NULL: none */
    const char *value; /* what follows the words, "N"; NULL: nothing */
    const char *help;  /* one line */
} aloud_player_command_info;

/* All of them; *count entries, static. */
ALOUD_API const aloud_player_command_info *aloud_player_commands(size_t *count);

/* Do what the line says: the words of a command and its value, "chapter 3".  What cannot be done (a chapter beyond the
 * last) is told as the state's note.  ALOUD_ERROR_USAGE: there is no such command. */
ALOUD_API int aloud_player_command(aloud_player *, const char *line, aloud_error *err);

/* Where it is. */
typedef struct aloud_playing {
    const char *title, *chapter_title; /* of what is loaded, "" where nothing is */
    int chapter, chapters; /* of the sentence that is heard, from 1; and how many there are */
    int sentence;          /* in the chapter, from 1 */
    double seconds, left;  /* of sound: before it in the chapter, and until the end of the article; estimates, but for a
                              recording */
    int rate;              /* frames per second of the output */
    uint64_t frames;       /* frames that the output was given in all */
    size_t queued;         /* of these, those that are not heard yet */
    unsigned underruns;    /* how often the device ran dry */
    int paused;
    int waiting;           /* a `wait` is not over: the next command is for later */
    int beside;            /* something is said besides the article */
    int ended;             /* nothing more of what is loaded will be heard */
    int quit;              /* and nothing else should */
    const char *note;      /* what there is to tell about the last command, "" where there is nothing; one line */
} aloud_playing;

/* Fills in *out; its strings live until the next call for the player. */
ALOUD_API void aloud_player_state(aloud_player *, aloud_playing *out);
/* The note was told: it is gone. */
ALOUD_API void aloud_player_note_told(aloud_player *);

#ifdef __cplusplus
}
#endif

#endif
