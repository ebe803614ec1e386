package main

import "unsafe"

var packet []byte

func header(b []byte) *[4]uint64 { return (*[4]uint64)(unsafe.Pointer(&b[1])) }

func main() {
	packet = make([]byte, 16)
	println(header(packet)[0])
}
