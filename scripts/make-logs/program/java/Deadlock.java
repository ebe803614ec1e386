class Deadlock {
    static final Object left = new Object(), right = new Object();

    static void take(Object x, Object y) {
        synchronized (x) {
            try { Thread.sleep(200); } catch (InterruptedException e) { }
            synchronized (y) { System.out.println("both"); }
        }
    }

    public static void main(String[] a) throws Exception {
        new Thread(() -> take(left, right), "left-first").start();
        new Thread(() -> take(right, left), "right-first").start();
        Thread.sleep(600);
        new ProcessBuilder("kill", "-QUIT", "" + ProcessHandle.current().pid()).start().waitFor();
        Thread.sleep(600);
        Runtime.getRuntime().halt(1);
    }
}
