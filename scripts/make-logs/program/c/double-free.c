#include <stdlib.h>

static void release(char *p) { free(p); }

int main(void)
{
	char *p = malloc(32), *q = malloc(32);

	release(p);
	release(p);
	free(q);
}
