package org.userdatatransfer.worker.architecture.wrong.coordination;

import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.architecture.wrong.saga.LooksAtTheClock;

/** Uses the saga, which uses it. */
public class Circular {

    @Nullable LooksAtTheClock saga;
}
