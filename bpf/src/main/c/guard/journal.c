/* SPDX-License-Identifier: Apache-2.0 */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "messages.h"

#define MAGIC "emfs-journal"
#define NEWEST_VERSION 2
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define MAX_WORDS 10
#define START_BITS 42 /* in clock ticks a millennium; the other 22 hold any thread's number */

/* ---- the file ---- */

/* The whole file, terminated; NULL with errno. */
static char *read_file(int directory, const char *name)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	size_t length = 0, room = 0;
	char *text = NULL;
	ssize_t got;

	if (fd < 0)
		return NULL;
	do {
		text = with_room(text, length + 1, &room, 1);
		got = read(fd, text + length, room - length - 1);
		if (got > 0)
			length += got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	close(fd);
	if (got < 0) {
		free(text);
		return NULL;
	}
	text[length] = '\0';
	return text;
}

/* Cuts the next line off; NULL at the end. A line without its end was torn by its writer's death. */
static char *next_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return line;
}

/* ---- lines ---- */

static bool number(const char *word, long low, long high, long *value)
{
	char *end;

	errno = 0;
	*value = strtol(word, &end, 10);
	return end != word && !*end && !errno && *value >= low && *value <= high;
}

static bool numbers(char **words, int count, long *values)
{
	for (int i = 0; i < count; i++)
		if (!number(words[i], INT64_MIN, INT64_MAX, &values[i]))
			return false;
	return true;
}

static void add_thread(struct journal *journal, const struct thread *thread, uint64_t process_start_ticks)
{
	uint64_t identity = (uint64_t)thread->tid << START_BITS | thread->start_ticks;
	uint32_t place = table_get(&journal->instance_places, thread->pid);

	if (table_get(&journal->thread_places, identity) == TABLE_NONE) {
		journal->threads = with_room(journal->threads, journal->thread_count, &journal->thread_room,
					     sizeof(*thread));
		table_put(&journal->thread_places, identity, journal->thread_count);
		journal->threads[journal->thread_count++] = *thread;
	}
	if (place == TABLE_NONE) {
		journal->instances = with_room(journal->instances, journal->instance_count,
					       &journal->instance_room, sizeof(struct instance));
		place = journal->instance_count++;
		table_put(&journal->instance_places, thread->pid, place);
	} else if (journal->instances[place].start_ticks == process_start_ticks) {
		return;
	}
	journal->instances[place] = (struct instance){
		.pid = thread->pid,
		.start_ticks = process_start_ticks,
		.original = thread->original,
	};
}

/* PID PROCESS-START TID START POLICY PRIORITY NICE RESET-ON-FORK [SLICE-NS] */
static bool read_thread(struct journal *journal, char **words, int count)
{
	long value[9] = {};
	struct thread thread;

	if ((count != 8 && count != 9) || !numbers(words, count, value) || value[0] <= 0 || value[2] <= 0)
		return false;
	thread = (struct thread){
		.pid = value[0],
		.tid = value[2],
		.start_ticks = value[3],
		.original = {
			.number = value[4],
			.priority = value[5],
			.nice = value[6],
			.reset_on_fork = value[7] == 1,
			.slice_ns = value[8],
			.slice_known = count == 9,
		},
	};
	add_thread(journal, &thread, value[1]);
	return true;
}

/* POLICY LOW HIGH NICE */
static bool read_level(struct journal *journal, char **words, int count)
{
	long value[4];

	if (count != 4 || !numbers(words, count, value))
		return false;
	journal->levels =
		with_room(journal->levels, journal->level_count, &journal->level_room, sizeof(struct level));
	journal->levels[journal->level_count++] =
		(struct level){ .number = value[0], .low = value[1], .high = value[2], .nice = value[3] };
	return true;
}

/* PATH ORIGINAL..., which may hold blanks */
static bool read_setting(struct journal *journal, char *rest)
{
	char *blank = strchr(rest, ' ');

	if (!blank)
		return false;
	*blank = '\0';
	for (size_t i = 0; i < journal->setting_count; i++)
		if (!strcmp(journal->settings[i].path, rest))
			return true;
	journal->settings =
		with_room(journal->settings, journal->setting_count, &journal->setting_room, sizeof(struct setting));
	journal->settings[journal->setting_count++] = (struct setting){ .path = rest, .original = blank + 1 };
	return true;
}

static int split(char *line, char **words)
{
	int count = 0;

	for (char *word; (word = strsep(&line, " ")); count++)
		if (count < MAX_WORDS)
			words[count] = word;
	return count;
}

static bool read_line(struct journal *journal, char *line)
{
	char *words[MAX_WORDS];
	int count;

	if (!strncmp(line, "sysctl ", 7))
		return read_setting(journal, line + 7);
	count = split(line, words);
	if (count > MAX_WORDS)
		return false;
	if (!strcmp(words[0], "thread"))
		return read_thread(journal, words + 1, count - 1);
	if (!strcmp(words[0], "level"))
		return read_level(journal, words + 1, count - 1);
	return false;
}

/* ---- the whole ---- */

enum verdict { OURS, OF_ANOTHER_BOOT, NOT_INTELLIGIBLE };

static enum verdict judge(char *header)
{
	char *words[MAX_WORDS], *boot_id;
	enum verdict verdict = OF_ANOTHER_BOOT;
	long version;

	if (split(header, words) != 3 || strcmp(words[0], MAGIC)) {
		say("this is no journal");
		return NOT_INTELLIGIBLE;
	}
	if (!number(words[1], 1, NEWEST_VERSION, &version)) {
		say("journal version=%s, newest known=%d", words[1], NEWEST_VERSION);
		return NOT_INTELLIGIBLE;
	}
	boot_id = read_file(AT_FDCWD, BOOT_ID);
	if (boot_id && !strncmp(boot_id, words[2], strcspn(boot_id, "\n")) &&
	    strlen(words[2]) == strcspn(boot_id, "\n"))
		verdict = OURS;
	free(boot_id);
	return verdict;
}

bool journal_load(struct journal *journal, int directory)
{
	char *rest, *line;
	enum verdict verdict;

	*journal = (struct journal){ .text = read_file(directory, "journal") };
	if (!journal->text) {
		if (errno == ENOENT)
			return true;
		say("the journal cannot be read: %s", strerror(errno));
		return false;
	}
	rest = journal->text;
	line = next_line(&rest);
	verdict = line ? judge(line) : OF_ANOTHER_BOOT;
	if (verdict == OURS) {
		while ((line = next_line(&rest)))
			journal->damaged_lines += !read_line(journal, line);
		if (journal->damaged_lines)
			say("%zu journal lines are unintelligible; the rest is used", journal->damaged_lines);
	}
	return verdict != NOT_INTELLIGIBLE;
}

void journal_free(struct journal *journal)
{
	free(journal->text);
	free(journal->levels);
	free(journal->threads);
	free(journal->instances);
	free(journal->settings);
	table_free(&journal->thread_places);
	table_free(&journal->instance_places);
}

const struct instance *journal_instance(const struct journal *journal, pid_t pid)
{
	uint32_t place = table_get(&journal->instance_places, pid);

	return place == TABLE_NONE ? NULL : &journal->instances[place];
}

bool journal_covers(const struct journal *journal, const struct policy *policy)
{
	for (size_t i = 0; i < journal->level_count; i++) {
		const struct level *level = &journal->levels[i];

		if (policy->number == level->number &&
		    (policy_is_real_time(policy) ?
			     policy->priority >= level->low && policy->priority <= level->high :
			     policy->nice == level->nice))
			return true;
	}
	return false;
}
