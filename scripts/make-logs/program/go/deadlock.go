package main

import "sync"

func consume(c chan int, wg *sync.WaitGroup) {
	defer wg.Done()
	for range c {
	}
}

func main() {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Add(2)
	go consume(c, &wg)
	go consume(c, &wg)
	c <- 1
	wg.Wait()
}
