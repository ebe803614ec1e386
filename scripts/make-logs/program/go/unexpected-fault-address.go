package main

import (
	"os"
	"syscall"
)

func sum(b []byte) (n int) {
	for _, c := range b {
		n += int(c)
	}
	return
}

func main() {
	f, _ := os.CreateTemp("", "index")
	os.Remove(f.Name())
	f.Truncate(1 << 16)
	b, _ := syscall.Mmap(int(f.Fd()), 0, 1<<16, syscall.PROT_READ, syscall.MAP_SHARED)
	// Another process shortens the file: what is mapped past its end is gone.
	f.Truncate(1 << 12)
	println(sum(b))
}
