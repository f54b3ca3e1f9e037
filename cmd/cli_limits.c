/* Limits of time and memory, and files that change under the hands of who reads them. */
#include "cli.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "../libcore/base/file_map.h"
#include "../libcore/base/output_file.h"
#include "../libcore/base/text.h"
#include "../libcore/sandbox/sandbox.h"
#include "cli_report.h"

#define LABEL_SIZE 4096

/* Of the file at work; and what the handler of the alarm says, made while there is none. */
static char label[LABEL_SIZE];
static char late[LABEL_SIZE + 128];
static const char *command_name;

/* Of several threads that end at the same time one speaks, and the others wait for the end. */
static void begin_end(void)
{
	static atomic_flag has_begun = ATOMIC_FLAG_INIT;

	while (atomic_flag_test_and_set(&has_begun))
		sleep(1);
}

static void end(void)
{
	wcore_output_file_drop();
	_exit(WCORE_STATUS_TROUBLE);
}

/* As far as it can be written; nothing is left to be done about the rest. */
static void say(const char *text, size_t size)
{
	if (write(STDERR_FILENO, text, size) < 0)
		return;
}

static void end_late(int number)
{
	(void)number;
	begin_end();
	say(late, strlen(late));
	end();
}

/* Memory cannot be taken in a handler: control characters are replaced. */
static void end_of_file(int number, siginfo_t *info, void *context)
{
	const char *path = wcore_file_map_find(info->si_addr);
	char line[LABEL_SIZE + 128];
	int size;

	(void)context;
	if (!path) {
		signal(number, SIG_DFL);
		return;
	}
	size = snprintf(line, sizeof(line), "%s: %.*s: the file became shorter while it was read\n", command_name,
			LABEL_SIZE, path);
	for (int i = 0; i < size - 1; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	begin_end();
	say(line, (size_t)size);
	end();
}

void wcore_cli_limits_enter(const struct wcore_cli *cli)
{
	struct rlimit memory;
	const struct sigaction on_time = { .sa_handler = end_late };
	const struct sigaction on_fault = { .sa_sigaction = end_of_file, .sa_flags = SA_SIGINFO };

	command_name = cli->command->name;
	sigaction(SIGALRM, &on_time, NULL);
	sigaction(SIGBUS, &on_fault, NULL);
	/* Of memory that is mapped from no file.  Sanitizers map more than any limit. */
	if (!cli->max_memory || !wcore_sandbox_is_built() || getrlimit(RLIMIT_DATA, &memory) != 0 ||
	    memory.rlim_max <= cli->max_memory)
		return;
	memory.rlim_cur = memory.rlim_max = cli->max_memory;
	setrlimit(RLIMIT_DATA, &memory);
}

static void set_alarm(uint64_t seconds)
{
	const struct itimerval timer = { .it_value = { .tv_sec = (time_t)seconds } };

	setitimer(ITIMER_REAL, &timer, NULL);
}

void wcore_cli_begin(const struct wcore_cli *cli, const char *path)
{
	char *masked = wcore_text_mask(wcore_string_from(strcmp(path, "-") == 0 ? "<stdin>" : path));

	set_alarm(0);
	snprintf(label, sizeof(label), "%s", masked ? masked : "");
	snprintf(late, sizeof(late), "%s: %s: time limit of %llu s reached (--timeout)\n", cli->command->name, label,
		 (unsigned long long)cli->timeout);
	free(masked);
	set_alarm(cli->timeout);
}

/* Whether the limit, not the system, was it: a limit that was asked for, or one that is near, or was. */
static bool is_limit_reached(const struct wcore_cli *cli)
{
	const uint64_t limit = cli->max_memory;
	struct rlimit memory;
	struct rusage usage;
	void *half;

	if (!limit || limit > SIZE_MAX || getrlimit(RLIMIT_DATA, &memory) != 0 || memory.rlim_cur != limit)
		return false;
	if (limit != WCORE_CLI_MEMORY_DEFAULT)
		return true;
	half = mmap(NULL, (size_t)limit / 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (half == MAP_FAILED)
		return true;
	munmap(half, (size_t)limit / 2);
	return getrusage(RUSAGE_SELF, &usage) == 0 && (uint64_t)usage.ru_maxrss >= limit / 2 >> 10;
}

const char *wcore_cli_memory_text(const struct wcore_cli *cli, char *buffer, size_t size)
{
	static const char units[] = "\0KMGT";
	uint64_t limit = cli->max_memory;
	size_t unit = 0;

	if (!is_limit_reached(cli))
		return "out of memory";
	for (; limit % 1024 == 0 && unit < sizeof(units) - 2; limit /= 1024)
		unit++;
	snprintf(buffer, size, "%s%smemory limit of %llu%.1s reached (--max-memory)", label, *label ? ": " : "",
		 (unsigned long long)limit, &units[unit]);
	return buffer;
}
