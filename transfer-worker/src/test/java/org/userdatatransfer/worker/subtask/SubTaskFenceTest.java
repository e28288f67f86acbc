package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.saga.FenceContract;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

class SubTaskFenceTest extends FenceContract {

    private static final TestDatabase DATABASE = ReferenceDatabases.wfm(ProductDatabases::migrate, "migrated");

    private static final SingleConnectionDataSource CONNECTION = connection();

    private final SubTaskFence fence = new SubTaskFence(JdbcClient.create(CONNECTION));

    private static SingleConnectionDataSource connection() {
        try {
            return new SingleConnectionDataSource(DATABASE.dataSource().getConnection(), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void drop() {
        CONNECTION.destroy();
        DATABASE.close();
    }

    @Override
    protected boolean passes(SubTask subTask) {
        return !fence.pass(Claims.of(List.of(subTask)).byKey()).isEmpty();
    }

    @Override
    protected boolean passesLate(SubTask verification, DataTypeName type) {
        var key = new FenceKey(verification.transferId(), type);
        return !fence.pass(new TreeMap<>(Map.of(key, verification))).isEmpty();
    }

    @Override
    protected void settle(SubTask passed, DataTypeResult result) {
        fence.settle(new TreeMap<>(Map.of(keyOf(passed), Settlement.nothing(result))));
    }

    @Override
    protected Optional<Answer> said(SubTask subTask) {
        var key = keyOf(subTask);
        return Optional.ofNullable(fence.said(List.of(key)).get(key))
                .map(said -> new Answer(said.epoch(), said.step(), said.result()));
    }

    private static FenceKey keyOf(SubTask subTask) {
        return Claims.of(List.of(subTask)).byKey().firstKey();
    }

    @Test
    void forgetsTransfersThatAreNamedAndNoOther() {
        var old = command(new TransferId(UUID.randomUUID()));
        var young = command(new TransferId(UUID.randomUUID()));
        passes(old);
        passes(young);
        fence.forget(List.of(old.transferId()));
        assertThat(passes(young)).isFalse();
        assertThat(passes(old)).isTrue();
    }

    private static SubTask command(TransferId transfer) {
        return new SubTask(
                transfer,
                new TenantId("acme"),
                new UserId("ann"),
                new UserId("bob"),
                1,
                SubTaskAction.TRANSFER,
                0,
                new Product("wfm"),
                List.of(new DataTypeName("alert")),
                WhenSourceEmpty.KEEP_TARGET,
                List.of());
    }
}
