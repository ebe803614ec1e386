package main

/*
#include <string.h>
static int checksum(const char *p) { int n = 0; while (*p) n += *p++; return n; }
*/
import "C"

func main() { println(C.checksum(nil)) }
