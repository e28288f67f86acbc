package org.userdatatransfer.worker.catalogue.check;

import java.util.List;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.schema.Column;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** A conflict rule of a table that is there, with all the columns that the catalogue names. */
record CheckedRule(CheckedTable table, ConflictRule rule, Findings findings) {

    void error(String problem, String remedy) {
        findings.error(table.place(), "rule '%s' %s".formatted(rule.name(), problem), remedy);
    }

    /** Where the catalogue describes the rule: what remedies refer to. */
    String path() {
        return table.path() + ".rules." + rule.name();
    }

    /** The columns of the unique key it is for. */
    List<SqlIdentifier> on() {
        return rule.on();
    }

    Column column(SqlIdentifier name) {
        return table.shape().column(name).orElseThrow();
    }

    /**
     * Refuses to change a column to which others refer: their rows would be changed with it, and nobody would write down
     * how.
     */
    void referred(SqlIdentifier column) {
        table.shape().references().stream()
                .filter(key -> key.parentColumns().contains(column))
                .forEach(key -> error(
                        "changes column %s, to which foreign key %s of %s refers"
                                .formatted(column, key.name(), key.child()),
                        "Let the foreign key refer to a key without it, or write another rule in %s"
                                .formatted(path())));
    }

    /** A value that enters such a key may clash there, after the rule for it has decided. */
    boolean isInAKeyOfUsers(SqlIdentifier name) {
        return keysOfUsers().anyMatch(u -> u.isAbout(name));
    }

    Stream<UniqueKey> keysOfUsers() {
        return table.uniques().stream().filter(u -> !table.usersAmong(u.columns()).isEmpty());
    }
}
