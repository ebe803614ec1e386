package main

import (
	"errors"
	"fmt"
)

type configError struct {
	file string
	err  error
}

func (e *configError) Error() string { return fmt.Sprintf("config %s: %v", e.file, e.err) }

func load(file string) { panic(&configError{file, errors.New("no such key \"listen\"")}) }

func main() { load("app.toml") }
