package org.userdatatransfer.worker.contract;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.userdatatransfer.worker.contract.TestProduct.Users;
import org.userdatatransfer.worker.transfer.DataTypeName;

/** Runs one test for every group of data types of every product. */
final class EveryGroup {

    private EveryGroup() {}

    /** Each group by itself. */
    static Stream<DynamicNode> once(Consumer<Stage> test) {
        return products(product -> groups(product, product.users, test));
    }

    /** Each group by itself, then all types of the product at once; the two users also the other way round. */
    static Stream<DynamicNode> bothWays(Consumer<Stage> test) {
        return products(product -> Stream.of(product.users, product.users.reversed())
                .map(users -> DynamicContainer.dynamicContainer(
                        users.toString(),
                        Stream.concat(groups(product, users, test), Stream.of(all(product, users, test))))));
    }

    /** All types of a product at once. */
    static Stream<DynamicNode> together(Consumer<Stage> test) {
        return products(product -> Stream.of(all(product, product.users, test)));
    }

    private interface Tests {
        Stream<? extends DynamicNode> of(TestProduct product);
    }

    private static Stream<DynamicNode> products(Tests tests) {
        return Stream.of(TestProduct.values())
                .map(product -> DynamicContainer.dynamicContainer(product.name(), tests.of(product)));
    }

    private static Stream<DynamicTest> groups(TestProduct product, Users users, Consumer<Stage> test) {
        return product.groups().stream().map(types -> test(types.toString(), product, users, types, test));
    }

    private static DynamicTest all(TestProduct product, Users users, Consumer<Stage> test) {
        return test("all together", product, users, product.types(), test);
    }

    private static DynamicTest test(
            String name, TestProduct product, Users users, Set<DataTypeName> types, Consumer<Stage> test) {
        return DynamicTest.dynamicTest(name, () -> {
            try (var stage = new Stage(product, users, types)) {
                test.accept(stage);
            }
        });
    }
}
