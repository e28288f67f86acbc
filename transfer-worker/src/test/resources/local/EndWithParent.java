import java.io.IOException;

/**
 * Runs another main class in a process that ends with its parent, however that ends: the parent holds the other side of
 * standard input, and its closing is the end of both. A file of its own, run from source, since the build looks for one
 * main class among the tests.
 */
final class EndWithParent {

    public static void main(String[] args) throws ReflectiveOperationException {
        var watch = new Thread(EndWithParent::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the parent says nothing; it is only there
            }
        } catch (IOException e) {
            // as good as closed
        }
        Runtime.getRuntime().halt(0);
    }
}
