package org.userdatatransfer.worker.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.FailureReason;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

class RequestDifferenceTest {

    private static final TransferId ID = new TransferId(new UUID(0, 1));
    private static final DataTypeName CCR = new DataTypeName("ccr");
    private static final DataTypeName ALERT = new DataTypeName("alert");
    private static final TransferRequest BARE = request(
            "acme", "ann", "bob", "hr", List.of(), 0, TransferMode.EXECUTE, Map.of(), Optional.empty());

    @Test
    void isNoneForTheSameAskedLaterWithItsTypesInAnotherOrder() {
        var first = request(
                "acme", "ann", "bob", "hr", List.of(CCR, ALERT), 0, TransferMode.EXECUTE, Map.of(), Optional.of("x"));
        var later = request(
                "acme", "ann", "bob", "hr", List.of(ALERT, CCR), 9, TransferMode.EXECUTE, Map.of(), Optional.of("x"));

        assertThat(RequestDifference.between(first, later)).isEmpty();
    }

    @Test
    void namesEveryFieldThatIsAnother() {
        var other = request(
                "globex",
                "cid",
                "dan",
                "it",
                List.of(CCR),
                0,
                TransferMode.PREVIEW,
                Map.of(CCR, WhenSourceEmpty.WIPE_TARGET),
                Optional.of("x"));

        assertThat(RequestDifference.between(BARE, other))
                .extracting(reason -> reason.field().orElseThrow(), reason -> reason.value().orElseThrow())
                .extracting(Object::toString)
                .containsExactly(
                        "(\"tenantId\", \"globex\")",
                        "(\"sourceUserId\", \"cid\")",
                        "(\"targetUserId\", \"dan\")",
                        "(\"requestedBy\", \"it\")",
                        "(\"dataTypes\", \"[ccr]\")",
                        "(\"effectiveAt\", \"1970-01-01T00:00:01Z\")",
                        "(\"mode\", \"PREVIEW\")",
                        "(\"options\", \"{ccr=WIPE_TARGET}\")",
                        "(\"reason\", \"x\")",
                        "(\"planHash\", \"x\")");
        assertThat(RequestDifference.between(BARE, other)).extracting(FailureReason::code).containsOnly("ID_REUSED");
    }

    @Test
    void hasOneFingerprintHoweverOftenItIsDelivered() {
        var other = request("acme", "ann", "dan", "hr", List.of(), 0, TransferMode.EXECUTE, Map.of(), Optional.empty());
        var differences = RequestDifference.between(BARE, other);

        assertThat(RequestDifference.fingerprint(differences))
                .isEqualTo(RequestDifference.fingerprint(RequestDifference.between(BARE, other)))
                .isNotEqualTo(RequestDifference.fingerprint(RequestDifference.between(other, BARE)));
    }

    /** @param optional reason and plan hash, and whether it has a date */
    private static TransferRequest request(
            String tenant,
            String source,
            String target,
            String by,
            List<DataTypeName> types,
            long askedAt,
            TransferMode mode,
            Map<DataTypeName, WhenSourceEmpty> options,
            Optional<String> optional) {
        return new TransferRequest(
                ID,
                new TenantId(tenant),
                new UserId(source),
                new UserId(target),
                by,
                Instant.ofEpochSecond(askedAt),
                types,
                optional.map(x -> Instant.ofEpochSecond(1)),
                mode,
                options,
                optional,
                optional);
    }
}
