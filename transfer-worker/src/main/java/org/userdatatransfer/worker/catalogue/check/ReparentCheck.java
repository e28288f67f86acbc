package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.userdatatransfer.worker.catalogue.ConflictRule.Collapse;
import org.userdatatransfer.worker.catalogue.ConflictRule.Reparent;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.Privilege;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;

/** Whether the children of a collapsed row can be given the other row as their parent, and back again by an undo. */
record ReparentCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        for (var rule : table.collapses()) {
            rule.reparent().forEach(r -> new One(rule, r).run());
        }
    }

    private final class One {

        private final Collapse rule;
        private final Reparent reparent;

        private One(Collapse rule, Reparent reparent) {
            this.rule = rule;
            this.reparent = reparent;
        }

        void run() {
            product.schema()
                    .find(reparent.child())
                    .ifPresentOrElse(
                            this::child,
                            () -> error("there is no such table", "Correct the table's name in %s".formatted(path())));
        }

        private void child(TableShape child) {
            var columns = reparent.renumber()
                    .map(r -> List.of(reparent.column(), r))
                    .orElse(List.of(reparent.column()));
            for (var column : columns) {
                if (child.column(column).isEmpty()) {
                    error(
                            "it has no column %s".formatted(column),
                            "Correct %s.column or %1$s.renumber".formatted(path()));
                    return;
                }
            }
            var keys = table.shape().references().stream()
                    .filter(k -> k.child().equals(child.table()))
                    .toList();
            if (keys.stream().noneMatch(k -> k.columns().equals(List.of(reparent.column())))) {
                error(
                        "no foreign key of column %s alone refers to %s"
                                .formatted(reparent.column(), table.table().table()),
                        "Correct %s.column".formatted(path()));
                return;
            }
            keys.stream()
                    .filter(k -> !k.columns().equals(List.of(reparent.column())))
                    .forEach(this::secondReference);
            if (child.rowKey().isEmpty()) {
                error(
                        "it has neither a primary key nor a unique key whose columns are all NOT NULL, "
                                + "so its rows could not be told apart when undone",
                        "Give %s one, or archive its rows instead: list it in %s.children"
                                .formatted(child.table(), table.path()));
            }
            child.references().stream()
                    .filter(key -> !Collections.disjoint(key.parentColumns(), columns))
                    .forEach(this::referred);
            if (child.table().equals(table.shape().table())) {
                error(
                        "these are rows of the same table, of which one may become its own parent",
                        "Choose a strategy and rules that remove no rows");
            }
            product.owners(child.table()).stream()
                    .flatMap(owner -> owner.usersAmong(child.rowKey()).stream())
                    .forEach(user -> error(
                            "user column %s is in its key, so that rows could not be found again for an undo once it moves"
                                    .formatted(user),
                            "Give %s a key without it".formatted(child.table())));
            uniques(child);
            reparent.renumber().ifPresent(number -> number(child, number));
            new AccessCheck(table, findings).check(child, Set.of(Privilege.SELECT, Privilege.UPDATE));
            order(child);
        }

        private void secondReference(ForeignKey key) {
            error(
                    "foreign key %s (%s) refers to %s as well, and a rule gives only one reference another parent"
                            .formatted(key.name(), list(key.columns()), table.table().table()),
                    "List it in %s.children instead of %s".formatted(table.path(), path()));
        }

        private void referred(ForeignKey key) {
            error(
                    "foreign key %s of %s refers to (%s), which that would change under it"
                            .formatted(key.name(), key.child(), list(key.parentColumns())),
                    "Let it refer to a key without these columns, or list the table in %s.children instead of %s"
                            .formatted(table.path(), path()));
        }

        private void uniques(TableShape child) {
            for (var unique : child.uniques()) {
                var apart = reparent.renumber().filter(unique.columns()::contains).isPresent() && unique.covers();
                if (unique.isAbout(reparent.column())
                        && !apart
                        && !CheckedTable.isUniqueBy(child, withoutParent(unique))) {
                    error(
                            "%s contains %s, so that children of both rows may clash"
                                    .formatted(UniqueKeyCheck.named(unique), reparent.column()),
                            "Name a number of that key in %s.renumber, or list the table in %s.children instead"
                                    .formatted(path(), table.path()));
                }
            }
        }

        private Set<SqlIdentifier> withoutParent(UniqueKey unique) {
            var rest = new HashSet<>(unique.columns());
            rest.remove(reparent.column());
            return rest;
        }

        private void number(TableShape child, SqlIdentifier number) {
            if (!SqlTypeFamily.of(child.typeOf(number)).mayBe(SqlTypeFamily.INTEGER)) {
                error(
                        "column %s is of type %s and cannot be renumbered".formatted(number, child.typeOf(number)),
                        "Name an integer column in %s.renumber".formatted(path()));
            }
        }

        private void order(TableShape child) {
            for (var owner : product.owners(child.table())) {
                if (!owner.type().name().equals(table.type().name()) && !product.comesAfter(owner, table)) {
                    error(
                            "its own data type '%s' might run first, and an undo would then mix up its rows"
                                    .formatted(owner.type().name()),
                            owner.toComeAfter(table));
                }
            }
        }

        private void error(String problem, String remedy) {
            findings.error(
                    table.place(),
                    "rule '%s' gives rows of %s another parent, but %s"
                            .formatted(rule.name(), reparent.child(), problem),
                    remedy);
        }

        private String path() {
            return "%s.rules.%s.reparent.%s".formatted(table.path(), rule.name(), reparent.child());
        }
    }
}
