package org.userdatatransfer.worker.coordination;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Cause;
import org.userdatatransfer.worker.saga.HistoryEntry;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.TransferId;

/** Every transition of every saga, with its time, its cause and who asked. */
final class SagaHistory {

    private static final String APPEND =
            """
            INSERT INTO saga_history (transfer_id, at, from_phase, to_phase, epoch, cause, asked_by, message)
            SELECT transfer_id, at, from_phase, to_phase, epoch, cause, asked_by, message
            FROM unnest(
                CAST(:ids AS uuid[]), CAST(:at AS timestamptz[]), CAST(:from AS text[]), CAST(:to AS text[]),
                CAST(:epochs AS int[]), CAST(:causes AS text[]), CAST(:by AS text[]), CAST(:messages AS text[]))
                WITH ORDINALITY
                AS line (transfer_id, at, from_phase, to_phase, epoch, cause, asked_by, message, place)
            ORDER BY place
            """;

    private static final String OF_TRANSFER =
            """
            SELECT at, from_phase, to_phase, epoch, cause, asked_by, message
            FROM saga_history WHERE transfer_id = :id ORDER BY entry_id
            """;

    private final JdbcClient jdbc;

    SagaHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void append(List<HistoryLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        jdbc.sql(APPEND)
                .param("ids", Columns.of(lines, HistoryLine::transferId))
                .param("at", Columns.of(lines, HistoryLine::at))
                .param("from", Columns.of(lines, line -> line.entry().from()))
                .param("to", Columns.of(lines, line -> line.entry().to()))
                .param("epochs", Columns.of(lines, line -> line.entry().epoch()))
                .param("causes", Columns.of(lines, line -> line.entry().cause()))
                .param("by", Columns.of(lines, line -> line.entry().by()))
                .param("messages", Columns.of(lines, line -> line.entry().message()))
                .update();
    }

    List<HistoryLine> of(TransferId id) {
        return jdbc.sql(OF_TRANSFER)
                .param("id", id.value())
                .query((row, n) -> new HistoryLine(
                        id,
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        new HistoryEntry(
                                Optional.ofNullable(row.getString("from_phase")).map(Phase::valueOf),
                                Phase.valueOf(row.getString("to_phase")),
                                row.getInt("epoch"),
                                Cause.valueOf(row.getString("cause")),
                                Optional.ofNullable(row.getString("asked_by")),
                                Optional.ofNullable(row.getString("message")))))
                .list();
    }
}
