package main

func stop(c chan struct{}) { close(c) }

func main() {
	c := make(chan struct{})
	stop(c)
	stop(c)
}
