package org.userdatatransfer.worker.catalogue.check;

import static org.userdatatransfer.worker.catalogue.check.CheckedTable.list;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.userdatatransfer.worker.catalogue.schema.ForeignKey;
import org.userdatatransfer.worker.catalogue.schema.Privilege;
import org.userdatatransfer.worker.catalogue.schema.TableShape;
import org.userdatatransfer.worker.catalogue.schema.UniqueKey;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.sql.SqlText;

/** Whether all that refers to rows which may be removed is known to the catalogue, and archived in time. */
record RemovalCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        if (table.losesRows()) {
            restorable(table.shape(), table.uniques());
            new OrderCheck(product, table, findings).ofSharedRows();
            table.referencesToKin(table.shape()).forEach(key -> toKin(key, table.shape()));
            sharedWithKin(table.shape());
            table.shape().references().stream()
                    .forEach(key -> {
                        if (isReparented(key)) {
                            parentKey(key);
                        } else {
                            follow(key, List.of(table.table().table()), new HashSet<>());
                        }
                    });
        }
    }

    /** A reference to rows that go, and from there to the rows that go with its own. */
    private void follow(ForeignKey key, List<SqlTable> above, Set<ForeignKey> seen) {
        if (!seen.add(key)) {
            return;
        }
        if (key.period()) {
            findings.error(
                    table.place(),
                    "foreign key %s of %s refers by PERIOD to rows that may be removed, and so not to one of them: none of its rows could be archived with it"
                            .formatted(key.name(), key.child()),
                    removesNone("Drop it, or choose"));
            return;
        }
        if (above.contains(key.child())) {
            findings.error(
                    table.place(),
                    "foreign key %s leads from %s (%s) back to %s, so that rows which go would take others with them"
                            .formatted(key.name(), key.child(), list(key.columns()), key.parent()),
                    removesNone("Such rows cannot be removed: choose"));
            return;
        }
        var owners = product.owners(key.child());
        if (owners.isEmpty() && !product.isChild(key.child())) {
            unknown(key);
            return;
        }
        var order = new OrderCheck(product, table, findings);
        owners.forEach(owner -> order.ofReference(key, owner));
        order.ofSharedChildren(key.child());
        var child = product.schema().table(key.child());
        restorable(child, table.uniques(child));
        table.referencesToKin(child).forEach(next -> toKin(next, child));
        sharedWithKin(child);
        new AccessCheck(table, findings).check(child, Set.of(Privilege.SELECT, Privilege.INSERT, Privilege.DELETE));
        indexed(child, key);
        var path = new ArrayList<>(above);
        path.add(key.child());
        child.references().forEach(next -> follow(next, path, seen));
    }

    private String removesNone(String choose) {
        return "%s a strategy and rules that remove none, or write types.%s.enabled: false"
                .formatted(choose, table.type().name());
    }

    /** A rule that reparents knows the rows that go by their key alone. */
    private void parentKey(ForeignKey key) {
        if (!table.table().stableKey().containsAll(key.parentColumns())) {
            findings.error(
                    table.place(),
                    "foreign key %s of %s refers to (%s), which is not in the key, so that no rule could see to its rows"
                            .formatted(key.name(), key.child(), list(key.parentColumns())),
                    "Write %s.key: [%s]".formatted(table.path(), list(key.parentColumns())));
        }
    }

    private void unknown(ForeignKey key) {
        findings.error(
                table.place(),
                "foreign key %s of %s (%s) refers to rows that may be removed: its rows %s"
                        .formatted(key.name(), key.child(), list(key.columns()), switch (key.onDelete()) {
                            case CASCADE -> "would be deleted with them, unarchived";
                            case SET -> "would be changed with them, unarchived";
                            case BLOCK -> "would hold the removal back";
                        }),
                "Write %s.children: [%s] if its rows belong to theirs%s, or make it a data type"
                        .formatted(
                                table.path(),
                                Stream.concat(table.table().children().stream(), Stream.of(key.child()))
                                        .map(SqlTable::toString)
                                        .collect(Collectors.joining(", ")),
                                table.overwritten() ? "" : ", or reparent it in the rule"));
    }

    private void toKin(ForeignKey key, TableShape shape) {
        findings.error(
                table.place(),
                "foreign key %s of %s refers to %s, which has rows of %s: its own rows would not be archived with them"
                        .formatted(key.name(), key.child(), key.parent(), shape.table()),
                "Let the foreign key and the catalogue name the same table");
    }

    /** A data type of a partition alone would not know that its rows go with, or are, those of the whole. */
    private void sharedWithKin(TableShape shape) {
        product.tables().stream()
                .filter(other -> shape.kin().contains(other.shape().table()))
                .forEach(other -> findings.error(
                        table.place(),
                        "rows of %s may be removed, of which data type '%s' moves those in %s"
                                .formatted(shape.table(), other.type().name(), other.shape().table()),
                        "Let both be about the same table"));
    }

    private void restorable(TableShape shape, List<UniqueKey> uniques) {
        uniques.stream()
                .filter(UniqueKey::deferrable)
                .forEach(unique -> findings.error(
                        table.place(),
                        "rows of %s may be removed, and could not be put back: %s is deferrable"
                                .formatted(shape.table(), UniqueKeyCheck.named(unique)),
                        "Declare it NOT DEFERRABLE"));
        if (!shape.inheritors().isEmpty() && !shape.table().equals(table.shape().table())) {
            findings.inherited(
                    CheckedTable.place(table.type(), shape.table()), shape, shape.inheritors().getFirst(), "removed");
        }
    }

    private void indexed(TableShape child, ForeignKey key) {
        if (child.indexes().stream().noneMatch(i -> i.size() >= key.columns().size()
                && new HashSet<>(i.subList(0, key.columns().size())).equals(new HashSet<>(key.columns())))) {
            findings.warning(
                    table.place(),
                    "no index of %s begins with (%s), so that every removal reads the whole table"
                            .formatted(key.child(), list(key.columns())),
                    "CREATE INDEX ON %s (%s)"
                            .formatted(key.child().sql(), SqlText.join(key.columns(), ", ", SqlIdentifier::sql)));
        }
    }

    private boolean isReparented(ForeignKey key) {
        return !table.overwritten()
                && table.collapses().stream().allMatch(rule -> rule.reparent().stream()
                        .flatMap(r -> product.schema().find(r.child()).stream())
                        .anyMatch(child -> child.table().equals(key.child())));
    }
}
