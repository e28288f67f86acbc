package org.userdatatransfer.worker.local;

/**
 * What the local run shows, from system properties.
 *
 * @param exit {@code demo.exit}: ends after the sample, with 0 if it completed and 1 if not
 * @param failing {@code demo.sample=failing}: the sample that fails in one type and is taken back
 * @param rows {@code demo.rows}: how many rows the source has in each of the large types
 */
record DemoSettings(boolean exit, boolean failing, int rows) {

    static DemoSettings ofSystemProperties() {
        return new DemoSettings(
                Boolean.getBoolean("demo.exit"),
                System.getProperty("demo.sample", "").equals("failing"),
                Integer.getInteger("demo.rows", 1000));
    }

    String source() {
        return failing ? "fred.failing" : "anna.leaver";
    }

    String target() {
        return failing ? "gina.blocked" : "tom.taker";
    }
}
