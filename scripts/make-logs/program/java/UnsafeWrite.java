import sun.misc.Unsafe;

class UnsafeWrite {
    static void poke(Unsafe u, long address) { u.putLong(address, 1); }

    public static void main(String[] a) throws Exception {
        var f = Unsafe.class.getDeclaredField("theUnsafe");
        f.setAccessible(true);
        poke((Unsafe) f.get(null), 8);
    }
}
