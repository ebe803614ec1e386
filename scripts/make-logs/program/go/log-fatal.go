package main

import "log"

func main() { log.Fatal("listen tcp :80: bind: permission denied") }
