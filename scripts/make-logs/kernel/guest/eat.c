/* eat: take memory and touch it, a megabyte at a time, for ever. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	for (;;) {
		char *p = malloc(1 << 20);

		if (p)
			memset(p, 1, 1 << 20);
		else
			usleep(1000);
	}
}
