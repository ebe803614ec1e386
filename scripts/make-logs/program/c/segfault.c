#include <stdio.h>

struct node { struct node *next; int value; };

static int sum(const struct node *n)
{
	int total = 0;

	for (int i = 0; i < 3; i++, n = n->next)
		total += n->value;
	return total;
}

int main(void)
{
	struct node only = { 0, 1 };

	printf("%d\n", sum(&only));
}
