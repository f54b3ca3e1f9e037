/* Requests, children and events: fault.h. */
#include "fault.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_MAX (1u << 22)
#define CALLERS_MAX 24

struct event {
	const char *name;
	uint64_t place;
};

/* What a child leaves for its parent. */
struct board {
	_Atomic uint32_t count;
	const char *_Atomic hit;	/* the name of the call that met the fault */
	_Atomic bool is_dying;	/* a child stands where it is to be killed */
	struct event events[EVENTS_MAX];
};

static struct board *board;
static uint32_t wanted;		/* the event that something befalls; 0: none */
static int wanted_errno;
static bool is_short, is_kill, is_traced, is_told;
static _Thread_local bool is_inside;

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

static uint64_t place_of(void)
{
	void *callers[CALLERS_MAX];
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	int count;

	is_inside = true;
	count = backtrace(callers, CALLERS_MAX);
	is_inside = false;
	for (int i = 2; i < count; i++)
		hash = (hash ^ (uint64_t)(uintptr_t)callers[i]) * UINT64_C(0x100000001b3);
	return hash;
}

/* Addresses for addr2line. */
static void tell_callers(void)
{
	void *callers[CALLERS_MAX];

	is_inside = true;
	backtrace_symbols_fd(callers, backtrace(callers, CALLERS_MAX), STDERR_FILENO);
	is_inside = false;
}

enum fault fault_event(const char *name)
{
	uint32_t number;

	if (!board || is_inside)
		return FAULT_NONE;
	number = atomic_fetch_add(&board->count, 1) + 1;
	if (is_traced && number <= EVENTS_MAX)
		board->events[number - 1] = (struct event){ name, place_of() };
	if (number != wanted)
		return FAULT_NONE;
	board->hit = name;
	if (is_told)
		tell_callers();
	/* The parent kills: a sandbox may forbid it here. */
	while (is_kill)
		board->is_dying = true;
	if (is_short)
		return FAULT_SHORT;
	errno = wanted_errno;
	return wanted_errno ? FAULT_ERRNO : FAULT_NONE;
}

static int redirect(const char *path, int to)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	return fd < 0 || dup2(fd, to) < 0 || close(fd) < 0 ? -1 : 0;
}

static _Noreturn void run_child(int argc, char **argv, const char *out, const char *err)
{
	/* With what it starts. */
	setpgid(0, 0);
	is_inside = true;
	if (redirect(out, STDOUT_FILENO) || redirect(err, STDERR_FILENO))
		_exit(127);
	fault_wrap_streams();
	is_inside = false;
	exit(__real_main(argc, argv));
}

static void write_trace(const char *path)
{
	FILE *out = fopen(path, "we");

	for (uint32_t i = 0; out && i < board->count && i < EVENTS_MAX; i++)
		fprintf(out, "%s %llx\n", board->events[i].name, (unsigned long long)board->events[i].place);
	if (!out || fclose(out) != 0)
		_exit(127);
}

static int end_of(pid_t child)
{
	const struct timespec moment = { .tv_nsec = 200000 };
	int status;
	pid_t ended;

	while ((ended = waitpid(child, &status, is_kill ? WNOHANG : 0)) == 0) {
		if (board->is_dying)
			kill(-child, SIGKILL);
		nanosleep(&moment, NULL);
	}
	if (ended != child)
		_exit(127);
	return status;
}

static void serve(int argc, char **argv, FILE *in, FILE *out)
{
	static char line[3 * 4096];

	while (fgets(line, sizeof(line), in)) {
		char action[16], stdout_path[4096], stderr_path[4096], trace[4096] = "";
		int status;
		pid_t child;

		if (sscanf(line, "run %u %15s %4095s %4095s %4095s", &wanted, action, stdout_path, stderr_path,
			   trace) < 4)
			_exit(127);
		is_short = strcmp(action, "short") == 0;
		is_kill = strcmp(action, "kill") == 0;
		wanted_errno = atoi(action);
		is_traced = *trace;
		board->count = 0;
		board->hit = NULL;
		board->is_dying = false;
		child = fork();
		if (child == 0) {
			fclose(in);
			fclose(out);
			run_child(argc, argv, stdout_path, stderr_path);
		}
		if (child < 0)
			_exit(127);
		status = end_of(child);
		if (is_traced)
			write_trace(trace);
		fprintf(out, "%d %u %s\n", status, board->count, board->hit ? board->hit : "-");
		fflush(out);
	}
}

int __wrap_main(int argc, char **argv)
{
	const char *descriptors = getenv("FAULT_SERVER");
	int in, out;
	void *caller;

	if (!descriptors)
		return __real_main(argc, argv);
	if (sscanf(descriptors, "%d,%d", &in, &out) != 2)
		return 127;
	is_told = getenv("FAULT_WHERE");
	unsetenv("FAULT_SERVER");
	backtrace(&caller, 1);	/* loads what it needs now */
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (board == MAP_FAILED)
		return 127;
	is_inside = true;
	FILE *requests = fdopen(in, "re"), *answers = fdopen(out, "we");
	is_inside = false;
	if (!requests || !answers)
		return 127;
	serve(argc, argv, requests, answers);
	_exit(0);
}
