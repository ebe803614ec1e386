package main

import "fmt"

type shape interface{ area() float64 }

func decode(v interface{}) shape { return v.(shape) }

func main() { fmt.Println(decode("square").area()) }
