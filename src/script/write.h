/* The script as text for a person, as JSON for a program and as SSML for a speech engine. */
#ifndef AL_SCRIPT_WRITE_H
#define AL_SCRIPT_WRITE_H

#include "script/script.h"

/* A form that `aloud script --format` knows: one row of the table in write.c. */
typedef struct al_script_form {
    const char *name;
    int (*write)(const al_script *, aloud_write *, void *user, aloud_error *err);
} al_script_form;

/* The form of that name, NULL where there is none; NULL as name is "text". */
const al_script_form *al_script_form_find(const char *name);

/* ---- ssml.c: SSML 1.1 */
int al_script_write_ssml(const al_script *, aloud_write *, void *user, aloud_error *err);

#endif
