/* A disk that is slow, stands still or reports faults when it is told to keep something, for the processes it is loaded into.
   JIAZONG_TEST_DISK names a file: "slow 1500" (milliseconds for each time), "still" or "faulty" (until it says otherwise). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int told(int *milliseconds) {
  const char *place = getenv("JIAZONG_TEST_DISK");
  char word[16] = "";
  *milliseconds = 0;
  if (place == NULL) return 0;
  FILE *file = fopen(place, "r");
  if (file == NULL) return 0;
  int found = fscanf(file, "%15s %d", word, milliseconds);
  fclose(file);
  if (found < 1) return 0;
  return strcmp(word, "slow") == 0 ? 1 : strcmp(word, "still") == 0 ? 2 : strcmp(word, "faulty") == 0 ? 3 : 0;
}

static int kept(const char *name, int file) {
  int (*usual)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int milliseconds, what = told(&milliseconds);
  if (what == 1) {
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&wait, &wait) != 0 && errno == EINTR) {}
  }
  while (what == 2) {
    usleep(50000);
    what = told(&milliseconds);
  }
  if (what == 3) {
    errno = EIO;
    return -1;
  }
  return usual(file);
}

int fsync(int file) { return kept("fsync", file); }
int fdatasync(int file) { return kept("fdatasync", file); }
