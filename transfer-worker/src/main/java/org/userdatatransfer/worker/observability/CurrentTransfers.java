package org.userdatatransfer.worker.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.userdatatransfer.worker.coordination.TransferCounts;

/** How many transfers wait, run, and keep their users locked until an operator decides; no number if nobody knows. */
public final class CurrentTransfers implements MeterBinder {

    static final String NAME = "transfer.current";

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final Refreshed<TransferCounts> counts;

    public CurrentTransfers(Supplier<TransferCounts> counts) {
        this(counts, System::nanoTime);
    }

    CurrentTransfers(Supplier<TransferCounts> counts, LongSupplier nanoTime) {
        this.counts = new Refreshed<>(counts, INTERVAL, nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, "queued", TransferCounts::queued);
        bind(registry, "running", TransferCounts::running);
        bind(registry, "needs_operator", TransferCounts::needingOperator);
    }

    private void bind(MeterRegistry registry, String state, ToLongFunction<TransferCounts> count) {
        Gauge.builder(NAME, () -> counts.get().map(c -> (double) count.applyAsLong(c)).orElse(Double.NaN))
                .description("Transfers of the whole installation; needs_operator keeps both users locked")
                .tag("state", state)
                .register(registry);
    }
}
