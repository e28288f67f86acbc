package org.userdatatransfer.worker.benchmark;

import java.util.List;

/** One measure. */
interface Benchmark {

    String name();

    /**
     * Runs it.
     *
     * @throws Conservation.Violated if the worker or its baseline did something wrong: then there is nothing to be said
     *     about its speed
     */
    List<Figure> run(Servers servers);
}
