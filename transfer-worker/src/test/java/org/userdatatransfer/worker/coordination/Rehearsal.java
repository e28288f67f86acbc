package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaInput;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.PlannedTransfer;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/** Coordination on a real database, with workers played by hand: what is to be sent waits here until a test acts. */
public final class Rehearsal {

    static final Product QM = new Product("qm");
    static final Product WFM = new Product("wfm");

    final DataSource database;
    public final Coordination coordination;
    final List<SubTask> commands = new ArrayList<>();
    final List<Announcement> announcements = new ArrayList<>();
    List<PlannedType> catalogue = plan();
    private int controls;

    public Rehearsal(CoordinationSettings settings) {
        this(CoordinatorDatabase.emptied(), settings);
    }

    Rehearsal(DataSource database, CoordinationSettings settings) {
        this(database, settings, here());
    }

    Rehearsal(DataSource database, CoordinationSettings settings, ExecutorService promoting) {
        this.database = database;
        coordination = new Coordination(
                database,
                settings,
                request -> new TransferPlan(catalogue, List.of()),
                Set.of(QM, WFM),
                this::check,
                this::keep,
                ids -> forgetFences.accept(ids),
                promoting);
    }

    /** The transfers whose fences were let go of. */
    final List<TransferId> forgotten = new ArrayList<>();

    Consumer<List<TransferId>> forgetFences = forgotten::addAll;

    /** Happens between the two transactions of promotion that let somebody in. */
    Runnable beforeUsersAreLookedUp = () -> {};

    private Map<TransferId, UserCheck> check(List<PlannedTransfer> transfers) {
        beforeUsersAreLookedUp.run();
        return transfers.stream()
                .collect(Collectors.toMap(
                        PlannedTransfer::id, transfer -> new UserCheck(Set.of(QM, WFM), List.of())));
    }

    private synchronized void keep(List<SubTask> subTasks, List<Announcement> announced) {
        commands.addAll(subTasks);
        announcements.addAll(announced);
    }

    static List<PlannedType> plan() {
        return List.of(
                new PlannedType(new DataTypeName("ccr"), QM, Set.of(), new DataTypeName("ccr")),
                new PlannedType(new DataTypeName("alert"), WFM, Set.of(), new DataTypeName("alert")));
    }

    public static CoordinationSettings settings() {
        return settings(100, Duration.ofMinutes(5));
    }

    static CoordinationSettings settings(int maxRunning, Duration askAgainAfter) {
        return new CoordinationSettings(
                maxRunning,
                Duration.ofMillis(50),
                50,
                askAgainAfter,
                Duration.ofMillis(1),
                Duration.ofHours(1),
                SagaPolicy.WhenOverdue.COMPENSATE,
                Duration.ofHours(1),
                2,
                Duration.ofMillis(1),
                Duration.ofDays(30),
                Duration.ofDays(90));
    }

    public static TransferId id(long number) {
        return new TransferId(new UUID(0, number));
    }

    public static TransferRequest request(long id, String source, String target) {
        return request(id, "acme", source, target, Optional.empty());
    }

    static TransferRequest preview(long id, String source, String target) {
        var r = request(id, source, target);
        return new TransferRequest(
                r.id(),
                r.tenant(),
                r.source(),
                r.target(),
                r.requestedBy(),
                r.requestedAt(),
                r.dataTypes(),
                r.effectiveAt(),
                TransferMode.PREVIEW,
                r.whenSourceEmpty(),
                r.reason(),
                r.planHash());
    }

    static TransferRequest request(
            long id, String tenant, String source, String target, Optional<Instant> effectiveAt) {
        return new TransferRequest(
                id(id),
                new TenantId(tenant),
                new UserId(source),
                new UserId(target),
                "hr",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of(),
                effectiveAt,
                TransferMode.EXECUTE,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    public void request(TransferRequest... requests) {
        handle(Arrays.stream(requests).<SagaInput>map(SagaInput.Requested::new).toList());
    }

    public void control(long id, ControlAction action) {
        handle(List.of(controlled(id, action)));
    }

    SagaInput controlled(long id, ControlAction action) {
        return new SagaInput.Controlled(new TransferControl(
                new UUID(id, ++controls), id(id), action, "olga", Instant.EPOCH, List.of(), Optional.empty()));
    }

    void handle(List<SagaInput> inputs) {
        coordination.coordinator().handle(inputs);
    }

    synchronized List<SubTask> taken() {
        var taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    /** Workers do what they are asked, until nothing is asked any more. */
    public void work() {
        work(subTask -> DataTypeOutcome.DONE);
    }

    public void work(Function<SubTask, DataTypeOutcome> how) {
        for (var subTasks = taken(); !subTasks.isEmpty(); subTasks = taken()) {
            handle(subTasks.stream().map(subTask -> reported(subTask, how.apply(subTask))).toList());
        }
    }

    /** Requests a transfer that fails and cannot be taken back either. */
    public void requestInTrouble(long id, String source, String target) {
        request(request(id, source, target));
        await().untilAsserted(() -> {
            coordination.overdue().sweep();
            work(subTask -> subTask.transferId().equals(id(id)) ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE);
            assertThat(phase(id)).isEqualTo(Phase.NEEDS_OPERATOR);
        });
    }

    static SagaInput reported(SubTask subTask, DataTypeOutcome outcome) {
        var moved = subTask.action() == SubTaskAction.VERIFY ? 0 : 3;
        return new SagaInput.Reported(SubTaskReport.of(
                subTask,
                subTask.dataTypes().stream()
                        .map(type -> new DataTypeResult(
                                type,
                                outcome,
                                Optional.empty(),
                                Optional.empty(),
                                new Tally(moved, 0, 0, moved, 0, 0, moved, 0, 0),
                                moved,
                                moved,
                                List.of(),
                                List.of(),
                                Optional.empty()))
                        .toList()));
    }

    Saga saga(long id) {
        return coordination.queries().find(id(id)).orElseThrow().saga();
    }

    public Phase phase(long id) {
        return saga(id).phase();
    }

    List<Phase> phases(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(this::phase).toList();
    }

    synchronized List<Announcement> announced(long id) {
        return announcements.stream().filter(a -> a.transferId().equals(id(id))).toList();
    }

    <F extends Announcement.Fact> List<F> facts(long id, Class<F> kind) {
        return announced(id).stream()
                .flatMap(a -> kind.isInstance(a.fact()) ? Stream.of(kind.cast(a.fact())) : Stream.empty())
                .toList();
    }

    /** The users of transfers that hold a worker's command right now, each once. */
    Set<UserId> usersAtWork() {
        var users = new HashSet<UserId>();
        JdbcClient.create(database)
                .sql("SELECT source, target FROM ticket WHERE state = 'RUNNING'")
                .query((row, n) -> {
                    for (var user : List.of(row.getString(1), row.getString(2))) {
                        if (!users.add(new UserId(user))) {
                            throw new AssertionError("Two running transfers share user " + user);
                        }
                    }
                    return 0;
                })
                .list();
        return users;
    }

    /** Runs at once what is woken. */
    private static ExecutorService here() {
        return new AbstractExecutorService() {
            @Override
            public void execute(Runnable work) {
                work.run();
            }

            @Override
            public void shutdown() {}

            @Override
            public List<Runnable> shutdownNow() {
                return List.of();
            }

            @Override
            public boolean isShutdown() {
                return false;
            }

            @Override
            public boolean isTerminated() {
                return true;
            }

            @Override
            public boolean awaitTermination(long timeout, TimeUnit unit) {
                return true;
            }
        };
    }
}
