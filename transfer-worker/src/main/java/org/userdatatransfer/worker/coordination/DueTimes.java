package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.userdatatransfer.worker.saga.Patience;
import org.userdatatransfer.worker.saga.Run;
import org.userdatatransfer.worker.saga.SubTaskState;
import org.userdatatransfer.worker.saga.Verification;

/**
 * The times at which parts of a run are due, as short numbers: milliseconds after the earliest of them, counted from 1,
 * and 0 for none.
 *
 * @param base the earliest, in milliseconds of the epoch, or 0
 */
record DueTimes(long base) {

    static DueTimes of(Run run) {
        return new DueTimes(Stream.concat(
                        run.subTasks().stream().map(SubTaskState::patience),
                        run.verifications().stream().map(Verification::patience))
                .flatMap(patience -> patience.due().stream())
                .mapToLong(Instant::toEpochMilli)
                .min()
                .orElse(0));
    }

    long number(Patience patience) {
        return patience.due().map(at -> at.toEpochMilli() - base + 1).orElse(0L);
    }

    Patience patience(int attempts, long number) {
        return new Patience(
                attempts, number == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(number + base - 1)));
    }
}
