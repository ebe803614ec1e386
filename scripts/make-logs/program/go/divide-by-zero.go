package main

import "os"

func mean(sum, n int) int { return sum / n }

func main() { println(mean(10, len(os.Args)-1)) }
