package main

import (
	"runtime"
	"time"
)

func main() {
	for i := 0; i < 60; i++ {
		go func() {
			runtime.LockOSThread()
			time.Sleep(5 * time.Second)
		}()
	}
	time.Sleep(2 * time.Second)
}
