/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "define.h"
#include "serial.h"
#include "utf8.h"

void vfv_definitions_done(struct vfv_definitions *definitions)
{
	for (size_t i = 0; i < definitions->n; i++)
		free(definitions->items[i].note);
	free(definitions->items);
	*definitions = (struct vfv_definitions){ 0 };
}

/* The part of a VF's name besides the serial number and the VF number. */
static uint64_t pf_key(uint64_t serial, struct vfv_bdf pf)
{
	return serial ? pf.devfn & 7 : vfv_bdf_key(pf);
}

static int order(const struct vfv_definition *item, uint64_t serial, struct vfv_bdf pf, uint32_t vf)
{
	uint64_t key = pf_key(item->serial, item->pf), other = pf_key(serial, pf);

	if (item->serial != serial)
		return item->serial < serial ? -1 : 1;
	if (key != other)
		return key < other ? -1 : 1;
	return (item->vf > vf) - (item->vf < vf);
}

/* The index of this VF's item, or the index to insert it at. */
static size_t place(const struct vfv_definitions *definitions, uint64_t serial, struct vfv_bdf pf,
		    uint32_t vf)
{
	size_t low = 0, high = definitions->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (order(&definitions->items[middle], serial, pf, vf) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct vfv_definitions *definitions, size_t i, uint64_t serial,
		  struct vfv_bdf pf, uint32_t vf)
{
	return i < definitions->n && !order(&definitions->items[i], serial, pf, vf);
}

const struct vfv_definition *vfv_definitions_find(const struct vfv_definitions *definitions,
						  uint64_t serial, struct vfv_bdf pf, uint32_t vf)
{
	size_t i = place(definitions, serial, pf, vf);

	return is_at(definitions, i, serial, pf, vf) ? &definitions->items[i] : NULL;
}

const struct vfv_definition *vfv_definitions_for(const struct vfv_definitions *definitions,
						 const struct vfv_facts *facts)
{
	const struct vfv_definition *found = NULL;

	if (!facts->has_pf)
		return NULL;
	if (facts->serial)
		found = vfv_definitions_find(definitions, facts->serial, facts->pf, facts->index);
	return found ? found : vfv_definitions_find(definitions, 0, facts->pf, facts->index);
}

int vfv_definitions_put(struct vfv_definitions *definitions,
			const struct vfv_definition *definition)
{
	size_t i = place(definitions, definition->serial, definition->pf, definition->vf);
	struct vfv_definition *items;

	if (is_at(definitions, i, definition->serial, definition->pf, definition->vf)) {
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

static int order_items(const void *left, const void *right)
{
	const struct vfv_definition *a = left, *b = right;
	int order_of_vfs = order(a, b->serial, b->pf, b->vf);

	return order_of_vfs ? order_of_vfs : (a->line > b->line) - (a->line < b->line);
}

void vfv_definitions_sort(struct vfv_definitions *definitions)
{
	if (definitions->n)
		qsort(definitions->items, definitions->n, sizeof(*definitions->items), order_items);
}

bool vfv_definitions_are_same(const struct vfv_definition *a, const struct vfv_definition *b)
{
	return !order(a, b->serial, b->pf, b->vf);
}

int vfv_definitions_remove(struct vfv_definitions *definitions, uint64_t serial, struct vfv_bdf pf,
			   uint32_t vf)
{
	size_t i = place(definitions, serial, pf, vf);

	if (!is_at(definitions, i, serial, pf, vf))
		return -ENOENT;
	free(definitions->items[i].note);
	memmove(definitions->items + i, definitions->items + i + 1,
		(--definitions->n - i) * sizeof(*definitions->items));
	return 0;
}

/*
 * Replace a character for which the language has no escape with a blank, and an invalid one with a
 * question mark, so that any text can be read back.
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
	char pf[VFV_BDF_TEXT], serial[VFV_SERIAL_TEXT];

	fputs("  { ", stream);
	if (definition->serial)
		fprintf(stream, "serial = \"%s\"; ", vfv_serial_format(definition->serial, serial));
	fprintf(stream, "pf = \"%s\"; vf = %" PRIu32 "; profile = \"%s\"; migration = %s; uid = ",
		vfv_bdf_format(definition->pf, pf), definition->vf, definition->profile,
		definition->migration ? "true" : "false");
	/* Write a string, because numbers in the language have at most nine digits. */
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
