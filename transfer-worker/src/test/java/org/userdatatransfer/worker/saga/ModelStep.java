package org.userdatatransfer.worker.saga;

import java.util.function.Supplier;

/**
 * Something that can happen in a state.
 *
 * @param name for a trace, in which few steps ever are
 * @param taken the state after it, or the same one if nothing has changed
 */
record ModelStep(Supplier<String> name, Supplier<ModelState> taken) {

    ModelState take() {
        return taken.get();
    }
}
