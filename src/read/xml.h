/* XML: package files of books, feeds. */
#ifndef AL_READ_XML_H
#define AL_READ_XML_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/* Parse; `type` is the media type that a protocol told, or NULL.  What is not well-formed is mended as far as that goes, and
 * *broken (may be NULL) is then the line, else 0.  Nothing is loaded from elsewhere and no entity of a DTD is expanded.
 * ALOUD_ERROR_INPUT, saying that `name` is no XML, where there is not one element.  The caller frees *out with xmlFreeDoc. */
int al_xml_parse(const char *bytes, size_t size, const char *type, const char *name, xmlDocPtr *out, long *broken,
                 aloud_error *err);

/* Whether it is an element of that local name, in whatever name space. */
bool al_xml_is(const xmlNode *, const char *name);
/* The same in the name space. */
bool al_xml_is_in(const xmlNode *, const char *space, const char *name);

/* Next node in document order within `top`, or NULL. */
xmlNode *al_xml_next(const xmlNode *, const xmlNode *top);
/* The same without going into it. */
xmlNode *al_xml_skip(const xmlNode *, const xmlNode *top);
/* The first element of that local name within `top`, or NULL; of its children only. */
xmlNode *al_xml_find(const xmlNode *top, const char *name);
xmlNode *al_xml_child(const xmlNode *, const char *name);

/* The attribute's value, by its local name; NULL where there is none, or the node is no element.  It lives as long as the
 * document. */
const char *al_xml_attr(const xmlNode *, const char *name);

/* Append all text within, as valid UTF-8. */
void al_xml_text(const xmlNode *, al_buf *out);

#endif
