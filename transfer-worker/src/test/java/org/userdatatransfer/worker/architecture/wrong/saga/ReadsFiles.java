package org.userdatatransfer.worker.architecture.wrong.saga;

import java.io.File;

/** A decision that depends on what is on a disk. */
class ReadsFiles {

    boolean decide() {
        return new File("decision").exists();
    }
}
