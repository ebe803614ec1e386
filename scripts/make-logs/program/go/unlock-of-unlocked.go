package main

import "sync"

var mu sync.Mutex

func release() { mu.Unlock() }

func main() { release() }
