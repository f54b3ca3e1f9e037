/*
 * usage: measure REPORT SECONDS COMMAND [ARGUMENT...]
 *
 * Runs COMMAND, kills it after SECONDS, and writes one line to the file REPORT:
 * "exit CODE" or "signal NUMBER", wall time and processor time in seconds, resident
 * peak in KiB.
 * A small program of its own, because a child's peak is never below that of the
 * process that made it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void end_child(int number)
{
	(void)number;
	kill(child, SIGKILL);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct itimerval timer = {0};
	struct rusage usage;
	int status;
	double start;
	FILE *report;

	if (argc < 4)
		return 2;
	signal(SIGALRM, end_child);
	start = now();
	child = fork();
	if (child < 0)
		return 2;
	if (child == 0) {
		execvp(argv[3], argv + 3);
		perror(argv[3]);
		_exit(127);
	}
	timer.it_value.tv_sec = atol(argv[2]);
	setitimer(ITIMER_REAL, &timer, NULL);
	while (wait4(child, &status, 0, &usage) != child)
		;
	report = fopen(argv[1], "w");
	if (!report)
		return 2;
	fprintf(report, "%s %d %.6f %.6f %ld\n", WIFSIGNALED(status) ? "signal" : "exit",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), now() - start,
		seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
	return fclose(report) ? 2 : 0;
}
