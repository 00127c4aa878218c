/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/names.h"
#include "lib/plural.h"

#include "audit-verify.h"
#include "fail.h"
#include "journal.h"
#include "json.h"
#include "text.h"

/* A range of missing numbers, including both ends. */
struct gap {
	uint64_t first, last;
};

void cmd_verify_done(struct cmd_verify *verify)
{
	for (size_t i = 0; i < verify->n; i++) {
		free(verify->streams[i].host);
		free(verify->streams[i].instance);
		free(verify->streams[i].seqs);
	}
	free(verify->streams);
	*verify = (struct cmd_verify){ 0 };
}

/*
 * The array doubles whenever its number of elements is a power of two. Return: false if out of
 * memory.
 */
static bool grow(void **items, size_t n, size_t size)
{
	void *more;

	if (n & (n - 1))
		return true;
	more = reallocarray(*items, n ? n * 2 : 1, size);
	if (more)
		*items = more;
	return more;
}

/* Takes ownership of HOST and INSTANCE: the stream gets them, or they are freed. */
static struct cmd_stream *find(struct cmd_verify *verify, char *host, char *instance)
{
	struct cmd_stream *stream;

	/* Entries of one host are usually adjacent. */
	for (size_t i = verify->n; i-- > 0;) {
		stream = &verify->streams[i];
		if (strcmp(stream->host, host) || strcmp(stream->instance, instance))
			continue;
		free(host);
		free(instance);
		return stream;
	}
	if (!grow((void **)&verify->streams, verify->n, sizeof(*verify->streams))) {
		free(host);
		free(instance);
		return NULL;
	}
	stream = &verify->streams[verify->n++];
	*stream = (struct cmd_stream){ .host = host, .instance = instance };
	return stream;
}

static bool number(const char *text, uint64_t *ret)
{
	char *end;

	if (!text || text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	*ret = strtoull(text, &end, 10);
	return !*end && !errno;
}

int cmd_verify_take(struct cmd_verify *verify, sd_journal *journal)
{
	_cleanup_free_ char *seq = cmd_journal_field(journal, VFV_FIELD_SEQ);
	_cleanup_free_ char *lost = cmd_journal_field(journal, VFV_FIELD_LOST);
	char *instance = cmd_journal_field(journal, VFV_FIELD_INSTANCE);
	char *host = cmd_journal_field(journal, "_HOSTNAME");
	struct cmd_stream *stream;
	uint64_t value;

	/* The daemon's own log messages are not records. */
	if (!instance || !number(seq, &value) || !value) {
		free(instance);
		free(host);
		return 0;
	}
	host = host ?: strdup("-");
	if (!host) {
		free(instance);
		return -ENOMEM;
	}
	stream = find(verify, host, instance);
	if (!stream || !grow((void **)&stream->seqs, stream->n, sizeof(*stream->seqs)))
		return -ENOMEM;
	stream->seqs[stream->n++] = value;
	if (number(lost, &value))
		stream->lost += value;
	return 0;
}

static int order(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

/* A record that was rewritten after a crash, or collected twice, counts once. */
static void sort(struct cmd_stream *stream)
{
	size_t n = 0;

	qsort(stream->seqs, stream->n, sizeof(*stream->seqs), order);
	for (size_t i = 0; i < stream->n; i++)
		if (!n || stream->seqs[n - 1] != stream->seqs[i])
			stream->seqs[n++] = stream->seqs[i];
	stream->n = n;
}

/* Find the next gap at or after *AT, the record to start from. Return: true if there is one. */
static bool next_gap(const struct cmd_stream *stream, bool from_one, size_t *at, struct gap *gap)
{
	for (; *at < stream->n; ++*at) {
		uint64_t before = *at ? stream->seqs[*at - 1] : from_one ? 0 : stream->seqs[0] - 1;

		if (stream->seqs[*at] == before + 1)
			continue;
		*gap = (struct gap){ before + 1, stream->seqs[*at] - 1 };
		++*at;
		return true;
	}
	return false;
}

static void print_text(const struct cmd *cmd, const struct cmd_stream *stream, bool from_one)
{
	struct gap gap;
	size_t at = 0;
	bool is_complete = true;

	cmd_text_put(stdout, stream->host);
	fputs("  ", stdout);
	cmd_text_put(stdout, stream->instance);
	printf("  %zu %s up to %" PRIu64 ", ", stream->n,
	       vfv_plural(stream->n, "record", "records"), stream->seqs[stream->n - 1]);
	while (next_gap(stream, from_one, &at, &gap)) {
		char text[64];

		if (gap.first == gap.last)
			snprintf(text, sizeof(text), "%" PRIu64, gap.first);
		else
			snprintf(text, sizeof(text), "%" PRIu64 "-%" PRIu64, gap.first, gap.last);
		fputs(is_complete ? "missing " : ",", stdout);
		cmd_text_style(stdout, cmd->color, CMD_BAD, text);
		is_complete = false;
	}
	if (is_complete)
		fputs("complete", stdout);
	if (stream->lost)
		printf("; %" PRIu64 " more lost in the kernel", stream->lost);
	putchar('\n');
}

static json_t *stream_json(const struct cmd_stream *stream, bool from_one)
{
	json_t *missing = json_array();
	struct gap gap;
	size_t at = 0;

	while (next_gap(stream, from_one, &at, &gap))
		json_array_append_new(
			missing, json_pack("[I, I]", (json_int_t)gap.first, (json_int_t)gap.last));
	return json_pack("{so so sI sI sI sI so}", "host", cmd_json_text(stream->host), "instance",
			 cmd_json_text(stream->instance), "records", (json_int_t)stream->n, "first",
			 (json_int_t)stream->seqs[0], "last",
			 (json_int_t)stream->seqs[stream->n - 1], "lost", (json_int_t)stream->lost,
			 "missing", missing);
}

enum cmd_exit cmd_verify_print(const struct cmd *cmd, struct cmd_verify *verify)
{
	bool from_one = !cmd->since_us, is_complete = true;
	json_t *streams = json_array();
	struct gap gap;

	for (size_t i = 0; i < verify->n; i++) {
		struct cmd_stream *stream = &verify->streams[i];
		size_t at = 0;

		sort(stream);
		is_complete &= !next_gap(stream, from_one, &at, &gap);
		if (cmd->json)
			json_array_append_new(streams, stream_json(stream, from_one));
		else
			print_text(cmd, stream, from_one);
	}
	if (cmd->json)
		cmd_json_print(cmd, stdout, "verify", json_incref(streams));
	json_decref(streams);
	if (!verify->n)
		return cmd_fail(cmd, CMD_FAILED, NULL, "no audit records found");
	if (!is_complete)
		return cmd_fail(cmd, CMD_FAILED, NULL, "audit records are missing");
	return CMD_OK;
}
