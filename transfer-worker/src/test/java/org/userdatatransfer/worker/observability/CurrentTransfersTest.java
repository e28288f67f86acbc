package org.userdatatransfer.worker.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.userdatatransfer.worker.coordination.Rehearsal;
import org.userdatatransfer.worker.coordination.TransferCounts;
import org.userdatatransfer.worker.transfer.ControlAction;

class CurrentTransfersTest {

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @EnumSource(names = {"REPLAY", "ACCEPT"})
    void showsATransferThatNeedsAnOperatorUntilSomebodyHasDecided(ControlAction decision) {
        var rehearsal = new Rehearsal(Rehearsal.settings());
        new CurrentTransfers(rehearsal.coordination.queries()::counts, nanoTime::get).bindTo(meters);

        rehearsal.requestInTrouble(1, "ann", "bob");
        rehearsal.request(request(2, "bob", "cid"), request(3, "dan", "eve"));
        assertThat(shown("needs_operator")).isEqualTo(1);
        assertThat(shown("queued")).isEqualTo(1);
        assertThat(shown("running")).isEqualTo(1);

        rehearsal.control(1, decision);
        rehearsal.work();
        passInterval();
        assertThat(shown("needs_operator")).isZero();
        assertThat(shown("queued")).isZero();
        assertThat(shown("running")).isZero();
    }

    @Test
    void asksAtMostOncePerInterval() {
        var asked = new AtomicInteger();
        new CurrentTransfers(() -> new TransferCounts(asked.incrementAndGet(), 0, 0), nanoTime::get).bindTo(meters);
        shown("running");
        assertThat(shown("queued")).isEqualTo(1);
        assertThat(asked).hasValue(1);
        passInterval();
        assertThat(shown("queued")).isEqualTo(2);
    }

    @Test
    void showsNoNumberWhileTheDatabaseCannotBeAsked() {
        var down = new IllegalStateException("the database is down");
        new CurrentTransfers(
                        () -> {
                            throw down;
                        },
                        nanoTime::get)
                .bindTo(meters);
        assertThat(shown("needs_operator")).isNaN();
    }

    private double shown(String state) {
        return meters.get(CurrentTransfers.NAME).tag("state", state).gauge().value();
    }

    private void passInterval() {
        nanoTime.addAndGet(Duration.ofSeconds(15).toNanos());
    }
}
