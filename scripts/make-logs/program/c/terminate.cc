#include <stdexcept>
#include <string>

static int port(const std::string &s) { return std::stoi(s); }

int main() { return port("eighty"); }
