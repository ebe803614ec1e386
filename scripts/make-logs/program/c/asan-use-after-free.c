#include <stdlib.h>

struct session { int id; };

static struct session *current;

static void logout(void) { free(current); }
static int id(void) { return current->id; }

int main(void)
{
	current = calloc(1, sizeof(*current));
	logout();
	return id();
}
