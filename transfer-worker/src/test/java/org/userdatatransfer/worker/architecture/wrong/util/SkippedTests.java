package org.userdatatransfer.worker.architecture.wrong.util;

import org.junit.jupiter.api.Disabled;

/** Tests that nobody runs. */
@Disabled("flaky")
class SkippedTests {}
