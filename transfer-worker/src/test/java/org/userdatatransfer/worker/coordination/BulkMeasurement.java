package org.userdatatransfer.worker.coordination;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;

/** Not a test: prints how long a bulk takes. Run it by name. */
class BulkMeasurement {

    @Test
    void fiftyThousandOfOneTenant() {
        var rehearsal = new Rehearsal(Rehearsal.settings(200, Duration.ofMinutes(5)));
        var size = Long.getLong("transfers", 50_000);
        var begun = System.nanoTime();
        for (long from = 1; from <= size; from += 500) {
            var first = from;
            rehearsal.handle(LongStream.range(first, first + 500)
                    .<SagaInput>mapToObj(i -> new SagaInput.Requested(Rehearsal.request(i, "s" + i, "t" + i)))
                    .toList());
        }
        System.err.printf("accepted %d after %d ms%n", size, (System.nanoTime() - begun) / 1_000_000);
        rehearsal.announcements.clear();
        for (int round = 0; round < 30; round++) {
            begun = System.nanoTime();
            var subTasks = rehearsal.taken();
            rehearsal.handle(subTasks.stream()
                    .map(subTask -> Rehearsal.reported(subTask, DataTypeOutcome.DONE))
                    .toList());
            System.err.printf("%d reports in %d ms%n", subTasks.size(), (System.nanoTime() - begun) / 1_000_000);
        }
    }

    @Test
    void manyIntoOneUser() {
        var rehearsal = new Rehearsal(Rehearsal.settings(200, Duration.ofMinutes(5)));
        var size = Long.getLong("transfers", 10_000);
        var begun = System.nanoTime();
        for (long from = 1; from <= size; from += 500) {
            var first = from;
            rehearsal.handle(LongStream.range(first, first + 500)
                    .<SagaInput>mapToObj(i -> new SagaInput.Requested(Rehearsal.request(i, "s" + i, "bob")))
                    .toList());
        }
        System.err.printf("queued %d into one after %d ms%n", size, (System.nanoTime() - begun) / 1_000_000);
        for (int round = 0; round < 20; round++) {
            begun = System.nanoTime();
            rehearsal.handle(rehearsal.taken().stream()
                    .map(subTask -> Rehearsal.reported(subTask, DataTypeOutcome.DONE))
                    .toList());
            System.err.printf("one step in %d us%n", (System.nanoTime() - begun) / 1_000);
        }
    }
}
