package main

import (
	"runtime"
	"runtime/debug"
	"time"
)

func main() {
	debug.SetMaxThreads(12)
	for i := 0; i < 40; i++ {
		go func() {
			runtime.LockOSThread()
			time.Sleep(time.Second)
		}()
	}
	time.Sleep(2 * time.Second)
}
