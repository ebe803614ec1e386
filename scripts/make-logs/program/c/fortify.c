#include <stdio.h>
#include <string.h>

static char out[8];

int main(int argc, char **argv)
{
	strcpy(out, argc > 1 ? argv[1] : "longer than eight");
	puts(out);
}
