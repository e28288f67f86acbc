package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.ReasonCode;

/** Whoever gets a reason code finds it in the README. */
class ReasonCodesTest {

    @Test
    void areAllInTheReadmeAndInItsOrder() {
        var explained = Readme.rows("Reason codes").stream()
                .flatMap(row -> Readme.codes(row.getFirst()).stream())
                .toList();

        assertThat(explained)
                .containsExactlyElementsOf(
                        Arrays.stream(ReasonCode.values()).map(ReasonCode::name).toList());
    }
}
