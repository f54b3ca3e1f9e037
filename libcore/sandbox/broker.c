#include "broker.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../base/alloc.h"

/* What a request asks for beside the kinds of opener.h. */
#define FETCH WCORE_OPENER_KINDS

struct request {
	uint32_t kind;
	char data[PATH_MAX];	/* a path with its end, or a build id */
};

struct reply {
	uint32_t failed;	/* 1 + the error's code, 0 for success */
	char text[PATH_MAX];	/* of the error, or the path that was fetched */
};

#define HEAD sizeof(uint32_t)

struct wcore_broker {
	struct wcore_opener opener;
	int fd;
	pid_t pid;
	pthread_mutex_t lock;
};

/* A message, with a descriptor unless that is -1. */
static bool send_reply(int socket, const struct reply *reply, int fd)
{
	union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
	struct iovec part = { (void *)(uintptr_t)reply, HEAD + strlen(reply->text) + 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	if (fd >= 0) {
		message.msg_control = control.room;
		message.msg_controllen = sizeof(control.room);
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL) >= 0;
}

static void keep_error(struct reply *reply, struct wcore_error *error)
{
	reply->failed = 1 + (uint32_t)error->code;
	snprintf(reply->text, sizeof(reply->text), "%s", error->message);
	wcore_error_destroy(error);
}

static struct wcore_error *answer(const struct wcore_broker_options *options, const struct request *request,
				  size_t size, struct reply *reply, int *ret_fd)
{
	struct wcore_error *error;
	char *path = NULL;

	if (request->kind == FETCH && options->fetch) {
		error = options->fetch((const uint8_t *)request->data, size, &path);
		if (!error)
			snprintf(reply->text, sizeof(reply->text), "%s", path);
		free(path);
		return error;
	}
	if (request->kind >= WCORE_OPENER_KINDS || (request->kind == WCORE_OPENER_SOURCE && !options->has_sources) ||
	    (request->kind == WCORE_OPENER_CODE && !options->has_code))
		return wcore_error_create(WCORE_ERROR_IO, NULL, "%s", strerror(EACCES));
	if (!memchr(request->data, 0, size))
		return wcore_error_create(WCORE_ERROR_IO, NULL, "%s", strerror(ENAMETOOLONG));
	return wcore_opener_open_here((enum wcore_opener_kind)request->kind, request->data, ret_fd);
}

/* Until the other side closes the socket. */
static void serve(const struct wcore_broker_options *options, int socket)
{
	struct request request;
	struct reply reply;
	struct wcore_error *error;
	ssize_t size;
	int fd;

	for (;;) {
		size = recv(socket, &request, sizeof(request), 0);
		if (size < 0 && errno == EINTR)
			continue;
		if (size < (ssize_t)HEAD)
			return;
		fd = -1;
		reply.failed = 0;
		reply.text[0] = 0;
		error = answer(options, &request, (size_t)size - HEAD, &reply, &fd);
		if (error)
			keep_error(&reply, error);
		if (!send_reply(socket, &reply, fd))
			return;
		if (fd >= 0)
			close(fd);
	}
}

/* Whoever waits for the end of a pipe is not to wait for this process. */
static void close_others(int socket)
{
	close_range(0, (unsigned)socket - 1, 0);
	close_range((unsigned)socket + 1, UINT_MAX, 0);
	for (int i = 0; i < 3; i++)
		if (open("/dev/null", O_RDWR) < 0)
			return;
}

static void run_child(const struct wcore_broker_options *options, int socket, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() == parent) {
		close_others(socket);
		serve(options, socket);
	}
	_exit(0);
}

/* Both above the three that are written to, also where these were closed. */
static bool make_sockets(int sockets[2])
{
	int low[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, low) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		sockets[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
		close(low[i]);
	}
	if (sockets[0] >= 0 && sockets[1] >= 0)
		return true;
	for (int i = 0; i < 2; i++)
		if (sockets[i] >= 0)
			close(sockets[i]);
	return false;
}

/* Sends a request; an error of the other side's, or the connection's. */
static struct wcore_error *ask(struct wcore_broker *broker, uint32_t kind, const void *data, size_t size,
			       struct reply *reply, int *ret_fd)
{
	union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
	struct iovec part = { reply, sizeof(*reply) - 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room,
				  .msg_controllen = sizeof(control.room) };
	struct request request = { .kind = kind };
	ssize_t got = -1;

	*ret_fd = -1;
	if (size > sizeof(request.data))
		return wcore_error_create(WCORE_ERROR_IO, NULL, "%s", strerror(ENAMETOOLONG));
	if (size)
		memcpy(request.data, data, size);
	pthread_mutex_lock(&broker->lock);
	if (send(broker->fd, &request, HEAD + size, MSG_NOSIGNAL) >= 0)
		do
			got = recvmsg(broker->fd, &message, MSG_CMSG_CLOEXEC);
		while (got < 0 && errno == EINTR);
	pthread_mutex_unlock(&broker->lock);
	if (got < (ssize_t)HEAD)
		return wcore_error_create(WCORE_ERROR_IO, NULL, "the process that opens files has ended");
	((char *)reply)[got] = 0;
	if (control.head.cmsg_type == SCM_RIGHTS && control.head.cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(ret_fd, CMSG_DATA(&control.head), sizeof(*ret_fd));
	if (reply->failed == 1 + WCORE_ERROR_NOMEM)
		return wcore_error_nomem();
	return reply->failed ? wcore_error_create((enum wcore_error_code)(reply->failed - 1), NULL, "%s",
						  reply->text) : NULL;
}

static struct wcore_error *ask_file(void *context, enum wcore_opener_kind kind, const char *path, int *ret)
{
	struct wcore_error *error;
	struct reply reply;

	/* Most names that are looked for are not there. */
	if (path && access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, path, "%s", strerror(errno));
	error = ask(context, kind, path ? path : "", (path ? strlen(path) : 0) + 1, &reply, ret);
	if (!error && *ret < 0)
		error = wcore_error_create(WCORE_ERROR_IO, NULL, "%s", strerror(EMFILE));
	if (error && path && error->code != WCORE_ERROR_NOMEM)
		error->path = wcore_strdup(path);
	return error;
}

static struct wcore_error *ask_servers(void *context, const uint8_t *build_id, size_t size, char **ret)
{
	struct reply reply;
	int fd;
	struct wcore_error *error = ask(context, FETCH, build_id, size, &reply, &fd);

	if (error)
		return error;
	*ret = wcore_strdup(reply.text);
	return *ret ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_broker_start(const struct wcore_broker_options *options, struct wcore_broker **ret)
{
	struct wcore_broker *broker = wcore_calloc(1, sizeof(*broker));
	const pid_t parent = getpid();
	int sockets[2];

	if (!broker)
		return wcore_error_nomem();
	if (!make_sockets(sockets)) {
		free(broker);
		return wcore_error_create(WCORE_ERROR_IO, NULL, "%s", strerror(errno));
	}
	broker->pid = fork();
	if (broker->pid == 0)
		run_child(options, sockets[1], parent);
	close(sockets[1]);
	if (broker->pid < 0) {
		struct wcore_error *error = wcore_error_create(WCORE_ERROR_IO, NULL, "%s", strerror(errno));

		close(sockets[0]);
		free(broker);
		return error;
	}
	broker->fd = sockets[0];
	broker->opener = (struct wcore_opener){ ask_file, ask_servers, broker };
	pthread_mutex_init(&broker->lock, NULL);
	*ret = broker;
	return NULL;
}

void wcore_broker_stop(struct wcore_broker *broker)
{
	if (!broker)
		return;
	close(broker->fd);
	while (waitpid(broker->pid, NULL, 0) < 0 && errno == EINTR)
		;
	pthread_mutex_destroy(&broker->lock);
	free(broker);
}

const struct wcore_opener *wcore_broker_opener(const struct wcore_broker *broker)
{
	return &broker->opener;
}

int wcore_broker_fd(const struct wcore_broker *broker)
{
	return broker->fd;
}
