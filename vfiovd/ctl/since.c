/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "since.h"

/* "1795442531" */
static int parse_epoch(const char *text, time_t *ret)
{
	size_t digits = strspn(text, "0123456789");

	/* At most as many digits as fit into microseconds. */
	if (!digits || digits > 12 || text[digits])
		return -EINVAL;
	*ret = strtoll(text, NULL, 10);
	return 0;
}

/* mktime() turns February 31 into March 3. */
static int make_time(const struct tm *said, time_t *ret)
{
	struct tm tm = *said;

	*ret = mktime(&tm);
	if (*ret < 0 || said->tm_sec > 59 || tm.tm_mday != said->tm_mday ||
	    tm.tm_mon != said->tm_mon || tm.tm_year != said->tm_year)
		return -EINVAL;
	return 0;
}

/* "2h" means two hours before @now. */
static int parse_ago(const char *text, time_t now, time_t *ret)
{
	static const struct {
		char unit;
		long seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
	size_t digits = strspn(text, "0123456789");
	long number;

	if (!digits || digits > 6 || strlen(text) != digits + 1)
		return -EINVAL;
	number = strtol(text, NULL, 10);
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i].unit == text[digits]) {
			*ret = now - number * units[i].seconds;
			return 0;
		}
	return -EINVAL;
}

static int parse_date(const char *text, time_t now, time_t *ret)
{
	static const char *const formats[] = { "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
					       "%H:%M:%S", "%H:%M" };

	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		const char *end;
		struct tm tm;

		/* Fields that the format lacks are taken from today at 00:00. */
		localtime_r(&now, &tm);
		tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
		end = strptime(text, formats[i], &tm);
		if (!end || *end)
			continue;
		tm.tm_isdst = -1;
		return make_time(&tm, ret);
	}
	return -EINVAL;
}

static time_t start_of_day(time_t now, int days)
{
	struct tm tm;

	localtime_r(&now, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mday += days;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

int cmd_since_parse(const char *text, time_t now, uint64_t *us)
{
	time_t time;
	int r = 0;

	if (!strcmp(text, "now"))
		time = now;
	else if (!strcmp(text, "today"))
		time = start_of_day(now, 0);
	else if (!strcmp(text, "yesterday"))
		time = start_of_day(now, -1);
	else if (*text == '@')
		r = parse_epoch(text + 1, &time);
	else if (*text == '-')
		r = parse_ago(text + 1, now, &time);
	else
		r = parse_date(text, now, &time);
	if (r < 0 || time < 0)
		return -EINVAL;
	*us = (uint64_t)time * 1000000;
	return 0;
}
