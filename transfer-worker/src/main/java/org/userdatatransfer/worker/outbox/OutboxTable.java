package org.userdatatransfer.worker.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.wire.WireFormat;

/** The table behind the outbox, one row per batch. */
final class OutboxTable {

    private static final String APPEND = """
            WITH cleared AS (DELETE FROM outbox WHERE id = ANY (?))
            INSERT INTO outbox (topics, keys, event_ids, payloads)
            VALUES (?, ?, ?, ?)
            RETURNING id
            """;

    private static final String CLEAR = """
            DELETE FROM outbox WHERE id = ANY (?)
            """;

    private static final String KEEP_ONLY = """
            UPDATE outbox SET topics = ?, keys = ?, event_ids = ?, payloads = ? WHERE id = ?
            """;

    private static final String ABANDONED = """
            SELECT id, topics, keys, event_ids, payloads
              FROM outbox
             WHERE id > ?
               AND appended_at < clock_timestamp() - make_interval(secs => ?)
             ORDER BY id
             LIMIT ?
               FOR UPDATE SKIP LOCKED
            """;

    /** Messages appended together. */
    record Batch(long id, List<ProducerRecord<byte[], byte[]>> messages) {}

    private final JdbcClient jdbc;

    OutboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Appends a batch, clearing published ones on the way: that costs no commit of its own. */
    long append(List<ProducerRecord<byte[], byte[]>> messages, Collection<Long> published) {
        return jdbc.sql(APPEND)
                .param(published.toArray(Long[]::new))
                .params(columns(messages))
                .query(Long.class)
                .single();
    }

    /** Makes a batch smaller. */
    void keepOnly(long batch, List<ProducerRecord<byte[], byte[]>> messages) {
        jdbc.sql(KEEP_ONLY).params(columns(messages)).param(batch).update();
    }

    void clear(Collection<Long> published) {
        jdbc.sql(CLEAR).param(published.toArray(Long[]::new)).update();
    }

    /**
     * Batches that were appended that long ago, locked until the transaction ends; those that others have locked are
     * left to them.
     *
     * @param behind only those with a greater id
     */
    List<Batch> abandoned(Duration age, long behind, int limit) {
        return jdbc.sql(ABANDONED)
                .param(behind)
                .param(age.toMillis() / 1000.0)
                .param(limit)
                .query((row, n) -> batch(row))
                .list();
    }

    private static List<Object> columns(List<ProducerRecord<byte[], byte[]>> messages) {
        return List.of(
                messages.stream().map(ProducerRecord::topic).toArray(String[]::new),
                messages.stream().map(message -> text(message.key())).toArray(String[]::new),
                messages.stream().map(OutboxTable::eventId).toArray(String[]::new),
                messages.stream().map(ProducerRecord::value).toArray(byte[][]::new));
    }

    private static Batch batch(ResultSet row) throws SQLException {
        var topics = (String[]) array(row, "topics");
        var keys = (String[]) array(row, "keys");
        var eventIds = (String[]) array(row, "event_ids");
        var payloads = (byte[][]) array(row, "payloads");
        var messages = new ArrayList<ProducerRecord<byte[], byte[]>>(topics.length);
        for (int i = 0; i < topics.length; i++) {
            var message = new ProducerRecord<>(topics[i], bytes(keys[i]), payloads[i]);
            message.headers().add(WireFormat.EVENT_ID, bytes(eventIds[i]));
            messages.add(message);
        }
        return new Batch(row.getLong("id"), messages);
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        try {
            return array.getArray();
        } finally {
            array.free();
        }
    }

    private static String eventId(ProducerRecord<byte[], byte[]> message) {
        return text(message.headers().lastHeader(WireFormat.EVENT_ID).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
