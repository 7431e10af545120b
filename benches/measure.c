/* Runs a command and writes to FILE what it used: measure FILE COMMAND... The line has the CPU time of user and system and
 * the elapsed time in microseconds, and the peak of the resident memory in KiB. Ends as the command does.
 *
 * Linux counts the memory of the process that starts a program as the program's own. This process is small, so that the
 * peak is that of the command, whatever runs the measurement. */

#define _GNU_SOURCE

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval time)
{
    return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int argc, char **argv)
{
    struct timespec start, end;
    struct rusage usage;
    int status;
    pid_t child;
    FILE *file;

    if (argc < 3) {
        fprintf(stderr, "usage: %s FILE COMMAND...\n", argv[0]);
        return EXIT_FAILURE;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror(argv[0]);
        return EXIT_FAILURE;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    file = fopen(argv[1], "w");
    if (file == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    fprintf(file, "%lld %lld %lld %ld\n", microseconds(usage.ru_utime), microseconds(usage.ru_stime),
            (end.tv_sec - start.tv_sec) * 1000000LL + (end.tv_nsec - start.tv_nsec) / 1000, usage.ru_maxrss);
    if (fclose(file) != 0)
        return EXIT_FAILURE;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
