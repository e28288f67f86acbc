package org.userdatatransfer.worker.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.userdatatransfer.worker.saga.Announcement;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.saga.SagaCommand;
import org.userdatatransfer.worker.saga.SagaEvent;
import org.userdatatransfer.worker.saga.SagaPolicy;
import org.userdatatransfer.worker.saga.Transition;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferPlan;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserCheck;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * Histories that workers have recorded. Those of this version: each line of input is given to the saga as it was stored
 * then, and must be decided as it was then; {@code -Drecord=true} writes new ones. Those of a worker that asked for its
 * data types wave by wave: a deployment may happen between any two lines, and from each of them the transfer must come
 * to the end it came to then. None of those files is ever changed to suit new code.
 */
class RecordedHistoryTest {

    private static final Path FOLDER = Path.of("src/test/resources/recorded-histories");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final TransferId ID = new TransferId(new UUID(0, 1));
    private static final SagaPolicy POLICY = new SagaPolicy(
            Duration.ofMinutes(2),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            SagaPolicy.WhenOverdue.COMPENSATE,
            Duration.ofHours(1),
            2,
            Duration.ofMinutes(1),
            Duration.ofDays(30));
    private static final List<PlannedType> PLAN = List.of(
            planned("evaluation", "qm"), planned("evaluation-comment", "qm", "evaluation"), planned("alert", "wfm"));

    static Stream<Path> ofThisVersion() throws IOException {
        return histories("one-wave");
    }

    static Stream<Path> ofTheVersionBefore() throws IOException {
        return histories("wave-by-wave");
    }

    private static Stream<Path> histories(String folder) throws IOException {
        try (var files = Files.list(FOLDER.resolve(folder))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("ofTheVersionBefore")
    void comesToTheSameEndWhereverADeploymentHappens(Path file) throws IOException {
        var recorded = Files.readAllLines(file);
        for (int deployed = 0; deployed < recorded.size(); deployed++) {
            if (recorded.get(deployed).startsWith("state ")) {
                var rest = recorded.subList(deployed + 1, recorded.size());
                assertThat(ends(carriedOn(recorded.get(deployed).substring(6), rest)))
                        .as("deployed at line %d", deployed + 1)
                        .isEqualTo(ends(rest));
            }
        }
    }

    private static List<String> carriedOn(String stored, List<String> inputs) {
        var carriedOn = new ArrayList<String>();
        for (var line : inputs) {
            if (line.startsWith("in ")) {
                var transition = decide(stored, line.substring(3).split(" "));
                transition.commands().forEach(command -> carriedOn.add("out " + text(command)));
                stored = SagaCodec.write(transition.saga());
            }
        }
        return carriedOn;
    }

    private static List<String> ends(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("out announce") || line.startsWith("out tickets"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ofThisVersion")
    void isDecidedAsItWasThen(Path file) throws IOException {
        var recorded = Files.readAllLines(file);
        var replayed = new ArrayList<String>();
        @Nullable String stored = null;
        for (var line : recorded) {
            if (line.startsWith("in ")) {
                var transition = decide(stored, line.substring(3).split(" "));
                replayed.add(line);
                transition.commands().forEach(command -> replayed.add("out " + text(command)));
                stored = SagaCodec.write(transition.saga());
                replayed.add("state " + stored);
            } else if (line.startsWith("state ")) {
                // From what was stored then, not from what this version would have stored.
                stored = line.substring(6);
            }
        }
        if (Boolean.getBoolean("record")) {
            Files.write(file, replayed);
        }
        assertThat(replayed).isEqualTo(recorded);
    }

    private static Transition decide(@Nullable String stored, String[] input) {
        var now = START.plusSeconds(Long.parseLong(input[0]));
        if (input[1].equals("accept")) {
            return Saga.open(request(), new TransferPlan(PLAN, List.of()), Optional.empty(), now);
        }
        return SagaCodec.read(request(), PLAN, Objects.requireNonNull(stored)).on(event(input), now, POLICY);
    }

    private static SagaEvent event(String[] input) {
        return switch (input[1]) {
            case "request" -> new SagaEvent.RequestedAgain(request());
            case "start" ->
                new SagaEvent.Started(
                        new UserCheck(
                                Arrays.stream(input[2].split(",")).map(Product::new).collect(Collectors.toSet()),
                                List.of()),
                        7,
                        Optional.empty());
            case "clock" -> new SagaEvent.TimePassed();
            case "control" ->
                new SagaEvent.Controlled(
                        new TransferControl(
                                new UUID(9, Long.parseLong(input[3])),
                                ID,
                                ControlAction.valueOf(input[2]),
                                "olga",
                                START,
                                List.of(),
                                Optional.empty()),
                        Optional.empty());
            case "report" ->
                new SagaEvent.Reported(new SubTaskReport(
                        ID,
                        Integer.parseInt(input[3]),
                        SubTaskAction.valueOf(input[2]),
                        Integer.parseInt(input[4]),
                        new Product(input[5]),
                        Arrays.stream(input[6].split("\\+"))
                                .map(type -> result(type, DataTypeOutcome.valueOf(input[7]), Long.parseLong(input[8])))
                                .toList()));
            default -> throw new IllegalArgumentException(String.join(" ", input));
        };
    }

    private static DataTypeResult result(String type, DataTypeOutcome outcome, long rows) {
        var failed = outcome == DataTypeOutcome.FAILED;
        return new DataTypeResult(
                new DataTypeName(type),
                outcome,
                failed ? Optional.of("CONSTRAINT_VIOLATED") : Optional.empty(),
                failed ? Optional.of("unique key " + type + "_pk") : Optional.empty(),
                new Tally(rows, 0, 0, rows, 0, 0, rows, 0, 0),
                rows,
                rows,
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static String text(SagaCommand command) {
        return switch (command) {
            case SagaCommand.RunSubTask run ->
                "run %s %d %d %s %s%s"
                        .formatted(
                                run.subTask().action(),
                                run.subTask().epoch(),
                                run.subTask().step(),
                                run.subTask().product(),
                                names(run.subTask().dataTypes()),
                                run.subTask().after().isEmpty()
                                        ? ""
                                        : " after " + names(run.subTask().after()));
            case SagaCommand.CallTickets call -> "tickets " + call.call();
            case SagaCommand.TellStatus tell -> "status " + tell.cause();
            case SagaCommand.Remember remember ->
                "history %s %d %s"
                        .formatted(
                                remember.entry().to(),
                                remember.entry().epoch(),
                                remember.entry().cause());
            case SagaCommand.Announce announce -> "announce %d %s".formatted(announce.epoch(), text(announce.fact()));
        };
    }

    private static String names(List<DataTypeName> types) {
        return types.stream().map(DataTypeName::value).collect(Collectors.joining("+"));
    }

    private static String text(Announcement.Fact fact) {
        return switch (fact) {
            case Announcement.Failed failed ->
                failed.outcome()
                        + " " + failed.reasons().stream().map(r -> r.code()).toList()
                        + " " + outcomes(failed.results());
            case Announcement.Completed completed -> "COMPLETED " + outcomes(completed.results());
            case Announcement.Undone undone -> "UNDONE " + outcomes(undone.results());
            case Announcement.Previewed previewed -> "PREVIEWED " + outcomes(previewed.results());
            case Announcement.StatusChanged status -> "STATUS " + status.phase();
        };
    }

    private static List<String> outcomes(List<DataTypeResult> results) {
        return results.stream()
                .map(r -> r.dataType() + "=" + r.outcome() + ":" + r.tally().moved())
                .toList();
    }

    private static TransferRequest request() {
        return new TransferRequest(
                ID,
                new TenantId("acme"),
                new UserId("ann"),
                new UserId("bob"),
                "hr",
                START,
                List.of(),
                Optional.empty(),
                TransferMode.EXECUTE,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static PlannedType planned(String name, String product, String... after) {
        return new PlannedType(
                new DataTypeName(name),
                new Product(product),
                Arrays.stream(after).map(DataTypeName::new).collect(Collectors.toSet()),
                new DataTypeName(name));
    }
}
