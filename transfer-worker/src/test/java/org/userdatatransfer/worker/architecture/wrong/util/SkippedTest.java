package org.userdatatransfer.worker.architecture.wrong.util;

import org.junit.jupiter.api.Disabled;

/** One test that nobody runs; it has no engine's annotation, so that nothing here is ever counted as skipped. */
class SkippedTest {

    @Disabled("flaky")
    void works() {}
}
