package org.userdatatransfer.worker.coordination;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.QueuePlace;
import org.userdatatransfer.worker.transfer.TransferId;

/** Who waits for whom: asked of the queues without changing them. */
final class QueuePlaces {

    private final JdbcClient jdbc;

    QueuePlaces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where those of them that wait stand; beyond {@code limit} transfers ahead the count stops. */
    Map<TransferId, QueuePlace> of(Collection<TransferId> ids, int limit) {
        var places = new HashMap<TransferId, QueuePlace>();
        if (!ids.isEmpty()) {
            jdbc.sql(TicketSql.PLACES)
                    .param("ids", Columns.ids(ids))
                    .param("limit", limit)
                    .query((row, n) -> places.put(
                            Columns.id(row, "transfer_id"),
                            new QueuePlace(
                                    row.getInt("transfers"),
                                    prior(
                                            row.getObject("prior_of_source", UUID.class),
                                            row.getObject("prior_of_target", UUID.class)))))
                    .list();
        }
        return places;
    }

    private static List<TransferId> prior(
            @Nullable UUID ofSource, @Nullable UUID ofTarget) {
        var prior = new ArrayList<TransferId>();
        Optional.ofNullable(ofSource).map(TransferId::new).ifPresent(prior::add);
        Optional.ofNullable(ofTarget)
                .map(TransferId::new)
                .filter(id -> !prior.contains(id))
                .ifPresent(prior::add);
        return prior;
    }

    TransferCounts counts() {
        return jdbc.sql(TicketSql.COUNTS)
                .query((row, n) ->
                        new TransferCounts(row.getLong("queued"), row.getLong("running"), row.getLong("parked")))
                .single();
    }
}
