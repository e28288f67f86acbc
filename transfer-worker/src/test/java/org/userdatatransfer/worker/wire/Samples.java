package org.userdatatransfer.worker.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Announcement.Fact;
import org.userdatatransfer.worker.saga.Announcement.FailureOutcome;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.Unrestored;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** One value of every kind, with every field told apart from its default. */
final class Samples {

    static final TransferId TRANSFER = TransferId.of("7f000000-0000-4000-8000-00000000000a");
    static final DataTypeName EVALUATION = new DataTypeName("evaluation");

    private Samples() {}

    static DataTypeResult result(DataTypeOutcome outcome) {
        return new DataTypeResult(
                EVALUATION,
                outcome,
                Optional.of("WHY"),
                Optional.of("in words"),
                new Tally(1, 2, 3, 4, 5, -6, 7, 8, 9),
                10,
                11,
                List.of(new Flag("SELF_EVALUATION", 2, List.of("[1]", "[2]"))),
                List.of(new Unrestored("evaluation", "[3]", "MOVED_ON")),
                Optional.of("hash"));
    }

    static DataTypeResult plainResult() {
        return new DataTypeResult(
                EVALUATION,
                DataTypeOutcome.DONE,
                Optional.empty(),
                Optional.empty(),
                Tally.ZERO,
                0,
                0,
                List.of(),
                List.of(),
                Optional.empty());
    }

    static SubTask subTask(SubTaskAction action) {
        return new SubTask(
                TRANSFER,
                new TenantId("acme"),
                new UserId("anna.leaver"),
                new UserId("tom.taker"),
                3,
                action,
                2,
                new Product("qm"),
                List.of(EVALUATION),
                WhenSourceEmpty.WIPE_TARGET,
                List.of(new DataTypeName("ccr"), new DataTypeName("alert")));
    }

    static SubTaskReport report(SubTaskAction action, DataTypeResult... results) {
        return new SubTaskReport(TRANSFER, 3, action, 2, new Product("qm"), List.of(results));
    }

    static Announcement announcement(Fact fact) {
        return new Announcement(
                TRANSFER,
                5,
                new TenantId("acme"),
                new UserId("anna.leaver"),
                new UserId("tom.taker"),
                3,
                Instant.ofEpochMilli(1_700_000_000_123L),
                fact);
    }

    static List<Fact> facts() {
        return List.of(
                new Announcement.StatusChanged(
                        Phase.QUEUED,
                        Cause.REQUESTED,
                        Optional.of("olga"),
                        Optional.of(4),
                        List.of(TRANSFER),
                        List.of(new Announcement.Progress(EVALUATION, "DONE", 1, 2, 3, 4, 5, Optional.of("WHY"))),
                        Optional.of("in words")),
                new Announcement.Previewed(List.of(result(DataTypeOutcome.DONE)), "hash"),
                new Announcement.Completed(List.of(result(DataTypeOutcome.DONE)), true, 2, 17),
                new Announcement.Failed(
                        FailureOutcome.REJECTED,
                        List.of(FailureReason.inField(ReasonCode.SAME_USER, "targetUserId", "tom", "Name another.")),
                        List.of()),
                new Announcement.Undone("olga", List.of(plainResult())));
    }
}
