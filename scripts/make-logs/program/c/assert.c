#include <assert.h>

static void put(int *queue, int len, int cap)
{
	assert(len < cap);
	queue[len] = 1;
}

int main(void)
{
	int queue[4];

	put(queue, 4, 4);
}
