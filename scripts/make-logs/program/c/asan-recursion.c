static int down(int n) { volatile char b[256]; b[0] = n; return down(n + 1) + b[0]; }

int main(void) { return down(0); }
