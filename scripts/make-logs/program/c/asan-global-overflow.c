static int table[4];

static int get(int i) { return table[i]; }

int main(int argc, char **argv) { return get(4 + argc - 1); }
