package main

import "sync"

type ledger struct {
	sync.Mutex
	total int
}

func (l *ledger) add(n int) {
	l.Lock()
	defer l.Unlock()
	l.total += n
	l.report()
}

func (l *ledger) report() {
	l.Lock()
	defer l.Unlock()
	println(l.total)
}

func main() { new(ledger).add(1) }
