/* Roles: what an item of the script is to a listener.  The names are those of the script's JSON and of the sections in
 * voice files. */
#ifndef AL_VOICE_ROLE_H
#define AL_VOICE_ROLE_H

#define AL_ROLES(X)                                                                                                    \
    X(AL_ROLE_TITLE, "title")                                                                                          \
    X(AL_ROLE_STANDFIRST, "standfirst")                                                                                \
    X(AL_ROLE_BYLINE, "byline")                                                                                        \
    X(AL_ROLE_DATELINE, "dateline")                                                                                    \
    X(AL_ROLE_HEADING, "heading")                                                                                      \
    X(AL_ROLE_PARAGRAPH, "paragraph")                                                                                  \
    X(AL_ROLE_IMAGE, "image")                                                                                          \
    X(AL_ROLE_VIDEO, "video")                                                                                          \
    X(AL_ROLE_AUDIO, "audio")                                                                                          \
    X(AL_ROLE_EMBED, "embed")                                                                                          \
    X(AL_ROLE_LIST, "list")                                                                                            \
    X(AL_ROLE_LIST_ITEM, "list_item")                                                                                  \
    X(AL_ROLE_QUOTE, "quote")                                                                                          \
    X(AL_ROLE_CODE, "code")                                                                                            \
    X(AL_ROLE_TABLE, "table")                                                                                          \
    X(AL_ROLE_ROW, "row")                                                                                              \
    X(AL_ROLE_FOOTNOTE, "footnote")                                                                                    \
    X(AL_ROLE_MATH, "math")                                                                                            \
    X(AL_ROLE_CREDIT, "credit")                                                                                        \
    X(AL_ROLE_DISCLAIMER, "disclaimer")                                                                                \
    X(AL_ROLE_AUTHOR, "author")                                                                                        \
    X(AL_ROLE_SEPARATOR, "separator")                                                                                  \
    X(AL_ROLE_ANNOUNCEMENT, "announcement") /* not an item's: what is said before and after one */

typedef enum al_role {
#define X(id, name) id,
    AL_ROLES(X)
#undef X
    AL_ROLE_COUNT
} al_role;

const char *al_role_name(al_role);
/* The role of that name, or AL_ROLE_COUNT. */
al_role al_role_find(const char *name);

#endif
