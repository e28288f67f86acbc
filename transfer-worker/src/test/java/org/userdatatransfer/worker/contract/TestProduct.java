package org.userdatatransfer.worker.contract;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.catalogue.Catalogues;
import org.userdatatransfer.worker.catalogue.ConflictRule;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.UserTable;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.oracle.DatabaseRows;
import org.userdatatransfer.worker.oracle.ExpectedTransfer;
import org.userdatatransfer.worker.oracle.HelpDesk;
import org.userdatatransfer.worker.oracle.ReferenceDatabases;
import org.userdatatransfer.worker.oracle.TestDatabase;
import org.userdatatransfer.worker.oracle.UserPair;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** The products that the contract runs on, each with two users between whom every conflict arises. */
enum TestProduct {
    QM("acme", "anna.leaver", "tom.taker", List.of("public")) {
        @Override
        TestDatabase copy() {
            return ReferenceDatabases.qm(ProductDatabases::migrate, "migrated");
        }

        @Override
        ExpectedTransfer expected(
                DatabaseRows before, Users users, Set<DataTypeName> types, WhenSourceEmpty whenSourceEmpty) {
            return ExpectedTransfer.ofQm(before, pair(before, users), types);
        }

        @Override
        UserPair pair(DatabaseRows rows, Users users) {
            return UserPair.inQm(rows, tenant, users.source(), users.target());
        }
    },
    WFM("acme", "anna.leaver", "tom.taker", List.of("public")) {
        @Override
        TestDatabase copy() {
            return ReferenceDatabases.wfm(ProductDatabases::migrate, "migrated");
        }

        @Override
        ExpectedTransfer expected(
                DatabaseRows before, Users users, Set<DataTypeName> types, WhenSourceEmpty whenSourceEmpty) {
            return ExpectedTransfer.ofWfm(before, pair(before, users), types, wiped(types, whenSourceEmpty));
        }

        @Override
        UserPair pair(DatabaseRows rows, Users users) {
            return UserPair.inWfm(rows, tenant, users.source(), users.target());
        }
    },
    DESK("north", "ada.old", "ben.new", HelpDesk.SCHEMAS) {
        @Override
        TestDatabase copy() {
            return HelpDesk.fresh(ProductDatabases::migrate, "migrated").database();
        }

        @Override
        ExpectedTransfer expected(
                DatabaseRows before, Users users, Set<DataTypeName> types, WhenSourceEmpty whenSourceEmpty) {
            return ExpectedTransfer.ofHelpDesk(before, pair(before, users), types, wiped(types, whenSourceEmpty));
        }

        @Override
        UserPair pair(DatabaseRows rows, Users users) {
            return UserPair.inHelpDesk(rows, tenant, users.source(), users.target());
        }
    };

    final String tenant;
    final Users users;
    final List<String> schemas;

    TestProduct(String tenant, String source, String target, List<String> schemas) {
        this.tenant = tenant;
        this.users = new Users(source, target);
        this.schemas = schemas;
    }

    /** Suite users. */
    record Users(String source, String target) {

        Users reversed() {
            return new Users(target, source);
        }

        @Override
        public String toString() {
            return source + " to " + target;
        }
    }

    /** The catalogues with the schemas that they are about, read once. */
    private static final class Live {
        private static final LiveCatalogue REFERENCE = LiveCatalogue.of(Catalogues.shipped(), schemas(QM, WFM));
        private static final LiveCatalogue HELP_DESK =
                LiveCatalogue.of(Catalogues.ofFile("helpdesk/catalogue.yml"), schemas(DESK));

        private static Map<Product, ProductSchema> schemas(TestProduct... products) {
            var schemas = new HashMap<Product, ProductSchema>();
            for (var product : products) {
                try (var database = product.copy()) {
                    schemas.put(product.product(), SchemaReader.read(JdbcClient.create(database.dataSource())));
                }
            }
            return schemas;
        }
    }

    abstract TestDatabase copy();

    abstract ExpectedTransfer expected(
            DatabaseRows before, Users users, Set<DataTypeName> types, WhenSourceEmpty whenSourceEmpty);

    ExpectedTransfer expected(DatabaseRows before, Users users, Set<DataTypeName> types) {
        return expected(before, users, types, WhenSourceEmpty.KEEP_TARGET);
    }

    abstract UserPair pair(DatabaseRows rows, Users users);

    private static Set<DataTypeName> wiped(Set<DataTypeName> types, WhenSourceEmpty whenSourceEmpty) {
        return whenSourceEmpty == WhenSourceEmpty.WIPE_TARGET ? types : Set.of();
    }

    Product product() {
        return new Product(name().toLowerCase(Locale.ROOT));
    }

    LiveCatalogue live() {
        return this == DESK ? Live.HELP_DESK : Live.REFERENCE;
    }

    /** The product's data types that have tables, in groups that are only ever transferred together. */
    List<Set<DataTypeName>> groups() {
        var catalogue = live().catalogue();
        return catalogue.types(product()).stream()
                .map(type -> names(catalogue.groupMembers(type.name())))
                .distinct()
                .toList();
    }

    /**
     * One group of each shape: what has the same strategy, rules and kinds of tables is done by the same statements.
     */
    List<Set<DataTypeName>> groupsOfDistinctShape() {
        var byShape = new LinkedHashMap<List<?>, Set<DataTypeName>>();
        groups().forEach(group -> byShape.putIfAbsent(
                group.stream().map(name -> shape(live().catalogue().type(name))).toList(), group));
        return List.copyOf(byShape.values());
    }

    private static List<?> shape(DataType type) {
        return List.of(type.strategy(), type.tables().stream().map(TestProduct::shape).toList());
    }

    private static List<?> shape(UserTable table) {
        return List.of(
                table.users().size(),
                table.stableKey().size(),
                table.fill().size(),
                table.children().size(),
                table.rules().stream().map(TestProduct::shape).toList());
    }

    private static List<?> shape(ConflictRule rule) {
        return switch (rule) {
            case ConflictRule.Collapse collapse ->
                List.of(collapse.keep().getClass(), Set.copyOf(collapse.merge().values()), collapse.reparent().size());
            case ConflictRule.Rename rename -> List.of(rename.getClass());
            case ConflictRule.Close close -> List.of(close.getClass());
        };
    }

    Set<DataTypeName> types() {
        return names(live().catalogue().types(product()));
    }

    private static Set<DataTypeName> names(List<DataType> types) {
        var names = new TreeSet<DataTypeName>();
        types.forEach(type -> names.add(type.name()));
        return names;
    }
}
