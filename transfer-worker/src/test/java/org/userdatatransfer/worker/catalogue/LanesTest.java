package org.userdatatransfer.worker.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.catalogue.check.CheckedReference;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/** Which data types of the reference catalogue are done beside each other. */
@Execution(ExecutionMode.CONCURRENT)
class LanesTest {

    /** Enough for each that has to do with no other to have one of its own. */
    private static final int PLENTY = 100;

    @Test
    void areApartForWhatHasNothingToDoWithEachOther() {
        assertThat(lanesOf(CheckedReference.asItIs(), "project", "agent-work-hours", "alert", "view"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "agent-work-shift, work-condition-mapping", // comes after it
        "agent-schedule, historical-activity", // something comes after both
        "accumulated-vacation-hours, vacation-plan-mapping" // are only requested together
    })
    void areOneForWhatTheCatalogueJoins(String one, String other) {
        assertThat(lanesOf(CheckedReference.asItIs(), one, other).stream().distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE agent_project ADD hours bigint REFERENCES agent_work_hours",
                """
                CREATE TABLE remark (id int PRIMARY KEY, project bigint REFERENCES agent_project);
                CREATE TABLE bill (remark int REFERENCES remark, hours bigint REFERENCES agent_work_hours)""",
                """
                CREATE TABLE moved (LIKE agent_project INCLUDING ALL EXCLUDING IDENTITY);
                ALTER TABLE agent_project RENAME TO once_project;
                CREATE TABLE agent_project (LIKE moved) PARTITION BY RANGE (agent_project_id);
                ALTER TABLE agent_project ATTACH PARTITION moved DEFAULT;
                ALTER TABLE agent_work_hours ADD project bigint REFERENCES moved"""
            })
    void areOneForWhatForeignKeysJoin(String statement) {
        assertThat(lanesOf(CheckedReference.withWfm(statement), "project", "agent-work-hours").stream()
                        .distinct())
                .hasSize(1);
    }

    @Test
    void areOneForDataTypesOfTheSameTable() {
        var checked = CheckedReference.withCatalogue(
                """
                types:
                  approved-hours:
                    product: wfm
                    strategy: combine
                    tables: {agent_work_hours: {key: [agent_work_hours_id], users: [approved_by]}}
                """);

        assertThat(lanesOf(checked, "approved-hours", "agent-work-hours").stream().distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qm", "wfm"})
    void areOfAboutTheSameSize(String name) {
        var live = live(CheckedReference.asItIs());
        var product = new Product(name);
        var lanes = new Lanes(live, product, 2);

        var tables = live.catalogue().types(product).stream()
                .collect(Collectors.groupingBy(
                        type -> lanes.of(type.name()),
                        Collectors.summingInt(type -> type.tables().size())));

        assertThat(tables).containsOnlyKeys(0, 1);
        assertThat(Math.abs(tables.get(0) - tables.get(1))).isLessThanOrEqualTo(1);
    }

    private static List<Integer> lanesOf(CheckedReference checked, String... types) {
        var lanes = new Lanes(live(checked), new Product("wfm"), PLENTY);
        return List.of(types).stream().map(type -> lanes.of(new DataTypeName(type))).toList();
    }

    private static LiveCatalogue live(CheckedReference checked) {
        return LiveCatalogue.of(checked.catalogue(), checked.schemas());
    }
}
