#include <stdlib.h>
#include <string.h>

static char *copy(const char *s) { return strcpy(malloc(strlen(s) + 1), s); }

int main(void)
{
	for (int i = 0; i < 3; i++)
		copy("forgotten");
	return 0;
}
