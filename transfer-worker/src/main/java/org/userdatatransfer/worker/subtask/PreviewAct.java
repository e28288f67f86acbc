package org.userdatatransfer.worker.subtask;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.userdatatransfer.worker.engine.Handover;
import org.userdatatransfer.worker.engine.TransferEngine;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TransferId;

/** Carries out PREVIEW commands: each for itself, since nothing is changed. */
record PreviewAct(TransferEngine engine, Identities identities) {

    List<SubTaskReport> act(List<SubTask> commands) {
        var reports = new ArrayList<SubTaskReport>();
        commands.stream()
                .collect(groupingBy(SubTask::dataType, LinkedHashMap::new, toList()))
                .forEach((type, ofType) -> reports.addAll(act(type, ofType)));
        return reports;
    }

    private List<SubTaskReport> act(DataTypeName type, List<SubTask> commands) {
        var known = new ArrayList<Handover>();
        if (engine.knows(type)) {
            commands.forEach(command -> identities.handover(command).ifPresent(known::add));
        }
        var results =
                known.isEmpty() ? Map.<TransferId, DataTypeResult>of() : engine.preview(type, known);
        return commands.stream()
                .map(command ->
                        SubTaskReport.of(command, List.of(result(type, command, results.get(command.transferId())))))
                .toList();
    }

    private DataTypeResult result(DataTypeName type, SubTask command, @Nullable DataTypeResult found) {
        if (found != null) {
            return found;
        }
        return engine.knows(type) ? Absences.ofUser(type, command, identities) : Absences.ofTables(type);
    }
}
