package org.userdatatransfer.worker.local;

import java.io.IOException;

/**
 * Runs another main class that ends with its parent, however that ends: the parent holds the other side of standard
 * input, and its closing is the end of both.
 */
final class ChildOf {

    private ChildOf() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent-watch").start(ChildOf::haltWithParent);
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
