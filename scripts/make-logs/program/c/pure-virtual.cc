struct shape {
	shape() { measure(); }
	void measure() { area(); }
	virtual int area() = 0;
	virtual ~shape() {}
};

struct square : shape {
	int area() override { return 4; }
};

int main() { return square().area(); }
