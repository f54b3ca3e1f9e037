#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than some systems' headers; the kernel's number of its interface says what it takes. */
#define REFER (UINT64_C(1) << 13)
#define TRUNCATE (UINT64_C(1) << 14)
#define IOCTL_DEV (UINT64_C(1) << 15)
#define OLDEST_FILES ((UINT64_C(1) << 13) - 1)
#define ALL_TCP 3
#define ALL_SCOPES 3

struct ruleset {
	uint64_t files, net, scopes;
};

/* Of rights, those that a rule on something else than a folder may have. */
#define OF_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE)

static uint64_t access_of(enum wcore_right_kind kind, bool is_folder)
{
	switch (kind) {
	case WCORE_RIGHT_READ:
		/* A folder that is named as a file is one that cannot be read: the message says so. */
		return is_folder ? LANDLOCK_ACCESS_FS_READ_DIR : LANDLOCK_ACCESS_FS_READ_FILE;
	case WCORE_RIGHT_BELOW:
		return LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	case WCORE_RIGHT_WRITE:
		return LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE;
	case WCORE_RIGHT_REPLACE:
		break;
	}
	return LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE |
	       LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | TRUNCATE;
}

static void add_rule(int ruleset, const struct wcore_right *right, uint64_t known)
{
	struct landlock_path_beneath_attr rule = { .parent_fd = open(right->path, O_PATH | O_CLOEXEC) };
	struct stat status;

	if (rule.parent_fd < 0)
		return;
	if (fstat(rule.parent_fd, &status) == 0) {
		const bool is_folder = S_ISDIR(status.st_mode);

		rule.allowed_access = access_of(right->kind, is_folder) & known;
		if (!is_folder)
			rule.allowed_access &= OF_FILES;
		/* Pipes need no rule, and get none. */
		syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	}
	close(rule.parent_fd);
}

static struct ruleset ruleset_of(long version, size_t *ret_size)
{
	struct ruleset all = { .files = OLDEST_FILES };

	*ret_size = sizeof(all.files);
	if (version >= 2)
		all.files |= REFER;
	if (version >= 3)
		all.files |= TRUNCATE;
	if (version >= 5)
		all.files |= IOCTL_DEV;
	if (version >= 4) {
		all.net = ALL_TCP;
		*ret_size = 2 * sizeof(all.files);
	}
	if (version >= 6) {
		all.scopes = ALL_SCOPES;
		*ret_size = sizeof(all);
	}
	return all;
}

const char *wcore_landlock_enter(const struct wcore_rights *rights)
{
	const long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	const char *failure = NULL;
	struct ruleset all;
	size_t size;
	int fd;

	if (version < 1)
		return strerror(errno);
	all = ruleset_of(version, &size);
	fd = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (fd < 0)
		return strerror(errno);
	for (size_t i = 0; i < rights->count; i++)
		add_rule(fd, &rights->items[i], all.files);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, fd, 0) != 0)
		failure = strerror(errno);
	close(fd);
	return failure;
}
