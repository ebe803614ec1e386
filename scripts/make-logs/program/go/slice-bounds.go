package main

import "bytes"

func field(line []byte, from, to int) []byte { return line[from:to] }

func main() {
	line := bytes.Repeat([]byte("x"), 10)
	println(len(field(line, 7, 12)))
}
