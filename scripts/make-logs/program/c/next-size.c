#include <stdlib.h>
#include <string.h>

static void fill(char *p, int n) { memset(p, 0x7f, n); }
static void (*volatile f)(char *, int) = fill;

int main(void)
{
	char *p = malloc(2000), *q = malloc(2000), *r = malloc(2000);

	f(p, 2030);
	free(q);
	free(r);
}
