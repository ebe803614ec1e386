#include <limits.h>
#include <stdio.h>

static int add(int a, int b) { return a + b; }
static int shift(int a, int n) { return a << n; }
static int get(int i)
{
	static int v[4];

	return v[i];
}
static int load(const char *p) { return *(const int *)p; }
static int follow(int *p) { return *p; }

int main(int argc, char **argv)
{
	static int words[2];

	printf("%d\n", add(INT_MAX, argc));
	printf("%d\n", shift(1, 40 + argc));
	printf("%d\n", get(4 + argc));
	printf("%d\n", load((char *)words + argc));
	printf("%d\n", 7 / (argc - 1));
	return follow((int *)(long)(argc - 1));
}
