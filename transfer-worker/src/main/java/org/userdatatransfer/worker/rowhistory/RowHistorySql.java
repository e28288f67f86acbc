package org.userdatatransfer.worker.rowhistory;

import static org.userdatatransfer.worker.sql.SqlText.all;
import static org.userdatatransfer.worker.sql.SqlText.join;

import java.util.List;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.engine.ledger.KeySql;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTemplate;

/** Finds in the ledger what a transfer did to the row of a key, {@code :k0}, {@code :k1} and so on. */
final class RowHistorySql {

    private RowHistorySql() {}

    static String of(TableShape shape, List<SqlIdentifier> key) {
        var numbers = IntStream.range(0, key.size()).boxed().toList();
        return SqlTemplate.of(
                """
                WITH wanted AS MATERIALIZED (SELECT jsonb_build_object({object}) AS key)
                SELECT l.written_at, l.data_type, l.epoch, l.kind, l.user_column, l.rule, l.set_columns,
                       r.image, r.before, r.after, f.source_id, f.target_id,
                       f.applied_epoch IS DISTINCT FROM l.epoch AS undone
                FROM wanted w CROSS JOIN user_data_transfer.row_ledger l
                LEFT JOIN user_data_transfer.sub_task_fence f USING (transfer_id, data_type)
                CROSS JOIN LATERAL unnest(l.bigint_keys, l.json_keys, l.images, l.before, l.after)
                    AS r(id, key, image, before, after)
                WHERE l.transfer_id = :transfer AND l.table_name = {table}
                  AND CASE WHEN l.kind = 'REMOVED' THEN {isImage}
                           ELSE l.key_columns <@ CAST(:columns AS text[]) AND NOT EXISTS (
                               SELECT FROM unnest(l.key_columns) WITH ORDINALITY AS c(name, n)
                               WHERE coalesce(r.key, jsonb_build_array(r.id)) -> (c.n::integer - 1)
                                     IS DISTINCT FROM w.key -> c.name)
                      END
                ORDER BY l.entry_id + 0 -- by its index, all entries would be read
                """)
                .with("object", join(numbers, ", ", i -> key.get(i).literal() + ", "
                        + KeySql.jsonPart(shape, key.get(i), "CAST(:k%d AS %s)".formatted(i, shape.typeOf(key.get(i))))))
                .with("table", shape.table().literal())
                .with("isImage", all(numbers, i -> "CAST(r.image ->> %1$s AS %3$s) = CAST(:k%2$d AS %3$s)"
                        .formatted(key.get(i).literal(), i, shape.typeOf(key.get(i)))))
                .sql();
    }
}
