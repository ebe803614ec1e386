package main

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
)

type user struct{ name string }

func lookup(id string) *user { return nil }

func profile(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, lookup(r.URL.Query().Get("id")).name)
}

func main() {
	log.SetFlags(log.LstdFlags)
	s := httptest.NewServer(http.HandlerFunc(profile))
	for i := 0; i < 2; i++ {
		_, err := http.Get(s.URL + "/profile?id=7")
		log.Println("client:", err != nil)
	}
	s.Close()
	log.Println("orderly stop")
}
