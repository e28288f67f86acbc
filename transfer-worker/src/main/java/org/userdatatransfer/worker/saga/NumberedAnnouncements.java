package org.userdatatransfer.worker.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/** What is announced after a moment, numbered, and the saga that has counted it. */
public record NumberedAnnouncements(Saga saga, List<Announcement> announcements) {

    public NumberedAnnouncements {
        announcements = List.copyOf(announcements);
    }

    static NumberedAnnouncements of(Saga saga, List<SagaCommand> commands, Optional<QueuePlace> place, Instant at) {
        var announcements = new ArrayList<Announcement>();
        for (var command : withOneStatus(commands)) {
            var sequence = saga.sequence() + announcements.size() + 1;
            switch (command) {
                case SagaCommand.Announce told ->
                    announcements.add(announcement(saga, sequence, told.epoch(), told.fact(), at));
                case SagaCommand.TellStatus told ->
                    announcements.add(announcement(saga, sequence, saga.epoch(), status(saga, told, place), at));
                case SagaCommand.RunSubTask run -> {}
                case SagaCommand.Remember remember -> {}
                case SagaCommand.CallTickets call -> {}
            }
        }
        return new NumberedAnnouncements(saga.withSequence(saga.sequence() + announcements.size()), announcements);
    }

    private static Announcement announcement(
            Saga saga, long sequence, int epoch, Announcement.Fact fact, Instant at) {
        var request = saga.request();
        return new Announcement(
                saga.id(), sequence, request.tenant(), request.source(), request.target(), epoch, at, fact);
    }

    /**
     * The changes of status are one, told behind whatever came before the last of them: the last that says more than
     * that sub-tasks go on, else the last. A refusal is no change, but somebody's answer, and is told by itself.
     */
    private static List<SagaCommand> withOneStatus(List<SagaCommand> commands) {
        var changes = commands.stream().filter(NumberedAnnouncements::isChange).toList();
        if (changes.isEmpty()) {
            return commands;
        }
        var said = changes.reversed().stream()
                .filter(change -> !isProgress(change))
                .findFirst()
                .orElse(changes.getLast());
        var last = commands.lastIndexOf(changes.getLast());
        var told = new ArrayList<>(commands.subList(0, last));
        told.removeIf(NumberedAnnouncements::isChange);
        told.add(said);
        told.addAll(commands.subList(last + 1, commands.size()));
        return told;
    }

    private static boolean isChange(SagaCommand command) {
        return command instanceof SagaCommand.TellStatus told && !told.cause().isRefusal();
    }

    private static boolean isProgress(SagaCommand change) {
        return change instanceof SagaCommand.TellStatus told
                && told.cause() == Cause.REPORTED
                && told.message().isEmpty();
    }

    private static Announcement.Fact status(Saga saga, SagaCommand.TellStatus told, Optional<QueuePlace> place) {
        var queued = saga.phase() == Phase.QUEUED ? place : Optional.<QueuePlace>empty();
        return new Announcement.StatusChanged(
                saga.phase(),
                told.cause(),
                told.by(),
                queued.map(QueuePlace::position),
                queued.map(QueuePlace::waitsFor).orElse(List.of()),
                saga.progress(),
                told.message());
    }

    static List<Announcement.Progress> progress(Saga saga) {
        if (saga.run().subTasks().stream().allMatch(s -> s.status() == SubTaskStatus.WAITING)) {
            return List.of();
        }
        return saga.plannedSubTasks().stream().map(NumberedAnnouncements::progress).toList();
    }

    private static Announcement.Progress progress(PlannedSubTask planned) {
        var state = planned.state();
        var result = state.result();
        return new Announcement.Progress(
                planned.name(),
                state.status().label(),
                result.map(DataTypeResult::rowsDone).orElse(0L),
                result.map(DataTypeResult::rowsPlanned).orElse(0L),
                state.tally().moved(),
                state.tally().archived(),
                state.tally().collapsed(),
                result.flatMap(DataTypeResult::reason));
    }
}
