package main

import (
	"net"
	"sync"
	"time"
)

func waiter(c chan int)    { <-c }
func locker(m *sync.Mutex) { m.Lock() }
func sleeper()             { time.Sleep(time.Hour) }
func selector(a, b chan int) {
	select {
	case <-a:
	case <-b:
	}
}
func listener(l net.Listener)      { l.Accept() }
func conder(c *sync.Cond)          { c.L.Lock(); c.Wait() }
func parse(b []byte, want int) int { return int(b[want]) }

func main() {
	var m sync.Mutex
	m.Lock()
	a, b := make(chan int), make(chan int)
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	go listener(l)
	go conder(sync.NewCond(&sync.Mutex{}))
	for i := 0; i < 5; i++ {
		go waiter(a)
		go locker(&m)
		go sleeper()
		go selector(a, b)
	}
	time.Sleep(100 * time.Millisecond)
	go func() { println(parse([]byte("abc"), 9)) }()
	time.Sleep(time.Second)
}
