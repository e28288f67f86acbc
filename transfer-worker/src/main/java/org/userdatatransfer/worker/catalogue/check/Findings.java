package org.userdatatransfer.worker.catalogue.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.userdatatransfer.worker.catalogue.UsersTable;
import org.userdatatransfer.worker.catalogue.check.Finding.Severity;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.sql.SqlTable;

/** Collects what the parts of a schema check find, each thing once. */
final class Findings {

    private final Set<Finding> found = new LinkedHashSet<>();

    void error(String place, String problem, String remedy) {
        found.add(new Finding(Severity.ERROR, place, problem, remedy));
    }

    void warning(String place, String problem, String remedy) {
        found.add(new Finding(Severity.WARNING, place, problem, remedy));
    }

    void add(Severity severity, String place, String problem, String remedy) {
        found.add(new Finding(severity, place, problem, remedy));
    }

    /**
     * Other tables inherit from one: statements about it would also hit their rows.
     *
     * @param done what would be done to those rows
     */
    void inherited(String place, TableShape shape, SqlTable inheritor, String done) {
        error(
                place,
                "table %s inherits from it, so that its rows would be %s as well, and put back in the wrong table"
                        .formatted(inheritor, done),
                "ALTER TABLE %s NO INHERIT %s, or make it a partition"
                        .formatted(inheritor.sql(), shape.table().sql()));
    }

    /** Policies may hide rows of a table: a hidden row would be one left behind. */
    void hiddenRows(String place) {
        error(
                place,
                "row-level security hides rows from the worker",
                "Give the worker's database role BYPASSRLS, or ownership of the table");
    }

    /** What should hold ids of a product's users does not. */
    void noUsers(String place, String problem, UsersTable users, String path) {
        error(place, problem, "Name a column that holds %s.%s in %s".formatted(users.table(), users.id(), path));
    }

    /** Rules make other statements of ours, which do not say what they have done. */
    void rewritten(String place, TableShape shape) {
        error(
                place,
                "it has rules, and PostgreSQL then refuses statements that change rows and write down which",
                "Make each rule of %s a trigger".formatted(shape.table()));
    }

    int size() {
        return found.size();
    }

    List<Finding> all() {
        return new ArrayList<>(found);
    }
}
