#include <stdlib.h>
#include <string.h>

static void fill(char *p, int n) { memset(p, 0x7f, n); }
static void (*volatile f)(char *, int) = fill;

int main(void)
{
	char *p = malloc(24);

	f(p, 64);
	p = malloc(4096);
	return p == 0;
}
