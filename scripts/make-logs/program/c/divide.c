#include <stdio.h>

int main(int argc, char **argv)
{
	volatile int n = 0;

	printf("%d\n", 100 / n);
}
