class ThreadUncaught {
    static int[] row(int n) { return new int[n]; }

    public static void main(String[] a) throws Exception {
        Thread t = new Thread(() -> System.out.println(row(3)[5]), "worker-1");
        t.start();
        t.join();
        System.out.println("orderly stop");
    }
}
