/* sig: die of the signal that the argument names, from a fault of the processor. */
#include <string.h>
#include <stdlib.h>

static volatile int zero;
static char *volatile null;

static void checksum(void) { null[0] = 1; }
static void dispatch(void) { ((void (*)(void))(null + 0x10))(); }
static void odd_pointer(void) { *(volatile char *)0xdead4ead00000100UL = 1; }
static void bad_opcode(void) { __asm__ volatile("ud2"); }
static void quotient(void) { __asm__ volatile("cltd; idivl %0" :: "m"(zero), "a"(1) : "edx"); }
static void breakpoint(void) { __asm__ volatile("int3"); }
static const char text[] = "text";
static void readonly(void) { *(volatile char *)(unsigned long)text = 1; }
static int recurse(int n) { volatile char b[512]; b[0] = n; return recurse(n + 1) + b[0]; }

int main(int argc, char **argv)
{
	const char *w = argc > 1 ? argv[1] : "";

	if (!strcmp(w, "null")) checksum();
	if (!strcmp(w, "call")) dispatch();
	if (!strcmp(w, "gp")) odd_pointer();
	if (!strcmp(w, "ill")) bad_opcode();
	if (!strcmp(w, "div")) quotient();
	if (!strcmp(w, "trap")) breakpoint();
	if (!strcmp(w, "ro")) readonly();
	if (!strcmp(w, "stack")) return recurse(0);
	if (!strcmp(w, "abort")) abort();
	return 2;
}
