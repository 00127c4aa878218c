/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "ascii.h"
#include "prescan.h"
#include "utf8.h"

/* libconfig frees nested groups by recursion; a policy needs five levels. */
/* libconfig compares each new member of a group with all others; a policy needs a dozen. */
enum { DEPTH_MAX = 16, DIGITS_MAX = 9, MEMBERS_MAX = 64 };

struct scan {
	const char *name;
	const unsigned char *at;
	const unsigned char *end;
	unsigned int line;
	struct vfv_diags *diags;
	unsigned char before; /* the last byte that was neither blank nor in a comment */
	unsigned int depth;
	unsigned int members[DEPTH_MAX + 1]; /* for the file and for each open group */
	struct {
		unsigned char open;
		unsigned int line;
	} nest[DEPTH_MAX];
};

#define scan_error(scan, line, ...) \
	vfv_diag_add((scan)->diags, VFV_ERROR, (scan)->name, line, __VA_ARGS__)

static int peek(const struct scan *scan, size_t ahead)
{
	return ahead < (size_t)(scan->end - scan->at) ? scan->at[ahead] : -1;
}

/*
 * Skip one character. An invalid byte ends the scan, because the rest may not be text either.
 */
static bool advance(struct scan *scan)
{
	unsigned char c = *scan->at;
	size_t length = vfv_utf8_length(scan->at, (size_t)(scan->end - scan->at));

	if (!length) {
		scan_error(scan, scan->line, "byte 0x%02x is not valid UTF-8", c);
		return false;
	}
	if (c == '\r') {
		scan_error(scan, scan->line, "carriage return: lines must end in a line feed only");
		return false;
	}
	if (length == 1 && vfv_is_control(c) && c != '\n' && c != '\t') {
		scan_error(scan, scan->line, "control character 0x%02x", c);
		return false;
	}
	if (c == '\n')
		scan->line++;
	scan->at += length;
	return true;
}

static bool skip_line(struct scan *scan)
{
	while (scan->at < scan->end && *scan->at != '\n')
		if (!advance(scan))
			return false;
	return true;
}

static bool skip_comment(struct scan *scan)
{
	unsigned int line = scan->line;

	scan->at += 2;
	while (scan->at < scan->end) {
		if (*scan->at == '*' && peek(scan, 1) == '/') {
			scan->at += 2;
			return true;
		}
		if (!advance(scan))
			return false;
	}
	scan_error(scan, line, "comment is not closed");
	return false;
}

static bool scan_string(struct scan *scan)
{
	unsigned int line = scan->line;

	/*
	 * libconfig joins adjacent strings, so a missing comma would change the value: "1" "2" is
	 * "12".
	 */
	if (scan->before == '"')
		scan_error(scan, line, "missing comma or semicolon between strings");
	scan->before = '"';
	scan->at++;
	while (scan->at < scan->end && *scan->at != '\n') {
		if (*scan->at == '"') {
			scan->at++;
			return true;
		}
		if (*scan->at == '\\') {
			if (peek(scan, 1) != '"' && peek(scan, 1) != '\\')
				scan_error(scan, line,
					   "unknown escape: only \\\" and \\\\ are allowed");
			else
				scan->at++;
		}
		if (!advance(scan))
			return false;
	}
	/* The intended end is not known, so the rest may be read with strings and text swapped. */
	scan_error(scan, line, "string is not closed at the end of the line");
	return false;
}

static void scan_number(struct scan *scan)
{
	const unsigned char *start = scan->at;
	bool plain = true;
	int length;

	for (; scan->at < scan->end && (vfv_is_alnum(*scan->at) || *scan->at == '.'); scan->at++)
		plain = plain && vfv_is_digit(*scan->at);
	length = (int)(scan->at - start);
	scan->before = '0';
	if (!plain)
		scan_error(scan, scan->line, "\"%.*s\": not a decimal integer", length,
			   (const char *)start);
	else if (*start == '0' && length > 1)
		scan_error(scan, scan->line, "\"%.*s\": leading zeros are not allowed", length,
			   (const char *)start);
	else if (length > DIGITS_MAX)
		scan_error(scan, scan->line, "\"%.*s\": number is too large", length,
			   (const char *)start);
}

/* A word is a key, or true or false. Digits in it are not numbers. */
static void scan_word(struct scan *scan)
{
	scan->before = 'a';
	while (scan->at < scan->end && (vfv_is_alnum(*scan->at) || *scan->at == '-' ||
					*scan->at == '_' || *scan->at == '*'))
		scan->at++;
}

static bool open_bracket(struct scan *scan)
{
	if (*scan->at == '{' && scan->before == '}')
		scan_error(scan, scan->line, "missing comma between groups");
	if (scan->depth == DEPTH_MAX) {
		scan_error(scan, scan->line, "nested deeper than %d levels", DEPTH_MAX);
		return false;
	}
	scan->nest[scan->depth].open = *scan->at;
	scan->nest[scan->depth++].line = scan->line;
	scan->members[scan->depth] = 0;
	return true;
}

static bool close_bracket(struct scan *scan)
{
	static const char opens[] = "({[", closes[] = ")}]";
	unsigned char close = *scan->at;
	unsigned char open = (unsigned char)opens[strchr(closes, close) - closes];

	if (!scan->depth) {
		scan_error(scan, scan->line, "unmatched \"%c\"", close);
		return false;
	}
	scan->depth--;
	if (scan->nest[scan->depth].open != open) {
		scan_error(scan, scan->line, "\"%c\" does not match the \"%c\" on line %u", close,
			   scan->nest[scan->depth].open, scan->nest[scan->depth].line);
		return false;
	}
	/*
	 * libconfig 1.5 accepts no comma at the end of a list; at the end of a group all versions
	 * do.
	 */
	if (scan->before == ',' && close != '}')
		scan_error(scan, scan->line, "unexpected comma before \"%c\"", close);
	return true;
}

static bool count_member(struct scan *scan)
{
	if (scan->members[scan->depth]++ < MEMBERS_MAX)
		return true;
	scan_error(scan, scan->line, "more than %d keys in one group", MEMBERS_MAX);
	return false;
}

static bool scan_punctuation(struct scan *scan)
{
	unsigned char c = *scan->at;

	switch (c) {
	case '(':
	case '{':
	case '[':
		if (!open_bracket(scan))
			return false;
		break;
	case ')':
	case '}':
	case ']':
		if (!close_bracket(scan))
			return false;
		break;
	case '@':
		scan_error(scan, scan->line,
			   "@ directives are not allowed; put rules into files in policy.d");
		return skip_line(scan);
	case '=':
	case ':':
		if (!count_member(scan))
			return false;
		break;
	case ';':
	case ',':
	case '+':
	case '-':
		break;
	default:
		if (c >= 0x80)
			scan_error(scan, scan->line,
				   "non-ASCII character outside strings and comments");
		else
			scan_error(scan, scan->line, "unexpected \"%c\"", c);
		return false;
	}
	scan->before = c;
	scan->at++;
	return true;
}

static bool scan_token(struct scan *scan)
{
	unsigned char c = *scan->at;

	if (c == '#' || (c == '/' && peek(scan, 1) == '/'))
		return skip_line(scan);
	if (c == '/' && peek(scan, 1) == '*')
		return skip_comment(scan);
	if (c == '"')
		return scan_string(scan);
	if (vfv_is_digit(c)) {
		scan_number(scan);
		return true;
	}
	if (vfv_is_alpha(c) || c == '*') {
		scan_word(scan);
		return true;
	}
	if (c == ' ' || vfv_is_control(c))
		return advance(scan);
	return scan_punctuation(scan);
}

int vfv_prescan(const char *name, const void *data, size_t size, struct vfv_diags *diags)
{
	struct scan scan = {
		.name = name,
		.at = data,
		.end = (const unsigned char *)data + size,
		.line = 1,
		.diags = diags,
	};
	size_t errors = diags->errors;
	bool complete = true;

	if (size >= 3 && !memcmp(data, "\xef\xbb\xbf", 3)) {
		scan_error(&scan, 1, "byte order mark is not allowed");
		scan.at += 3;
	}
	while (complete && scan.at < scan.end)
		complete = scan_token(&scan);
	if (complete && scan.depth)
		scan_error(&scan, scan.nest[scan.depth - 1].line, "\"%c\" is not closed",
			   scan.nest[scan.depth - 1].open);
	return diags->errors == errors ? 0 : -EINVAL;
}
