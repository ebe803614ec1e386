import java.io.*;

class Caused {
    static String read(String f) throws IOException { return new BufferedReader(new FileReader(f)).readLine(); }

    static int load(String f) {
        try {
            return Integer.parseInt(read(f));
        } catch (IOException e) {
            throw new IllegalStateException("cannot load " + f, e);
        }
    }

    public static void main(String[] a) { System.out.println(load("missing.conf")); }
}
