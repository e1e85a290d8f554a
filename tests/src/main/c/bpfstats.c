/*
 * bpfstats: has the kernel measure the run time of all BPF programs until
 * standard input ends; prints "enabled" once it does. The kernel stops with
 * this process, however it ends, which a sysctl would not.
 */
#include <bpf/bpf.h>
#include <unistd.h>

#include "common.h"

int main(void)
{
	char ignored[64];

	if (bpf_enable_stats(BPF_STATS_RUN_TIME) < 0)
		die("BPF_ENABLE_STATS");
	puts("enabled");
	fflush(stdout);
	while (read(STDIN_FILENO, ignored, sizeof(ignored)) > 0)
		;
	return 0;
}
