package main

type node struct{ next *node }

func (n *node) depth() int { return 1 + n.next.depth() }

func main() {
	n := &node{}
	n.next = n
	println(n.depth())
}
