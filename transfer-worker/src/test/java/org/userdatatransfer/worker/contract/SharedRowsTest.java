package org.userdatatransfer.worker.contract;

import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.userdatatransfer.worker.contract.TestProduct.Users;
import org.userdatatransfer.worker.oracle.DatabaseRows;

/**
 * Two transfers whose users differ but who share rows: the supervisor approves, assigns and comments what is anna's and
 * tom's.
 */
@Execution(ExecutionMode.CONCURRENT)
class SharedRowsTest {

    private static final Users FIRST = new Users("anna.leaver", "tom.taker");
    private static final Users SECOND = new Users("sam.supervisor", "bea");

    @ParameterizedTest
    @EnumSource(names = {"QM", "WFM"})
    void endAsIfOneHadRunAfterTheOther(TestProduct product) {
        try (var first = new Stage(product, FIRST, product.types(), 50_000);
                var second = first.another(SECOND)) {
            first.transfer(1);
            second.transfer(1);

            assertThatRows(first.rows()).areAsIn(both(product, first.expected().before()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QM", "WFM"})
    void areUndoneInEitherOrder(TestProduct product) {
        for (var firstFirst : List.of(true, false)) {
            try (var first = new Stage(product, FIRST, product.types(), 50_000);
                    var second = first.another(SECOND)) {
                first.transfer(1);
                second.transfer(1);

                var before = firstFirst ? first : second;
                var after = firstFirst ? second : first;
                before.tellsOfNothingLost(before.undo(2));
                assertThatRows(first.rows()).areAsIn(after.expected().after());
                after.tellsOfNothingLost(after.undo(2));
                first.isUndone();
            }
        }
    }

    private static DatabaseRows both(TestProduct product, DatabaseRows before) {
        var afterFirst = product.expected(before, FIRST, product.types()).after();
        return product.expected(afterFirst, SECOND, product.types()).after();
    }
}
