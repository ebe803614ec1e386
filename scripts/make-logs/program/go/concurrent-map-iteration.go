package main

var sessions = map[int]string{}

func writer() {
	for i := 0; ; i++ {
		sessions[i%4096] = "open"
		delete(sessions, (i+2048)%4096)
	}
}

func main() {
	go writer()
	for {
		n := 0
		for range sessions {
			n++
		}
	}
}
