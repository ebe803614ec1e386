struct node { int value; };

static int value(struct node *n) { return n->value; }

int main(void) { return value(0); }
