/*
 * A parser that was taken over: this library stands in front of zlib (LD_PRELOAD), and when a command begins
 * to read gzip data it tries what an intruder would, in the command's own process.  Standard
 * error gets a line "attack: NAME: done" or "attack: NAME: refused" of each.
 *
 * VICTIM names a file that is no input, FOLDER a folder that is none.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "../../libcore/base/opener.h"

static void tell(const char *name, bool is_done)
{
	char line[128];
	const int size = snprintf(line, sizeof(line), "attack: %s: %s\n", name, is_done ? "done" : "refused");

	if (write(STDERR_FILENO, line, (size_t)size) < 0)
		abort();
}

static bool can_open(const char *path, int flags)
{
	const int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static const char *below(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", getenv("FOLDER"), name);
	return path;
}

static void attack_files(void)
{
	char path[4096];

	tell("read /etc/passwd", can_open("/etc/passwd", O_RDONLY));
	tell("read another file", can_open(getenv("VICTIM"), O_RDONLY));
	tell("list a folder", can_open(getenv("FOLDER"), O_RDONLY | O_DIRECTORY));
	tell("write another file", can_open(getenv("VICTIM"), O_WRONLY));
	tell("make a file", can_open(below("made"), O_WRONLY | O_CREAT));
	tell("make a file without a name", can_open(getenv("FOLDER"), O_WRONLY | O_TMPFILE));
	tell("make a folder", mkdir(below("folder"), 0700) == 0);
	tell("make a link", symlink("/etc/passwd", below("link")) == 0);
	snprintf(path, sizeof(path), "%s", below("renamed"));
	tell("rename a file", rename(getenv("VICTIM"), path) == 0 && rename(path, getenv("VICTIM")) == 0);
	tell("change a mode", chmod(getenv("VICTIM"), 0600) == 0);
	snprintf(path, sizeof(path), "/proc/%ld/mem", (long)getppid());
	tell("write to the parent's memory", can_open(path, O_RDWR));
}

static void attack_processes(void)
{
	struct rlimit core = { 0, 0 };
	char byte;
	struct iovec mine = { &byte, 1 }, its = { &byte, 1 };
	const pid_t child = fork();

	if (child == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
	tell("make a process", child > 0);
	tell("signal the parent", kill(getppid(), 0) == 0);
	tell("read the parent's memory", process_vm_readv(getppid(), &mine, 1, &its, 1, 0) == 1 || errno == EFAULT);
	/* The parent goes on, and is let go when this process ends. */
	tell("trace the parent", ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0);
	tell("set a limit", setrlimit(RLIMIT_CORE, &core) == 0);
	tell("change the folder", chdir("/") == 0);
}

static void attack_network(void)
{
	const int tcp = socket(AF_INET, SOCK_STREAM, 0), local = socket(AF_UNIX, SOCK_STREAM, 0);

	tell("make a socket", tcp >= 0);
	tell("make a local socket", local >= 0);
	if (tcp >= 0)
		close(tcp);
	if (local >= 0)
		close(local);
}

/* Whether the process at the other end of a socket hands over path when it is asked for it as some kind of file. */
static bool is_handed_over(int broker, uint32_t kind, const char *path)
{
	union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
	char request[4 + 4096] = { 0 }, reply[8192];
	struct iovec part = { reply, sizeof(reply) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room,
				  .msg_controllen = sizeof(control.room) };

	memcpy(request, &kind, sizeof(kind));
	snprintf(request + 4, sizeof(request) - 4, "%s", path);
	return send(broker, request, 4 + strlen(path) + 1, MSG_NOSIGNAL) >= 0 &&
	       recvmsg(broker, &message, 0) >= 0 && control.head.cmsg_type == SCM_RIGHTS;
}

static void attack_broker(void)
{
	bool is_done = false;

	for (int fd = 3; fd < 64; fd++) {
		struct stat status;

		if (fstat(fd, &status) != 0 || !S_ISSOCK(status.st_mode))
			continue;
		/* The kind of temporary files reads no path. */
		for (uint32_t kind = 0; kind < 16; kind++)
			if (kind != WCORE_OPENER_TEMPORARY)
				is_done |= is_handed_over(fd, kind, "/etc/passwd");
	}
	tell("have /etc/passwd opened", is_done);
}

/* A new program in the place of this one; what comes back from here was refused. */
static void attack_program(void)
{
	char *const arguments[] = { (char *)"sh", (char *)"-c", (char *)"echo 'attack: run a program: done' >&2", NULL };

	unsetenv("LD_PRELOAD");
	execv("/bin/sh", arguments);
	tell("run a program", false);
}

int inflateInit2_(z_streamp stream, int bits, const char *version, int size)
{
	(void)stream;
	(void)bits;
	(void)version;
	(void)size;
	attack_files();
	attack_processes();
	attack_network();
	attack_broker();
	attack_program();
	_exit(0);
}
