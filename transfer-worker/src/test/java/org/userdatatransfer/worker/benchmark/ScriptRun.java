package org.userdatatransfer.worker.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The scripts of both products at work, on one installation. */
record ScriptRun(Installation installation) {

    /** All transfers, several of them at a time, each in its two databases one after the other. */
    Duration transferAll(List<UserPair> pairs, int connections) {
        var qmUsers = ProductUserIds.qm(installation);
        var wfmUsers = ProductUserIds.wfm(installation);
        var next = new AtomicInteger();
        Callable<Void> worker = () -> {
            try (var qm = connect(installation.qm());
                    var wfm = connect(installation.wfm())) {
                for (var i = next.getAndIncrement(); i < pairs.size(); i = next.getAndIncrement()) {
                    var pair = pairs.get(i);
                    Script.QM.run(qm, qmUsers.id(pair.source()), qmUsers.id(pair.target()));
                    Script.WFM.run(wfm, wfmUsers.id(pair.source()), wfmUsers.id(pair.target()));
                }
            }
            return null;
        };
        return timed(IntStream.range(0, connections).mapToObj(i -> worker).toList());
    }

    /**
     * All transfers, so many at once in one statement, both databases beside each other: what the worker does, but
     * without a journal, fences, reports and messages.
     */
    Duration transferInBatches(List<UserPair> pairs, int batch) {
        return timed(List.of(
                batches(installation.qm(), Script.QM, ProductUserIds.qm(installation), pairs, batch),
                batches(installation.wfm(), Script.WFM, ProductUserIds.wfm(installation), pairs, batch)));
    }

    private Callable<Void> batches(
            String database, Script script, ProductUserIds users, List<UserPair> pairs, int batch) {
        return () -> {
            try (var connection = connect(database)) {
                for (var from = 0; from < pairs.size(); from += batch) {
                    var some = pairs.subList(from, Math.min(pairs.size(), from + batch));
                    script.run(
                            connection,
                            some.stream().map(pair -> users.id(pair.source())).toList(),
                            some.stream().map(pair -> users.id(pair.target())).toList());
                }
            }
            return null;
        };
    }

    /** One transfer, in both databases at once. */
    Duration transferSideBySide(UserPair pair) {
        return timed(List.of(
                once(installation.qm(), Script.QM, ProductUserIds.qm(installation), pair),
                once(installation.wfm(), Script.WFM, ProductUserIds.wfm(installation), pair)));
    }

    /** Some tables of one product only. */
    Duration transfer(String database, Script script, ProductUserIds users, UserPair pair) {
        return timed(List.of(once(database, script, users, pair)));
    }

    private Callable<Void> once(String database, Script script, ProductUserIds users, UserPair pair) {
        return () -> {
            try (var connection = connect(database)) {
                script.run(connection, users.id(pair.source()), users.id(pair.target()));
            }
            return null;
        };
    }

    private Connection connect(String database) throws SQLException {
        var connection = installation.servers().database(database).getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static Duration timed(List<Callable<Void>> work) {
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            var begin = System.nanoTime();
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The script failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
