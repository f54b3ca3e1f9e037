/*
 * In the place of libdebuginfod.so.1: a server that has one file, DEBUGINFOD_FILE.  As the real library does, it
 * opens a socket and writes to a cache, the file DEBUGINFOD_CACHED.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct debuginfod_client;

struct debuginfod_client *debuginfod_begin(void);
void debuginfod_end(struct debuginfod_client *client);
int debuginfod_find_debuginfo(struct debuginfod_client *client, const unsigned char *build_id, int size, char **path);

struct debuginfod_client *debuginfod_begin(void)
{
	return malloc(1);
}

void debuginfod_end(struct debuginfod_client *client)
{
	free(client);
}

int debuginfod_find_debuginfo(struct debuginfod_client *client, const unsigned char *build_id, int size, char **path)
{
	const char *cached = getenv("DEBUGINFOD_CACHED");
	const int server = socket(AF_INET, SOCK_STREAM, 0), from = open(getenv("DEBUGINFOD_FILE"), O_RDONLY);
	const int to = open(cached, O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct stat status;

	(void)client;
	(void)build_id;
	if (server < 0 || from < 0 || to < 0 || size <= 0)
		return -errno;
	close(server);
	if (fstat(from, &status) != 0 || sendfile(to, from, NULL, (size_t)status.st_size) != status.st_size)
		return -errno;
	close(from);
	*path = strdup(cached);
	return to;
}
