package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Sagas as they were read: locked until the transaction ends, unless it is for a query.
 *
 * @param now the database's clock when they were read, in milliseconds
 */
record LoadedSagas(Instant now, Map<TransferId, LoadedSaga> sagas) {

    LoadedSagas {
        sagas = Collections.unmodifiableMap(new TreeMap<>(sagas));
    }

    Optional<LoadedSaga> find(TransferId id) {
        return Optional.ofNullable(sagas.get(id));
    }
}
