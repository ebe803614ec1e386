#include <stdlib.h>

static void release(char *p) { free(p); }

int main(void)
{
	char *p = malloc(64);

	release(p + 16);
}
