package main

import (
	"runtime"
	"unsafe"
)

type iface struct {
	typ  uintptr
	data uintptr
}

func main() {
	var v interface{} = "text"
	(*iface)(unsafe.Pointer(&v)).typ = 0x123456789000
	runtime.KeepAlive(v)
	m := map[interface{}]int{}
	m[v] = 1
	println(len(m))
}
