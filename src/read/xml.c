#include "read/xml.h"

#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

#include "base/text.h"
#include "read/encoding.h"

static int parse(const al_buf *text, const char *name, xmlDocPtr *out, long *broken, aloud_error *err)
{
    if (text->size > INT_MAX / 2)
        return al_fail(err, ALOUD_ERROR_INPUT, "%s is larger than it can be", name);
    xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
    if (!ctxt)
        return al_fail_memory(err);
    xmlDocPtr doc = xmlCtxtReadMemory(ctxt, al_buf_string(text), (int)text->size, NULL, "UTF-8",
                                      XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                          XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC);
    bool memory = ctxt->errNo == XML_ERR_NO_MEMORY;
    long line = ctxt->wellFormed ? 0 : ctxt->lastError.line > 0 ? ctxt->lastError.line : 1;
    xmlFreeParserCtxt(ctxt);
    if (doc && !memory && xmlDocGetRootElement(doc)) {
        if (broken)
            *broken = line;
        *out = doc;
        return 0;
    }
    xmlFreeDoc(doc);
    return memory ? al_fail_memory(err) : al_fail(err, ALOUD_ERROR_INPUT, "%s is not XML; get the file again", name);
}

/* The encoding is settled first: libxml2 prints what it finds wrong with one. */
int al_xml_parse(const char *bytes, size_t size, const char *type, const char *name, xmlDocPtr *out, long *broken,
                 aloud_error *err)
{
    const al_input in = { .bytes = bytes, .size = size, .name = name, .type = type, .data = "" };
    al_buf text;
    al_buf_init(&text, (size_t)1 << 30);
    int status = size ? al_encoding_decode(&in, &text, NULL, err) : 0;
    if (!status)
        status = parse(&text, name, out, broken, err);
    al_buf_release(&text);
    return status;
}

bool al_xml_is(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

bool al_xml_is_in(const xmlNode *n, const char *space, const char *name)
{
    return al_xml_is(n, name) && n->ns && n->ns->href && strcmp((const char *)n->ns->href, space) == 0;
}

xmlNode *al_xml_skip(const xmlNode *n, const xmlNode *top)
{
    while (n != top) {
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

xmlNode *al_xml_next(const xmlNode *n, const xmlNode *top)
{
    /* What is below an entity's reference belongs to the DTD. */
    return n->type == XML_ELEMENT_NODE && n->children ? n->children : al_xml_skip(n, top);
}

xmlNode *al_xml_find(const xmlNode *top, const char *name)
{
    for (xmlNode *n = al_xml_next(top, top); n; n = al_xml_next(n, top))
        if (al_xml_is(n, name))
            return n;
    return NULL;
}

xmlNode *al_xml_child(const xmlNode *parent, const char *name)
{
    for (xmlNode *n = parent->children; n; n = n->next)
        if (al_xml_is(n, name))
            return n;
    return NULL;
}

const char *al_xml_attr(const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n->type == XML_ELEMENT_NODE ? n->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

void al_xml_text(const xmlNode *top, al_buf *out)
{
    for (const xmlNode *n = al_xml_next(top, top); n; n = al_xml_next(n, top))
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
            al_text_repair(out, (const char *)n->content, strlen((const char *)n->content), NULL, NULL);
}
