static int get(const int *v, int i) { return v[i]; }

int main(int argc, char **argv)
{
	int v[4] = { 1, 2, 3, 4 };

	return get(v, 4 + argc - 1);
}
