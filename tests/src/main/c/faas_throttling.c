#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common.h"
#include "faas.h"

#define RT_RUNTIME "/proc/sys/kernel/sched_rt_runtime_us"
#define UNLIMITED "-1\n"

static char original[32];

static bool has_fair_server(void)
{
	struct utsname name;
	int major, minor;

	return !uname(&name) && sscanf(name.release, "%d.%d", &major, &minor) == 2 && major * 1000 + minor >= 6012;
}

static void write_setting(const char *value)
{
	int fd = open(RT_RUNTIME, O_WRONLY | O_CLOEXEC);
	ssize_t length = strlen(value);

	if (fd < 0 || write(fd, value, length) != length)
		fprintf(stderr, "%s: %s was not set to %.*s: %s\n", program_invocation_short_name, RT_RUNTIME,
			(int)length - 1, value, strerror(errno));
	close(fd);
}

static void restore(void)
{
	write_setting(original);
}

void throttling_suspend(void)
{
	FILE *file = has_fair_server() ? fopen(RT_RUNTIME, "re") : NULL;

	if (!file)
		return;
	if (!fgets(original, sizeof(original), file))
		die(RT_RUNTIME);
	fclose(file);
	if (!strcmp(original, UNLIMITED))
		return;
	atexit(restore);
	write_setting(UNLIMITED);
}
