package main

import "fmt"

func guard() {
	if r := recover(); r != nil {
		panic(fmt.Sprintf("job failed: %v", r))
	}
}

func job(m map[string]int) {
	defer guard()
	m["a"] = 1
}

func main() { job(nil) }
