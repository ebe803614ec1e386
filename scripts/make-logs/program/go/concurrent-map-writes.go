package main

import "sync"

type cache struct{ hits map[int]int }

func (c *cache) hit(k int) { c.hits[k%64]++ }

func worker(c *cache, wg *sync.WaitGroup) {
	defer wg.Done()
	for i := 0; i < 1<<26; i++ {
		c.hit(i)
	}
}

func main() {
	c := &cache{hits: map[int]int{}}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go worker(c, &wg)
	}
	wg.Wait()
}
