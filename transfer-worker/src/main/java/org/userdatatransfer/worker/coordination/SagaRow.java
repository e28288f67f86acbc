package org.userdatatransfer.worker.coordination;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * A row as it was read: without an id if no saga was found, without a state if its request has not been seen.
 *
 * @param now the database's clock
 */
record SagaRow(
        Optional<TransferId> id,
        Optional<String> tenant,
        Optional<String> source,
        Optional<String> target,
        Optional<String> request,
        Optional<String> earlyCancel,
        Optional<UUID> planId,
        Optional<String> state,
        Instant now) {

    static SagaRow of(ResultSet row) throws SQLException {
        return new SagaRow(
                Optional.ofNullable(row.getObject("transfer_id", UUID.class)).map(TransferId::new),
                Optional.ofNullable(row.getString("tenant")),
                Optional.ofNullable(row.getString("source")),
                Optional.ofNullable(row.getString("target")),
                Optional.ofNullable(row.getString("request")),
                Optional.ofNullable(row.getString("early_cancel")),
                Optional.ofNullable(row.getObject("plan_id", UUID.class)),
                Optional.ofNullable(row.getString("state")),
                row.getObject("now", OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * @param plans has the plan of this row
     * @throws UnreadableSagaException if it means nothing to us
     */
    LoadedSaga loaded(Map<UUID, List<PlannedType>> plans) {
        var transfer = id.orElseThrow();
        try {
            return loaded(transfer, plans);
        } catch (RuntimeException e) {
            throw new UnreadableSagaException(transfer, e);
        }
    }

    private LoadedSaga loaded(TransferId transfer, Map<UUID, List<PlannedType>> plans) {
        var cancel = earlyCancel.map(text -> RequestCodec.readControl(transfer, text));
        if (state.isEmpty()) {
            return new LoadedSaga(Optional.empty(), cancel);
        }
        var plan = plans.get(planId.orElseThrow());
        if (plan == null) {
            throw new IllegalStateException("The plan %s of transfer %s is gone".formatted(planId.get(), transfer));
        }
        var written = RequestCodec.readRequest(
                transfer,
                new TenantId(tenant.orElseThrow()),
                new UserId(source.orElseThrow()),
                new UserId(target.orElseThrow()),
                request.orElseThrow());
        return new LoadedSaga(Optional.of(SagaCodec.read(written, plan, state.get())), cancel);
    }
}
