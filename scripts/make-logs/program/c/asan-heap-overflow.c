#include <stdlib.h>

static int parse(const char *b, int n) { return b[n]; }

int main(void)
{
	char *b = malloc(10);

	return parse(b, 10);
}
