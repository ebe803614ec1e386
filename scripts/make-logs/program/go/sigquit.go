package main

import (
	"os"
	"syscall"
	"time"
)

func busy() {
	for i := 0; ; i++ {
		_ = i
	}
}

func main() {
	go busy()
	go func() { time.Sleep(time.Hour) }()
	time.Sleep(100 * time.Millisecond)
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	time.Sleep(time.Hour)
}
