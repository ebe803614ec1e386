static int kind(int n)
{
	switch (n) {
	case 1: return 2;
	}
	__builtin_trap();
}

int main(void) { return kind(7); }
