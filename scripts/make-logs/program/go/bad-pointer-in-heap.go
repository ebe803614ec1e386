package main

import (
	"runtime"
	"runtime/debug"
	"unsafe"
)

type entry struct {
	key   uintptr
	value *[1 << 20]byte
}

var table []*entry

//go:noinline
func address() uintptr { return uintptr(unsafe.Pointer(new([1 << 20]byte))) }

//go:noinline
func fill() {
	for i := 0; i < 64; i++ {
		table = append(table, &entry{key: address()})
	}
}

func main() {
	fill()
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	debug.FreeOSMemory()
	// An address kept as an integer does not keep its object alive.
	for _, e := range table {
		*(*uintptr)(unsafe.Pointer(&e.value)) = e.key
	}
	runtime.GC()
	println(len(table))
}
