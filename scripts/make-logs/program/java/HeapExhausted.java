import java.util.*;

class HeapExhausted {
    public static void main(String[] a) {
        List<byte[]> kept = new ArrayList<>();
        while (true) kept.add(new byte[1 << 20]);
    }
}
