package main

func pick(v []int, i int) int { return v[i] }

func main() {
	v := []int{1, 2, 3}
	println(pick(v, len(v)+2))
}
