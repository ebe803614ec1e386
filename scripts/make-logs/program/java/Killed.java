class Killed {
    public static void main(String[] a) throws Exception {
        new ProcessBuilder("kill", "-SEGV", "" + ProcessHandle.current().pid()).start().waitFor();
        Thread.sleep(10000);
    }
}
