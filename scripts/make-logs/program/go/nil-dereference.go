package main

import "fmt"

type account struct {
	id      int
	balance *int64
}

type store struct{ accounts map[int]*account }

func (s *store) find(id int) *account { return s.accounts[id] }

func (a *account) deposit(n int64) { *a.balance += n }

func main() {
	s := &store{accounts: map[int]*account{1: {id: 1}}}
	fmt.Println("deposit")
	s.find(2).deposit(10)
}
