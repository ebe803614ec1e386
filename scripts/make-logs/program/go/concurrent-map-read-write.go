package main

var sessions = map[int]string{}

func writer() {
	for i := 0; ; i++ {
		sessions[i%128] = "open"
	}
}

func reader() int {
	n := 0
	for i := 0; i < 1<<28; i++ {
		n += len(sessions[i%128])
	}
	return n
}

func main() {
	go writer()
	println(reader())
}
