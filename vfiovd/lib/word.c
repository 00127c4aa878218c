// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>

#include "word.h"

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool vfv_word_is_valid(const char *word)
{
	size_t length = strnlen(word, VFV_WORD_SIZE);

	if (!length || length == VFV_WORD_SIZE || !is_alnum(*word))
		return false;
	for (; *word; word++)
		if (!is_alnum(*word) && *word != '_' && *word != '-')
			return false;
	return true;
}

bool vfv_words_have(const struct vfv_words *words, const char *word)
{
	for (uint32_t i = 0; i < words->n; i++)
		if (strcmp(words->items[i], word) == 0)
			return true;
	return false;
}

int vfv_words_add(struct vfv_words *words, const char *word)
{
	if (!vfv_word_is_valid(word))
		return -EINVAL;
	if (vfv_words_have(words, word))
		return 0;
	if (words->n == VFV_WORDS_MAX)
		return -E2BIG;
	strcpy(words->items[words->n++], word);
	return 0;
}

bool vfv_words_equal(const struct vfv_words *a, const struct vfv_words *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (!vfv_words_have(b, a->items[i]))
			return false;
	return true;
}

int vfv_words_parse(const char *text, struct vfv_words *ret)
{
	*ret = (struct vfv_words){ 0 };
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t length = strcspn(text, " ");
		char word[VFV_WORD_SIZE];
		int r;

		if (length >= sizeof(word))
			return -EINVAL;
		memcpy(word, text, length);
		word[length] = '\0';
		r = vfv_words_add(ret, word);
		if (r < 0)
			return r;
		text += length;
	}
	return 0;
}

void vfv_words_format(const struct vfv_words *words, const char *separator, char *text, size_t size)
{
	size_t used = 0;

	if (size > 0)
		text[0] = '\0';
	for (uint32_t i = 0; i < words->n && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i ? separator : "",
					 words->items[i]);
}
