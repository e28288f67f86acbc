package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.userdatatransfer.worker.transfer.SubTask.FIRST_VERIFY_STEP;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** What a fence does: the same for the real one on PostgreSQL and for the one of the simulation. */
public abstract class FenceContract {

    private static final int SCRIPTS = 20;

    /** What a row of the fence has to say. */
    public record Answer(int epoch, int step, DataTypeResult result) {}

    private TransferId transfer = new TransferId(UUID.randomUUID());

    /** Passes the sub-task's own row: that of its data type, or of the verification. */
    protected abstract boolean passes(SubTask subTask);

    /** Passes the row of a data type for which a verification has found late rows. */
    protected abstract boolean passesLate(SubTask verification, DataTypeName type);

    protected abstract void settle(SubTask passed, DataTypeResult result);

    protected abstract Optional<Answer> said(SubTask subTask);

    @Test
    void letsASubTaskPassOnce() {
        assertThat(passes(transfer(1, 0))).isTrue();
        assertThat(passes(transfer(1, 0))).isFalse();
    }

    @Test
    void letsNothingOfAnOlderEpochPass() {
        assertThat(passes(transfer(3, 0))).isTrue();
        assertThat(passes(transfer(2, 0))).isFalse();
        assertThat(passes(transfer(2, 5))).isFalse();
        assertThat(passes(transfer(4, 0))).isTrue();
    }

    @Test
    void letsSlicesPassInTheirOrderOnly() {
        assertThat(passes(transfer(1, 0))).isTrue();
        assertThat(passes(transfer(1, 2))).isTrue();
        assertThat(passes(transfer(1, 1))).isFalse();
        assertThat(passes(transfer(1, 2))).isFalse();
    }

    @Test
    void letsNoTransferPassAfterItsCompensation() {
        assertThat(passes(compensation(2))).isTrue();
        assertThat(passes(transfer(1, 0))).isFalse();
        assertThat(passes(compensation(2))).isFalse();
    }

    @Test
    void givesARoundOfVerificationARowOfItsOwn() {
        assertThat(passes(transfer(1, 0))).isTrue();
        assertThat(passes(verification(1, 0))).isTrue();
        assertThat(passes(verification(1, 0))).isFalse();
        assertThat(passes(verification(1, 1))).isTrue();
        assertThat(passes(verification(1, 0))).isFalse();
        assertThat(passes(transfer(1, 1))).isTrue();
    }

    @Test
    void letsLateRowsPassTheirDataTypeToo() {
        assertThat(passes(transfer(1, 0))).isTrue();
        assertThat(passesLate(verification(1, 0), type("alert"))).isTrue();
        assertThat(passesLate(verification(1, 0), type("alert"))).isFalse();
        assertThat(passes(transfer(1, 3))).isFalse();
        assertThat(passes(compensation(2))).isTrue();
        assertThat(passesLate(verification(1, 1), type("alert"))).isFalse();
    }

    @Test
    void saysAgainWhatWasSaidAndToWhom() {
        assertThat(said(transfer(1, 0))).isEmpty();
        passes(transfer(1, 0));
        assertThat(said(transfer(1, 0))).isEmpty();
        settle(transfer(1, 0), result("alert", DataTypeOutcome.DONE));
        assertThat(said(transfer(1, 0))).contains(new Answer(1, 0, result("alert", DataTypeOutcome.DONE)));
        passes(compensation(2));
        settle(compensation(2), result("alert", DataTypeOutcome.FAILED));
        assertThat(said(transfer(1, 0))).contains(new Answer(2, 0, result("alert", DataTypeOutcome.FAILED)));
    }

    @Test
    void keepsTransfersAndDataTypesApart() {
        assertThat(passes(transfer(5, 0))).isTrue();
        assertThat(passes(of("ccr", SubTaskAction.TRANSFER, 1, 0))).isTrue();
        transfer = new TransferId(UUID.randomUUID());
        assertThat(passes(transfer(1, 0))).isTrue();
    }

    /** Whatever comes in whichever order: the simulation's fence and this one never differ. */
    @Test
    void answersAsTheSimulationsFenceDoesWhateverComes() {
        for (long seed = 0; seed < SCRIPTS; seed++) {
            var random = new Random(seed);
            var simulated = new MemoryFence();
            transfer = new TransferId(UUID.randomUUID());
            for (int i = 0; i < 40; i++) {
                var subTask = any(random);
                var key = MemoryFence.Key.of(subTask);
                var passes = passes(subTask);
                assertThat(passes).as("seed %d, %s", seed, subTask).isEqualTo(simulated.pass(key, subTask));
                if (passes) {
                    var result = result(
                            key.type().value(), random.nextBoolean() ? DataTypeOutcome.DONE : DataTypeOutcome.FAILED);
                    settle(subTask, result);
                    simulated.settle(key, result);
                }
                assertThat(said(subTask)).as("seed %d, %s", seed, subTask).isEqualTo(simulated.said(key));
            }
        }
    }

    private SubTask any(Random random) {
        var type = random.nextBoolean() ? "alert" : "ccr";
        var epoch = 1 + random.nextInt(4);
        return switch (random.nextInt(3)) {
            case 0 -> of(type, SubTaskAction.TRANSFER, epoch, random.nextInt(3));
            case 1 -> of(type, SubTaskAction.COMPENSATE, epoch, 0);
            default -> verification(epoch, random.nextInt(2));
        };
    }

    private SubTask transfer(int epoch, int step) {
        return of("alert", SubTaskAction.TRANSFER, epoch, step);
    }

    private SubTask compensation(int epoch) {
        return of("alert", SubTaskAction.COMPENSATE, epoch, 0);
    }

    private SubTask verification(int epoch, int round) {
        return of("alert", SubTaskAction.VERIFY, epoch, FIRST_VERIFY_STEP + round);
    }

    private SubTask of(String type, SubTaskAction action, int epoch, int step) {
        return new SubTask(
                transfer,
                new TenantId("acme"),
                new UserId("ann"),
                new UserId("bob"),
                epoch,
                action,
                step,
                Story.WFM,
                List.of(type(type)),
                WhenSourceEmpty.KEEP_TARGET,
                List.of());
    }

    private static DataTypeName type(String name) {
        return new DataTypeName(name);
    }

    private static DataTypeResult result(String type, DataTypeOutcome outcome) {
        return Story.result(type, outcome, Story.moved(3));
    }
}
