package org.userdatatransfer.worker.contract;

import java.sql.Connection;

/** Lets somebody write once between two transactions of a worker, when none of them is open. */
final class BetweenCommits implements Tampering.Before {

    private final int after;
    private final Runnable write;
    private int commits;
    private boolean written;

    /** @param after so many commits */
    BetweenCommits(int after, Runnable write) {
        this.after = after;
        this.write = write;
    }

    @Override
    public void step(int n, Tampering.Step step, Connection connection) {
        switch (step) {
            case COMMIT -> commits++;
            case STATEMENT -> {
                if (commits == after && !written) {
                    written = true;
                    write.run();
                }
            }
        }
    }

    int commits() {
        return commits;
    }
}
