package org.userdatatransfer.worker.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlTemplateTest {

    @Test
    void putsEachPieceInAllOfItsPlacesAsItIs() {
        var sql = SqlTemplate.of("SELECT {a} FROM {b} WHERE {a} ~ 'x{2}'")
                .with("a", "\"$1 {b}\"")
                .with("b", "t")
                .with("2", "{2}");

        assertThat(sql.sql()).isEqualTo("SELECT \"$1 {b}\" FROM t WHERE \"$1 {b}\" ~ 'x{2}'");
    }

    @Test
    void refusesAPlaceThatNothingIsFor() {
        assertThatThrownBy(() -> SqlTemplate.of("SELECT {column}").with("table", "t").sql())
                .hasMessage("Nothing for {column} in SELECT {column}");
    }

    @Test
    void refusesAPieceThatHasNoPlace() {
        assertThatThrownBy(() -> SqlTemplate.of("SELECT 1").with("table", "t").sql())
                .hasMessage("No place for [table] in SELECT 1");
    }
}
