class StackOverflow {
    StackOverflow next = this;
    int depth() { return 1 + next.depth(); }

    public static void main(String[] a) { System.out.println(new StackOverflow().depth()); }
}
