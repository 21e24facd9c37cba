#include <libxml/xmlversion.h>

// Debian's libxml2 is built with ICU, and its headers would bring the system's ICU into this module,
// where it clashes with the one that Foundation brings along. Nothing here needs it.
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
