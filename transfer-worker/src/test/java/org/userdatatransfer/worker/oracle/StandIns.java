package org.userdatatransfer.worker.oracle;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the stand-ins of the expected rows into the actual ones, where the actual value is what they stand for. */
record StandIns(DatabaseRows expected, Instant notBefore, Instant notAfter) {

    DatabaseRows in(DatabaseRows actual) {
        var replaced = actual;
        for (var name : expected.tables().keySet()) {
            var table = expected.tables().get(name);
            var byKey = new HashMap<Row, Row>();
            table.rows().stream().filter(StandIns::hasAny).forEach(row -> byKey.put(table.keyOf(row), row));
            if (!byKey.isEmpty()) {
                replaced = replaced.with(name, row -> replace(row, byKey.get(table.keyOf(row))));
            }
        }
        return replaced;
    }

    private static boolean hasAny(Row row) {
        return row.values().containsValue(ExpectedTransfer.TIME_OF_TRANSFER)
                || row.values().containsValue(ExpectedTransfer.FROM_A_TRIGGER);
    }

    private Row replace(Row actual, @Nullable Row expected) {
        var replaced = actual;
        if (expected != null) {
            for (Map.Entry<String, String> value : expected.values().entrySet()) {
                if (actual.get(value.getKey()).filter(v -> fits(v, value.getValue())).isPresent()) {
                    replaced = replaced.with(value.getKey(), value.getValue());
                }
            }
        }
        return replaced;
    }

    private boolean fits(String actual, String standIn) {
        return actual.equals(standIn) || switch (standIn) {
            case ExpectedTransfer.TIME_OF_TRANSFER -> {
                var time = Times.parse(actual);
                yield !time.isBefore(notBefore) && !time.isAfter(notAfter);
            }
            case ExpectedTransfer.FROM_A_TRIGGER -> true;
            default -> false;
        };
    }
}
