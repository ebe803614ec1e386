#include <pthread.h>
#include <stdio.h>

static int hits;

static void *hit(void *arg)
{
	for (int i = 0; i < 1000; i++)
		hits++;
	return arg;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, 0, hit, 0);
	pthread_create(&b, 0, hit, 0);
	pthread_join(a, 0);
	pthread_join(b, 0);
	printf("%d\n", hits);
}
