package org.userdatatransfer.worker.benchmark;

/** A worker at work on an installation, and its upstream. */
record WorkerRun(Installation installation, WorkerProcess worker, Upstream upstream) implements AutoCloseable {

    static WorkerRun start(Installation installation, String... jvmArguments) {
        var worker = WorkerProcess.start(installation, jvmArguments);
        try {
            return new WorkerRun(installation, worker, new Upstream(installation.servers()));
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    @Override
    public void close() {
        upstream.close();
        worker.close();
    }
}
