package main

var kept [][]byte

func load(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 1
	}
	return b
}

func main() {
	for {
		kept = append(kept, load(16<<20))
	}
}
