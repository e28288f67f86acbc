package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.userdatatransfer.events.ControlAction;
import org.userdatatransfer.events.TransferCompleted;

/**
 * Transfers at the same time: with common users they end as if run one after another, with common rows too.
 * {@code -Doverlap.into-one} says how many of them have one target.
 */
@ExtendWith(EndToEnd.class)
class OverlapTest {

    private static final int INTO_ONE = Integer.getInteger("overlap.into-one", 100);

    private final RunningWorker worker;
    private final Tenant tenant;

    OverlapTest(RunningWorker worker) {
        this.worker = worker;
        this.tenant = worker.suite.tenant();
    }

    @Test
    void aCircleOfThreeEndsAsIfRunOneAfterAnother() {
        tenant.withUsers("anna", "bea", "carl").withConflicts("anna", "bea");
        var before = worker.suite.rows();
        var start = Instant.now();

        worker.desk.allCompleted(List.of(
                worker.hr.transfer(tenant, "anna", "bea"),
                worker.hr.transfer(tenant, "bea", "carl"),
                worker.hr.transfer(tenant, "carl", "anna")));

        inTurn(before, List.of("anna", "bea", "carl", "anna")).isIn(worker.suite, start);
    }

    @Test
    void aSwapEndsAsIfRunOneAfterAnother() {
        tenant.withUsers("anna", "bea").withConflicts("anna", "bea");
        var before = worker.suite.rows();
        var start = Instant.now();

        worker.desk.allCompleted(List.of(
                worker.hr.transfer(tenant, "anna", "bea"),
                worker.hr.transfer(tenant, "bea", "anna")));

        inTurn(before, List.of("anna", "bea", "anna")).isIn(worker.suite, start);
    }

    @Test
    void hundredsIntoOneUserEndAsIfRunOneAfterAnother() {
        tenant.withCrowd("leaver", INTO_ONE).withUsers("tom");
        var before = worker.suite.rows();
        var start = Instant.now();

        var transfers = IntStream.rangeClosed(1, INTO_ONE)
                .mapToObj(i -> worker.hr.transfer(tenant, "leaver-" + i, "tom"))
                .toList();
        var completed = transfers.stream().map(worker.desk::completed).toList();

        assertThat(completed).allMatch(TransferCompleted::getConserved);
        assertThat(completed).extracting(TransferCompleted::getAt).isSorted();
        var expected = before.after(tenant.name(), "leaver-1", "tom");
        for (int i = 2; i <= INTO_ONE; i++) {
            expected = expected.rows().after(tenant.name(), "leaver-" + i, "tom");
        }
        expected.isIn(worker.suite, start);
    }

    private Outcome inTurn(Rows before, List<String> users) {
        var outcome = before.after(tenant.name(), users.get(0), users.get(1));
        for (int i = 1; i < users.size() - 1; i++) {
            outcome = outcome.rows().after(tenant.name(), users.get(i), users.get(i + 1));
        }
        return outcome;
    }

    private enum Order {
        FIRST_THEN_SECOND,
        SECOND_THEN_FIRST,
        AT_ONCE
    }

    /**
     * The evaluator of an evaluation leaves, and its approver too; likewise in every other row that names two users.
     */
    @ParameterizedTest(name = "done {0}, undone {1}")
    @CsvSource({
        "FIRST_THEN_SECOND, FIRST_THEN_SECOND",
        "FIRST_THEN_SECOND, SECOND_THEN_FIRST",
        "FIRST_THEN_SECOND, AT_ONCE",
        "SECOND_THEN_FIRST, FIRST_THEN_SECOND",
        "SECOND_THEN_FIRST, SECOND_THEN_FIRST",
        "SECOND_THEN_FIRST, AT_ONCE",
        "AT_ONCE, FIRST_THEN_SECOND",
        "AT_ONCE, SECOND_THEN_FIRST",
        "AT_ONCE, AT_ONCE"
    })
    void transfersThatShareRowsButNoUserAreDoneAndUndoneInAnyOrder(Order done, Order undone) {
        tenant.withUsers("eva", "eva.heir", "paul", "paul.heir").withRowsOfBoth("eva", "paul");
        var before = worker.suite.rows();
        var start = Instant.now();

        var transfers = transfer(done);
        before.after(tenant.name(), "eva", "eva.heir")
                .rows()
                .after(tenant.name(), "paul", "paul.heir")
                .isIn(worker.suite, start);

        undo(undone, transfers, before, start);
        before.areThoseOf(worker.suite);
    }

    /** As before, but one of the shared rows is removed by a rule in favour of the heir's. */
    @ParameterizedTest(name = "done {0}, undone {1}")
    @CsvSource({
        "FIRST_THEN_SECOND, FIRST_THEN_SECOND",
        "FIRST_THEN_SECOND, SECOND_THEN_FIRST",
        "SECOND_THEN_FIRST, FIRST_THEN_SECOND",
        "SECOND_THEN_FIRST, SECOND_THEN_FIRST",
        "AT_ONCE, AT_ONCE"
    })
    void aSharedRowThatARuleRemovedComesBackWithTheUserItThenBelongsTo(Order done, Order undone) {
        tenant.withUsers("eva", "eva.heir", "paul", "paul.heir").withClashOfBoth("eva", "eva.heir", "paul");
        var before = worker.suite.rows();
        var start = Instant.now();

        var transfers = transfer(done);
        undo(undone, transfers, before, start);

        before.areThoseOf(worker.suite);
    }

    private List<UUID> transfer(Order order) {
        var first = Hr.request(tenant, "eva", "eva.heir").build();
        var second = Hr.request(tenant, "paul", "paul.heir").build();
        switch (order) {
            case FIRST_THEN_SECOND -> {
                worker.desk.completed(worker.hr.publish(first));
                worker.hr.publish(second);
            }
            case SECOND_THEN_FIRST -> {
                worker.desk.completed(worker.hr.publish(second));
                worker.hr.publish(first);
            }
            case AT_ONCE -> {
                worker.hr.publish(first);
                worker.hr.publish(second);
            }
        }
        var both = List.of(first.getTransferId(), second.getTransferId());
        worker.desk.allCompleted(both);
        return both;
    }

    private void undo(Order order, List<UUID> transfers, Rows before, Instant start) {
        var first = transfers.getFirst();
        var second = transfers.getLast();
        switch (order) {
            case FIRST_THEN_SECOND -> {
                worker.hr.control(ControlAction.UNDO, first);
                worker.desk.undone(first);
                before.after(tenant.name(), "paul", "paul.heir").isIn(worker.suite, start);
                worker.hr.control(ControlAction.UNDO, second);
            }
            case SECOND_THEN_FIRST -> {
                worker.hr.control(ControlAction.UNDO, second);
                worker.desk.undone(second);
                before.after(tenant.name(), "eva", "eva.heir").isIn(worker.suite, start);
                worker.hr.control(ControlAction.UNDO, first);
            }
            case AT_ONCE -> transfers.forEach(transfer -> worker.hr.control(ControlAction.UNDO, transfer));
        }
        transfers.forEach(worker.desk::undone);
    }
}
