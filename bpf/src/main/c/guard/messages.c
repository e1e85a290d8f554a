/* SPDX-License-Identifier: Apache-2.0 */
#include "messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char said[8192];
static size_t said_bytes;

void say(const char *format, ...)
{
	size_t room = sizeof(said) - said_bytes;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(said + said_bytes, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length + 1 > room)
		return;
	said_bytes += length;
	said[said_bytes++] = '\n';
}

void say_all(int fd, const char *prefix)
{
	char line[1024];

	for (char *next = said; next < said + said_bytes;) {
		char *end = memchr(next, '\n', said + said_bytes - next);
		int length = snprintf(line, sizeof(line), "%s%.*s\n", prefix, (int)(end - next), next);

		if (length >= (int)sizeof(line))
			length = sizeof(line) - 1;
		if (write(fd, line, length) < 0)
			break;
		next = end + 1;
	}
	said_bytes = 0;
}
