package org.userdatatransfer.worker.architecture.wrong.saga;

import org.userdatatransfer.worker.architecture.wrong.coordination.Circular;

/** A decision that knows who carries it out. */
class Upwards {

    Circular coordinator = new Circular();
}
