/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/enums.h"

#include "ascii.h"
#include "define.h"
#include "utf8.h"

void vfv_definitions_done(struct vfv_definitions *definitions)
{
	for (size_t i = 0; i < definitions->n; i++)
		free(definitions->items[i].note);
	free(definitions->items);
	*definitions = (struct vfv_definitions){ 0 };
}

/* Before which item this VF is, or which one it is. */
static size_t place(const struct vfv_definitions *definitions, struct vfv_bdf pf, uint32_t vf)
{
	size_t low = 0, high = definitions->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct vfv_definition *item = &definitions->items[middle];
		uint64_t key = vfv_bdf_key(item->pf), wanted = vfv_bdf_key(pf);

		if (key < wanted || (key == wanted && item->vf < vf))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct vfv_definitions *definitions, size_t i, struct vfv_bdf pf,
		  uint32_t vf)
{
	return i < definitions->n && definitions->items[i].vf == vf &&
	       vfv_bdf_equal(definitions->items[i].pf, pf);
}

const struct vfv_definition *vfv_definitions_find(const struct vfv_definitions *definitions,
						  struct vfv_bdf pf, uint32_t vf)
{
	size_t i = place(definitions, pf, vf);

	return is_at(definitions, i, pf, vf) ? &definitions->items[i] : NULL;
}

int vfv_definitions_put(struct vfv_definitions *definitions,
			const struct vfv_definition *definition)
{
	size_t i = place(definitions, definition->pf, definition->vf);
	struct vfv_definition *items;

	if (is_at(definitions, i, definition->pf, definition->vf)) {
		free(definitions->items[i].note);
		definitions->items[i] = *definition;
		return 0;
	}
	items = reallocarray(definitions->items, definitions->n + 1, sizeof(*items));
	if (!items)
		return -ENOMEM;
	memmove(items + i + 1, items + i, (definitions->n - i) * sizeof(*items));
	items[i] = *definition;
	definitions->items = items;
	definitions->n++;
	return 0;
}

static int order(const void *left, const void *right)
{
	const struct vfv_definition *a = left, *b = right;
	uint64_t pf_a = vfv_bdf_key(a->pf), pf_b = vfv_bdf_key(b->pf);

	if (pf_a != pf_b)
		return pf_a < pf_b ? -1 : 1;
	if (a->vf != b->vf)
		return a->vf < b->vf ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

void vfv_definitions_sort(struct vfv_definitions *definitions)
{
	if (definitions->n)
		qsort(definitions->items, definitions->n, sizeof(*definitions->items), order);
}

int vfv_definitions_remove(struct vfv_definitions *definitions, struct vfv_bdf pf, uint32_t vf)
{
	size_t i = place(definitions, pf, vf);

	if (!is_at(definitions, i, pf, vf))
		return -ENOENT;
	free(definitions->items[i].note);
	memmove(definitions->items + i, definitions->items + i + 1,
		(--definitions->n - i) * sizeof(*definitions->items));
	return 0;
}

/*
 * What the language has no escape for becomes a blank, what is no character a question
 * mark: no text may make a file that is not read again.
 */
static void put_string(FILE *stream, const char *text)
{
	size_t left = strlen(text);

	fputc('"', stream);
	while (left) {
		size_t length = vfv_utf8_length((const unsigned char *)text, left);

		if (*text == '"' || *text == '\\')
			fputc('\\', stream);
		if (!length)
			fputc('?', stream);
		else if (vfv_is_control((unsigned char)*text))
			fputc(' ', stream);
		else
			fwrite(text, 1, length, stream);
		length += !length;
		text += length;
		left -= length;
	}
	fputc('"', stream);
}

static void put_definition(FILE *stream, const struct vfv_definition *definition, bool is_last)
{
	char pf[VFV_BDF_TEXT];

	fprintf(stream,
		"  { pf = \"%s\"; vf = %" PRIu32 "; profile = \"%s\"; migration = %s; uid = ",
		vfv_bdf_format(definition->pf, pf), definition->vf,
		vfv_enum_name(&vfv_enum_profile, definition->profile),
		definition->migration ? "true" : "false");
	/* As a string: a number of the language has nine digits at most. */
	fprintf(stream, "\"%" PRIu32 "\";", definition->uid);
	if (definition->note) {
		fputs(" note = ", stream);
		put_string(stream, definition->note);
		fputc(';', stream);
	}
	fputs(is_last ? " }\n" : " },\n", stream);
}

char *vfv_definitions_text(const struct vfv_definitions *definitions, size_t *size)
{
	char *text = NULL;
	FILE *stream = open_memstream(&text, size);

	if (!stream)
		return NULL;
	fputs("# Written by \"vfiovctl define\" and \"undefine\", which replace this file.\n"
	      "version = 1;\ndefined = (\n",
	      stream);
	for (size_t i = 0; i < definitions->n; i++)
		put_definition(stream, &definitions->items[i], i + 1 == definitions->n);
	fputs(");\n", stream);
	if (fclose(stream) == EOF) {
		free(text);
		return NULL;
	}
	return text;
}
