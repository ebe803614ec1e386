package main

import (
	"fmt"
	"sync"
)

type stats struct{ n int }

func (s *stats) inc() { s.n++ }

func main() {
	s := &stats{}
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 1000; j++ {
				s.inc()
			}
		}()
	}
	wg.Wait()
	fmt.Println(s.n)
}
