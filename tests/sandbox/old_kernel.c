/*
 * usage: old_kernel landlock|seccomp|both COMMAND [ARGUMENT...]
 *
 * Runs COMMAND on a kernel that seems to know no Landlock, no filters of system calls, or neither.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static int refuse(scmp_filter_ctx filter, int call)
{
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call, 0);
}

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int failed = 0;

	if (argc < 3 || !filter)
		return 127;
	if (strcmp(argv[1], "seccomp") != 0)
		failed |= refuse(filter, SCMP_SYS(landlock_create_ruleset));
	if (strcmp(argv[1], "landlock") != 0) {
		failed |= refuse(filter, SCMP_SYS(seccomp));
		failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
					   SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP, 0));
	}
	if (failed || seccomp_load(filter) != 0)
		return 127;
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
