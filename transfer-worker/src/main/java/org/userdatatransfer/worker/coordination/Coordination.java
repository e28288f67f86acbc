package org.userdatatransfer.worker.coordination;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Everything that coordinates transfers over one database, put together; started, it sweeps by itself. Whoever appends
 * to the outbox over the same data source takes part in its transactions.
 */
public final class Coordination implements SmartLifecycle {

    private final SagaCoordinator coordinator;
    private final Promotion promotion;
    private final OverdueSagas overdue;
    private final EndedSagas ended;
    private final CoordinationSweeps sweeps;
    private final TransferQueries queries;

    /** @param products where users can be looked up here */
    public Coordination(
            DataSource database,
            CoordinationSettings settings,
            TransferPlanner planner,
            Set<Product> products,
            UserChecks userChecks,
            Outgoing outgoing,
            Consumer<List<TransferId>> forgetFences) {
        this(
                database,
                settings,
                planner,
                products,
                userChecks,
                outgoing,
                forgetFences,
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("promotion-", 0).daemon(true).factory()));
    }

    /** @param promoting where promotion runs when it is woken; one thread, for only one can do it at a time */
    Coordination(
            DataSource database,
            CoordinationSettings settings,
            TransferPlanner planner,
            Set<Product> products,
            UserChecks userChecks,
            Outgoing outgoing,
            Consumer<List<TransferId>> forgetFences,
            ExecutorService promoting) {
        var jdbc = JdbcClient.create(database);
        TransactionOperations transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        var policy = settings.policy();
        var store = new SagaStore(jdbc);
        var history = new SagaHistory(jdbc);
        var calls = new TicketCalls(jdbc);
        var places = new QueuePlaces(jdbc);
        var writer = new DecisionWriter(store, history, calls, outgoing);
        promotion = new Promotion(
                transaction,
                store,
                new UserTickets(jdbc, calls),
                places,
                writer,
                products,
                userChecks,
                policy,
                settings.maxRunning());
        var wakePromotion = new WakeUp(promoting, "Promotion", promotion::run);
        coordinator = new SagaCoordinator(transaction, store, writer, planner, policy, wakePromotion);
        overdue = new OverdueSagas(transaction, store, writer, policy, settings.sweepBatch(), wakePromotion);
        ended = new EndedSagas(transaction, jdbc, settings.retention(), forgetFences);
        sweeps = new CoordinationSweeps(settings, wakePromotion, overdue, ended, promoting);
        queries = new TransferQueries(jdbc, store, history, places);
    }

    public SagaCoordinator coordinator() {
        return coordinator;
    }

    public TransferQueries queries() {
        return queries;
    }

    Promotion promotion() {
        return promotion;
    }

    OverdueSagas overdue() {
        return overdue;
    }

    EndedSagas ended() {
        return ended;
    }

    @Override
    public void start() {
        sweeps.start();
    }

    @Override
    public void stop() {
        sweeps.stop();
    }

    @Override
    public boolean isRunning() {
        return sweeps.isRunning();
    }
}
