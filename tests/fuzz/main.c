/*
 * Runs a fuzzer's entry point over files (folders: all files in them), or over
 * standard input without arguments, as AFL++ wants it.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

#define INPUT_MAX ((size_t)64 << 20)

static unsigned count;

static int run(FILE *in, const char *name)
{
	size_t size = 0, capacity = 1 << 16;
	uint8_t *data = malloc(capacity), *exact;

	while (data && size < INPUT_MAX) {
		size += fread(data + size, 1, capacity - size, in);
		if (size < capacity)
			break;
		capacity *= 2;
		exact = realloc(data, capacity);
		if (!exact)
			free(data);
		data = exact;
	}
	/* An allocation of just this size lets a sanitizer see a read behind the end. */
	exact = data ? malloc(size ? size : 1) : NULL;
	if (!exact || ferror(in)) {
		perror(name);
		free(data);
		free(exact);
		return 1;
	}
	memcpy(exact, data, size);
	free(data);
	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	count++;
	return 0;
}

static int run_path(const char *path)
{
	struct stat info;
	int failed = 0;
	FILE *in;

	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
		struct dirent **entries;
		int n = scandir(path, &entries, NULL, alphasort);

		for (int i = 0; i < n; i++) {
			char inner[4096];

			if (entries[i]->d_name[0] != '.') {
				snprintf(inner, sizeof(inner), "%s/%s", path, entries[i]->d_name);
				failed |= run_path(inner);
			}
			free(entries[i]);
		}
		if (n >= 0)
			free(entries);
		return failed || n < 0;
	}
	in = fopen(path, "rb");
	if (!in) {
		perror(path);
		return 1;
	}
	failed = run(in, path);
	fclose(in);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;

	if (argc < 2)
		return run(stdin, "<stdin>");
	for (int i = 1; i < argc; i++)
		failed |= run_path(argv[i]);
	printf("%u inputs\n", count);
	return failed;
}
