package main

import "unsafe"

func upper(s string) {
	p := (*byte)(unsafe.Pointer(*(*uintptr)(unsafe.Pointer(&s))))
	*p = 'X'
}

func main() { upper("literal") }
