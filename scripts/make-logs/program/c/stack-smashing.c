#include <stdio.h>
#include <string.h>

static int greet(const char *name, int n)
{
	char buf[16];

	for (int i = 0; i < n; i++)
		((volatile char *)buf)[i] = name[i];
	return buf[0];
}

int main(void) { printf("%d\n", greet("a name that is much longer than it should be", 44)); }
