package org.userdatatransfer.worker.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.rowhistory.RowStep;

/**
 * What a transfer did to a row as JSON.
 *
 * @param undoWindowEnds until when the transfer can be undone; absent unless it is completed
 * @param remark what else there is to know, in words
 */
record RowStory(
        UUID transferId,
        String product,
        String table,
        Map<String, String> key,
        List<Step> steps,
        @Nullable Instant undoWindowEnds,
        @Nullable String remark) {

    /** One thing that was done to the row. */
    record Step(
            Instant at,
            String dataType,
            int epoch,
            String kind,
            @Nullable String column,
            String rule,
            Map<String, @Nullable String> before,
            Map<String, @Nullable String> after,
            boolean undone) {

        static Step of(RowStep step) {
            return new Step(
                    step.at(),
                    step.dataType().value(),
                    step.epoch(),
                    step.kind().name(),
                    step.column().orElse(null),
                    step.rule(),
                    step.before(),
                    step.after(),
                    step.undone());
        }
    }
}
