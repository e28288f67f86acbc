package org.userdatatransfer.worker.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.Column;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/** What keeps a statement from rows that somebody writes just before it, which no test can hit by chance. */
class MoveSqlTest {

    private static final SqlIdentifier ACTOR = new SqlIdentifier("actor");
    private static final SqlIdentifier FIRST_ACTOR = new SqlIdentifier("first_actor");
    private static final SqlIdentifier WITNESS = new SqlIdentifier("witness");
    private static final SqlIdentifier FIRST_WITNESS = new SqlIdentifier("first_witness");
    private static final SqlTable LEAF = SqlTable.parse("audit_2026");

    private final MoveSql sql = new MoveSql(bound(), ACTOR);

    @Test
    void fillsTheColumnsOfItsOwnUserOnly() {
        assertThat(sql.filled()).containsExactly(FIRST_ACTOR);
    }

    @Test
    void fillsOnlyWhatIsStillEmpty() {
        var filling = """
                SET "actor" = h.target, "first_actor" = h.source FROM handover h
                    WHERE x."actor" = ANY (ARRAY[h.source]) AND coalesce(x."first_actor" IS NULL, FALSE)""";

        assertThat(sql.move(1, Optional.of(FIRST_ACTOR))).containsIgnoringWhitespaces(filling);
        assertThat(sql.slice(1, Optional.of(FIRST_ACTOR), LEAF))
                .containsIgnoringWhitespaces(byPlace(filling))
                .contains("(SELECT y.ctid FROM \"audit_2026\" y WHERE y.\"actor\" = (SELECT source FROM handover)"
                        + " AND coalesce(y.\"first_actor\" IS NULL, FALSE) LIMIT :limit)");
    }

    @Test
    void movesWithoutFillingOnlyWhatIsFilled() {
        var plain = """
                SET "actor" = h.target FROM handover h
                    WHERE x."actor" = ANY (ARRAY[h.source]) AND coalesce(x."first_actor" IS NOT NULL, FALSE)""";

        assertThat(sql.move(2, Optional.empty())).containsIgnoringWhitespaces(plain);
        assertThat(sql.slice(2, Optional.empty(), LEAF))
                .containsIgnoringWhitespaces(byPlace(plain))
                .contains("(SELECT y.ctid FROM \"audit_2026\" y WHERE y.\"actor\" = (SELECT source FROM handover)"
                        + " AND coalesce(y.\"first_actor\" IS NOT NULL, FALSE) LIMIT :limit)");
    }

    /** No index may serve the user of a row that is known by its place. */
    private static String byPlace(String whole) {
        return whole.replace("x.\"actor\" = ANY (ARRAY[h.source])", "x.\"actor\" IS NOT DISTINCT FROM h.source");
    }

    private static BoundTable bound() {
        var name = SqlTable.parse("audit");
        var id = new SqlIdentifier("audit_id");
        var table = new UserTable(
                name,
                List.of(id),
                List.of(ACTOR, WITNESS),
                List.of(),
                Map.of(FIRST_ACTOR, ACTOR, FIRST_WITNESS, WITNESS),
                List.of(),
                List.of(),
                List.of());
        var shape = new TableShape(
                name,
                Stream.of(id, ACTOR, FIRST_ACTOR, WITNESS, FIRST_WITNESS)
                        .map(column -> new Column(column, "bigint", false, false, Optional.empty()))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Set.of(),
                Set.of(),
                List.of(),
                List.of(LEAF),
                List.of(LEAF),
                Set.of());
        var type = new DataType(
                new DataTypeName("audit"),
                new Product("qm"),
                Strategy.COMBINE,
                List.of(table),
                Set.of(),
                Set.of(),
                false,
                false);
        return new BoundTable(type, table, shape, "bigint");
    }
}
