import java.util.Map;

class Uncaught {
    static int price(Map<String, Integer> m, String k) { return m.get(k); }

    static int total(Map<String, Integer> m, String... keys) {
        int t = 0;
        for (String k : keys) t += price(m, k);
        return t;
    }

    public static void main(String[] a) { System.out.println(total(Map.of("apple", 3), "apple", "pear")); }
}
