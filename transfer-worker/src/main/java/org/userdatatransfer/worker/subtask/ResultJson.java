package org.userdatatransfer.worker.subtask;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.Unrestored;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A result as the fence keeps it: short, since there is one per transfer and data type. */
final class ResultJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final ObjectWriter WRITER = MAPPER.writerFor(Kept.class);
    private static final ObjectReader READER = MAPPER.readerFor(Kept.class);

    private record Kept(
            DataTypeOutcome outcome,
            @Nullable String reason,
            @Nullable String message,
            Tally tally,
            long rowsDone,
            long rowsPlanned,
            @Nullable List<Flag> flags,
            @Nullable List<Unrestored> unrestored,
            @Nullable String decisionHash) {}

    String write(DataTypeResult result) {
        return WRITER.writeValueAsString(new Kept(
                result.outcome(),
                result.reason().orElse(null),
                result.message().orElse(null),
                result.tally(),
                result.rowsDone(),
                result.rowsPlanned(),
                result.flags().isEmpty() ? null : result.flags(),
                result.unrestored().isEmpty() ? null : result.unrestored(),
                result.decisionHash().orElse(null)));
    }

    DataTypeResult read(DataTypeName type, String json) {
        Kept kept = READER.readValue(json);
        return new DataTypeResult(
                type,
                kept.outcome,
                Optional.ofNullable(kept.reason),
                Optional.ofNullable(kept.message),
                kept.tally,
                kept.rowsDone,
                kept.rowsPlanned,
                Optional.ofNullable(kept.flags).orElse(List.of()),
                Optional.ofNullable(kept.unrestored).orElse(List.of()),
                Optional.ofNullable(kept.decisionHash));
    }
}
