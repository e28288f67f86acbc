package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/**
 * Data types of a product that have to do with each other, and with no others: because one comes after the other, they
 * are of one group, or they have tables in common, be it one whose rows only hang on theirs.
 *
 * @param names theirs, and those of all that they name
 * @param touched the tables whose rows they may write
 */
record IndependentTypes(List<DataType> types, Set<DataTypeName> names, Set<SqlTable> touched) {

    /** All of a product, in the order of the catalogue. */
    static List<IndependentTypes> all(LiveCatalogue live, Product product) {
        var independent = new ArrayList<IndependentTypes>();
        for (var type : live.catalogue().types(product)) {
            var next = of(type, live.catalogue(), live.schema(product));
            for (var other : List.copyOf(independent)) {
                if (next.meets(other)) {
                    independent.remove(other);
                    next = other.and(next);
                }
            }
            independent.add(next);
        }
        return independent;
    }

    private static IndependentTypes of(DataType type, Catalogue catalogue, ProductSchema schema) {
        var names = new HashSet<>(type.after());
        catalogue.groupMembers(type.name()).forEach(member -> names.add(member.name()));
        var touched = new HashSet<SqlTable>();
        type.tables().forEach(table -> touch(table.table(), schema, touched));
        return new IndependentTypes(List.of(type), names, touched);
    }

    private static void touch(SqlTable name, ProductSchema schema, Set<SqlTable> touched) {
        schema.find(name).filter(table -> touched.add(table.table())).ifPresent(table -> {
            table.kin().forEach(kin -> touch(kin, schema, touched));
            table.references().forEach(key -> touch(key.child(), schema, touched));
        });
    }

    private boolean meets(IndependentTypes other) {
        return !Collections.disjoint(names, other.names) || !Collections.disjoint(touched, other.touched);
    }

    private IndependentTypes and(IndependentTypes other) {
        var all = new ArrayList<>(types);
        all.addAll(other.types);
        return new IndependentTypes(all, union(names, other.names), union(touched, other.touched));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        var union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }

    /** How many tables name users: a measure of the work. */
    int tables() {
        return types.stream().mapToInt(type -> type.tables().size()).sum();
    }
}
