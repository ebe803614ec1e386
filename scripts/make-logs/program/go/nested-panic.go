package main

import "fmt"

type conn struct{ peer *string }

func (c *conn) close() {
	fmt.Println("closing", *c.peer)
}

func serve(c *conn) {
	defer c.close()
	panic(fmt.Errorf("bad frame %d", 7))
}

func main() { serve(&conn{}) }
