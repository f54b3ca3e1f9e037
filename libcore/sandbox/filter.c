#include "filter.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* What the C library, zlib, PCRE2 and threads ask for, whatever the arguments. */
static const int always[] = {
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(preadv2), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(pwrite64),
	SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(close), SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64), SCMP_SYS(copy_file_range),
	SCMP_SYS(sync_file_range), SCMP_SYS(sync_file_range2),
	SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(stat), SCMP_SYS(stat64), SCMP_SYS(lstat), SCMP_SYS(lstat64),
	SCMP_SYS(newfstatat), SCMP_SYS(fstatat64), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(getdents64),
	SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
	SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(gettid),
	SCMP_SYS(getpid), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu), SCMP_SYS(sysinfo),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn),
	SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(setitimer),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
	SCMP_SYS(time), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_nanosleep_time64),
	SCMP_SYS(getrandom), SCMP_SYS(uname), SCMP_SYS(getrlimit), SCMP_SYS(ugetrlimit), SCMP_SYS(getrusage),
	SCMP_SYS(wait4), SCMP_SYS(waitpid), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* What output_file.c and stores ask for. */
static const int writing[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(rename), SCMP_SYS(renameat),
	SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(fchmod), SCMP_SYS(fsync),
	SCMP_SYS(utimensat), SCMP_SYS(utimensat_time64), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
};

/* Flags of open() with which a file is changed. */
#define CHANGING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

static int allow(scmp_filter_ctx filter, int call, unsigned count, const struct scmp_arg_cmp *arguments)
{
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, count, arguments);
}

static int allow_list(scmp_filter_ctx filter, const int *calls, size_t count)
{
	int failed = 0;

	for (size_t i = 0; i < count && !failed; i++)
		failed = allow(filter, calls[i], 0, NULL);
	return failed;
}

/* call with one argument that is value where mask has bits. */
static int allow_masked(scmp_filter_ctx filter, int call, unsigned argument, scmp_datum_t mask, scmp_datum_t value)
{
	const struct scmp_arg_cmp compare = { argument, SCMP_CMP_MASKED_EQ, mask, value };

	return allow(filter, call, 1, &compare);
}

static int allow_files(scmp_filter_ctx filter, bool may_write)
{
	int failed;

	if (may_write)
		return allow_list(filter, writing, COUNT(writing));
	failed = allow_masked(filter, SCMP_SYS(open), 1, CHANGING, O_RDONLY);
	return failed ? failed : allow_masked(filter, SCMP_SYS(openat), 2, CHANGING, O_RDONLY);
}

static int allow_descriptors(scmp_filter_ctx filter)
{
	static const int commands[] = { F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETPIPE_SZ };
	int failed = allow_masked(filter, SCMP_SYS(ioctl), 1, 0xffffffff, TCGETS);

	for (size_t i = 0; i < COUNT(commands) && !failed; i++) {
		failed = allow_masked(filter, SCMP_SYS(fcntl), 1, 0xffffffff, (scmp_datum_t)commands[i]);
		if (!failed)
			failed = allow_masked(filter, SCMP_SYS(fcntl64), 1, 0xffffffff, (scmp_datum_t)commands[i]);
	}
	return failed;
}

/* Threads, no processes: the flags of clone3() cannot be looked at, and libraries use clone() without it. */
static int allow_threads(scmp_filter_ctx filter)
{
	const scmp_datum_t self = (scmp_datum_t)getpid();
	int failed = allow_masked(filter, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD);

	if (!failed)
		failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	if (!failed)
		failed = allow_masked(filter, SCMP_SYS(tgkill), 0, 0xffffffff, self);
	/* To ask, not to set. */
	return failed ? failed : allow_masked(filter, SCMP_SYS(prlimit64), 2, ~(scmp_datum_t)0, 0);
}

static int allow_socket(scmp_filter_ctx filter, int socket)
{
	const struct scmp_arg_cmp send[] = {
		{ 0, SCMP_CMP_MASKED_EQ, 0xffffffff, (scmp_datum_t)socket }, { 4, SCMP_CMP_EQ, 0, 0 },
	};
	int failed;

	if (socket < 0)
		return 0;
	failed = allow(filter, SCMP_SYS(sendto), 2, send);
	if (!failed)
		failed = allow_masked(filter, SCMP_SYS(send), 0, 0xffffffff, (scmp_datum_t)socket);
	return failed ? failed : allow_masked(filter, SCMP_SYS(recvmsg), 0, 0xffffffff, (scmp_datum_t)socket);
}

const char *wcore_filter_enter(int socket, bool may_write)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int failed;

	if (!filter)
		return strerror(ENOMEM);
	/* The calls that a command makes often are compared first, by halves. */
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	if (!failed)
		failed = allow_list(filter, always, COUNT(always));
	if (!failed)
		failed = allow_files(filter, may_write);
	if (!failed)
		failed = allow_descriptors(filter);
	if (!failed)
		failed = allow_threads(filter);
	if (!failed)
		failed = allow_socket(filter, socket);
	if (!failed)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	return failed ? strerror(-failed) : NULL;
}
