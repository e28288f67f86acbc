package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.saga.Course;
import org.userdatatransfer.worker.saga.Patience;
import org.userdatatransfer.worker.saga.Run;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SubTaskState;
import org.userdatatransfer.worker.saga.SubTaskStatus;
import org.userdatatransfer.worker.saga.Verification;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.Unrestored;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

class SagaCodecTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Patience NO_PATIENCE = new Patience(0, Optional.empty());
    private static final TransferRequest REQUEST = new TransferRequest(
            new TransferId(new UUID(1, 2)),
            new TenantId("acme"),
            new UserId("ann"),
            new UserId("bob"),
            "hr",
            NOW,
            List.of(new DataTypeName("type-1"), new DataTypeName("type-0")),
            Optional.of(NOW.plusSeconds(60)),
            TransferMode.EXECUTE,
            Map.of(new DataTypeName("type-1"), WhenSourceEmpty.WIPE_TARGET),
            Optional.of("leaves"),
            Optional.of("type-0=abc"));

    @Test
    void readsWhatItHasWrittenWithEverythingInIt() {
        var states = new ArrayList<SubTaskState>();
        for (var status : SubTaskStatus.values()) {
            states.add(new SubTaskState(
                    status,
                    2,
                    new Patience(1, Optional.of(NOW.plusSeconds(states.size()))),
                    3,
                    Optional.of(rich(states.size()))));
            states.add(new SubTaskState(status, 0, NO_PATIENCE, 0, Optional.empty()));
        }
        for (var course : Course.values()) {
            var run = new Run(
                    3,
                    course,
                    states,
                    List.of(new Verification(
                            Rehearsal.QM, 1, SubTaskStatus.DEFERRED, new Patience(2, Optional.of(NOW)), 5, 4)),
                    List.of(
                            new FailureReason("A", Optional.of("b"), Optional.of("c"), Optional.empty(), "d"),
                            new FailureReason(
                                    "E", Optional.empty(), Optional.empty(), Optional.of(new DataTypeName("f")), "g")),
                    2,
                    Optional.of(NOW.plusSeconds(99)),
                    Optional.of(NOW.plusSeconds(98)));
            var saga = new Saga(
                    REQUEST,
                    plan(states.size()),
                    run,
                    17,
                    List.of(new UUID(3, 4)),
                    Optional.of(8L),
                    Optional.of(NOW),
                    Optional.of("olga"));
            assertThat(SagaCodec.read(REQUEST, saga.plan(), SagaCodec.write(saga))).isEqualTo(saga);
        }
    }

    @Test
    void readsAFreshSaga() {
        var saga = Saga.open(REQUEST, new TransferPlan(plan(36), List.of()), Optional.empty(), NOW)
                .saga();
        var text = SagaCodec.write(saga);
        assertThat(SagaCodec.read(REQUEST, saga.plan(), text)).isEqualTo(saga);
        assertThat(text.length()).isLessThan(200);
    }

    @Test
    void staysWellBelowTwoKilobytesForThirtySixTypesWithRows() {
        var states = IntStream.range(0, 36)
                .mapToObj(i -> new SubTaskState(
                        SubTaskStatus.DONE, 0, NO_PATIENCE, 0,
                        Optional.of(new DataTypeResult(
                                new DataTypeName("type-" + i), DataTypeOutcome.DONE, Optional.empty(), Optional.empty(),
                                new Tally(12_345 + i, 678, 0, 13_000 + i, 23, 0, 12_345 + i, 23, 0),
                                12_345 + i, 12_345 + i, List.of(), List.of(), Optional.empty()))))
                .toList();
        var run = new Run(1, Course.FORWARD, states, List.of(), List.of(), 0, Optional.of(NOW), Optional.empty());
        var saga = new Saga(REQUEST, plan(36), run, 9, List.of(), Optional.of(8L), Optional.empty(), Optional.empty());
        var text = SagaCodec.write(saga);
        assertThat(SagaCodec.read(REQUEST, saga.plan(), text)).isEqualTo(saga);
        assertThat(text.length()).isLessThan(1_600);
    }

    @Test
    void knowsEveryValueOfItsEnums() {
        assertThat(SagaCodec.COURSES).containsExactlyInAnyOrder(Course.values());
        assertThat(SubTaskStateCodec.STATUSES).containsExactlyInAnyOrder(SubTaskStatus.values());
        assertThat(ResultCodec.OUTCOMES).containsExactlyInAnyOrder(DataTypeOutcome.values());
    }

    /** Rows that an earlier version of the worker has written; when this fails, running transfers would be lost. */
    @Test
    void readsWhatVersionOneHasWritten() {
        var text = """
                {"v":1,"e":2,"c":6,"n":5,"b":1772366400123,"s":[[9,1,0,1],[11,[0,10,2,0,-1]],[]],"r":[["X","why",null,null,"type-0"]],"k":1}""";
        var saga = SagaCodec.read(REQUEST, plan(3), text);
        assertThat(saga.run())
                .isEqualTo(new Run(
                        2,
                        Course.BACK_AFTER_FAILURE,
                        List.of(
                                new SubTaskState(
                                        SubTaskStatus.COMPENSATING,
                                        1,
                                        new Patience(0, Optional.of(NOW)),
                                        0,
                                        Optional.empty()),
                                new SubTaskState(
                                        SubTaskStatus.COMPENSATED, 0, NO_PATIENCE, 0,
                                        Optional.of(new DataTypeResult(
                                                new DataTypeName("type-1"), DataTypeOutcome.DONE, Optional.empty(),
                                                Optional.empty(), new Tally(10, 2, 0, 11, 0, 0, 10, 0, 0), 10, 10,
                                                List.of(), List.of(), Optional.empty()))),
                                new SubTaskState(SubTaskStatus.WAITING, 0, NO_PATIENCE, 0, Optional.empty())),
                        List.of(),
                        List.of(new FailureReason(
                                "X",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new DataTypeName("type-0")),
                                "why")),
                        1,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(SagaCodec.write(saga)).isEqualTo(text);
    }

    /** Every field at once, as it is stored; other versions of the worker read it. */
    @Test
    void writesEveryFieldAsVersionOneDoes() {
        var run = new Run(
                3,
                Course.BACK_AFTER_CANCEL,
                List.of(
                        new SubTaskState(
                                SubTaskStatus.REQUESTED,
                                2,
                                new Patience(1, Optional.of(NOW.plusSeconds(1))),
                                3,
                                Optional.empty()),
                        new SubTaskState(SubTaskStatus.FAILED, 0, NO_PATIENCE, 0, Optional.of(rich(1)))),
                List.of(new Verification(
                        Rehearsal.QM, 1, SubTaskStatus.DEFERRED, new Patience(2, Optional.of(NOW)), 5, 4)),
                List.of(
                        new FailureReason("A", Optional.of("b"), Optional.of("c"), Optional.empty(), "d"),
                        FailureReason.ofType("E", new DataTypeName("f"), "g")),
                2,
                Optional.of(NOW.plusSeconds(99)),
                Optional.of(NOW.plusSeconds(98)));
        var saga = new Saga(
                REQUEST,
                plan(2),
                run,
                17,
                List.of(new UUID(3, 4)),
                Optional.of(8L),
                Optional.of(NOW),
                Optional.of("olga"));
        var text = """
                {"v":1,"e":3,"c":7,"n":17,"b":1772366400123,\
                "s":[[2,2,1,1001,3],[7,[1,1,2,3,1,6,9,10,5,8,9,-6,\
                {"r":"WHY","m":"because","h":"hash","f":[["SELF",3,"[1]","[2]"]],"u":[["t","[1]","CHANGED",1]]}]]],\
                "y":[["qm",4,1,2,1,5,4]],\
                "r":[["A","d","b","c",null],["E","g",null,null,"f"]],\
                "k":2,"l":1772366499123,"x":1772366498123,\
                "h":["00000000-0000-0003-0000-000000000004"],"t":8,"z":1772366400123,"u":"olga"}""";
        assertThat(SagaCodec.write(saga)).isEqualTo(text);
        assertThat(SagaCodec.read(REQUEST, saga.plan(), text)).isEqualTo(saga);
    }

    @Test
    void writesRequestsAndPlansAsTheyAreStored() {
        assertThat(RequestCodec.write(REQUEST))
                .isEqualTo(
                        """
                        {"by":"hr","at":1772366400123,"mode":"EXECUTE","types":["type-1","type-0"],\
                        "from":1772366460123,"why":"leaves","hash":"type-0=abc","empty":{"type-1":"WIPE_TARGET"}}""");
        assertThat(RequestCodec.write(plan(2)))
                .isEqualTo("[[\"type-0\",\"qm\",\"type-0\",[]],[\"type-1\",\"wfm\",\"type-0\",[\"type-0\"]]]");
    }

    @Test
    void readsRequestsAndPlans() {
        assertThat(RequestCodec.readRequest(
                        REQUEST.id(),
                        REQUEST.tenant(),
                        REQUEST.source(),
                        REQUEST.target(),
                        RequestCodec.write(REQUEST)))
                .isEqualTo(REQUEST);
        assertThat(RequestCodec.readPlan(RequestCodec.write(plan(5)))).isEqualTo(plan(5));
    }

    private static DataTypeResult rich(int i) {
        return new DataTypeResult(
                new DataTypeName("type-" + i),
                DataTypeOutcome.values()[i % DataTypeOutcome.values().length],
                Optional.of("WHY"),
                Optional.of("because"),
                new Tally(i, 2, 3, 4, 5, -6, 7, 8, 9),
                10,
                11,
                List.of(new Flag("SELF", 3, List.of("[1]", "[2]"))),
                List.of(new Unrestored("t", "[1]", "CHANGED")),
                Optional.of("hash"));
    }

    private static List<PlannedType> plan(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> new PlannedType(
                        new DataTypeName("type-" + i),
                        i % 2 == 0 ? Rehearsal.QM : Rehearsal.WFM,
                        i == 0 ? Set.of() : Set.of(new DataTypeName("type-" + (i - 1))),
                        new DataTypeName("type-0")))
                .toList();
    }
}
