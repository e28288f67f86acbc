package org.userdatatransfer.worker.wire;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import org.userdatatransfer.events.DataTypeOptions;
import org.userdatatransfer.events.SubTaskReported;
import org.userdatatransfer.events.SubTaskRequested;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.Unrestored;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/** Avro records as our values; an {@link IllegalArgumentException} says that there is no such value. */
final class ValuesOf {

    private ValuesOf() {}

    static TransferRequest request(TransferRequested r) {
        return new TransferRequest(
                new TransferId(r.getTransferId()),
                new TenantId(Limits.name("tenantId", r.getTenantId())),
                new UserId(Limits.name("sourceUserId", r.getSourceUserId())),
                new UserId(Limits.name("targetUserId", r.getTargetUserId())),
                Limits.text("requestedBy", r.getRequestedBy()),
                r.getRequestedAt(),
                names(Limits.names("dataTypes", r.getDataTypes())),
                r.getEffectiveAt(),
                TransferMode.valueOf(r.getMode().name()),
                options(r.getOptions()),
                r.getReason().map(reason -> Limits.text("reason", reason)),
                r.getPlanHash().map(hash -> Limits.text("planHash", hash)));
    }

    static TransferControl control(org.userdatatransfer.events.TransferControl c) {
        return new TransferControl(
                c.getControlId(),
                new TransferId(c.getTransferId()),
                ControlAction.valueOf(c.getAction().name()),
                Limits.text("requestedBy", c.getRequestedBy()),
                c.getRequestedAt(),
                names(Limits.names("dataTypes", c.getDataTypes())),
                c.getReason().map(reason -> Limits.text("reason", reason)));
    }

    static SubTask subTask(SubTaskRequested s) {
        return new SubTask(
                new TransferId(s.getTransferId()),
                new TenantId(s.getTenantId()),
                new UserId(s.getSourceUserId()),
                new UserId(s.getTargetUserId()),
                s.getEpoch(),
                SubTaskAction.valueOf(s.getAction().name()),
                s.getStep(),
                new Product(s.getProduct()),
                names(s.getDataTypes()),
                whenSourceEmpty(s.getWhenSourceEmpty()),
                names(s.getAfter()));
    }

    static SubTaskReport report(SubTaskReported r) {
        return new SubTaskReport(
                new TransferId(r.getTransferId()),
                r.getEpoch(),
                SubTaskAction.valueOf(r.getAction().name()),
                r.getStep(),
                new Product(r.getProduct()),
                r.getResults().stream().map(ValuesOf::result).toList());
    }

    private static DataTypeResult result(org.userdatatransfer.events.DataTypeResult r) {
        return new DataTypeResult(
                new DataTypeName(r.getDataType()),
                DataTypeOutcome.valueOf(r.getOutcome().name()),
                r.getReason(),
                r.getMessage(),
                tally(r.getTally()),
                r.getRowsDone(),
                r.getRowsPlanned(),
                r.getFlags().stream().map(ValuesOf::flag).toList(),
                r.getUnrestored().stream().map(ValuesOf::unrestored).toList(),
                r.getDecisionHash());
    }

    private static Tally tally(org.userdatatransfer.events.Tally t) {
        return new Tally(
                t.getSourceBefore(),
                t.getTargetBefore(),
                t.getSourceAfter(),
                t.getTargetAfter(),
                t.getArchived(),
                t.getLive(),
                t.getMoved(),
                t.getCollapsed(),
                t.getChanged());
    }

    private static Flag flag(org.userdatatransfer.events.Flag f) {
        return new Flag(f.getName(), f.getRows(), f.getExamples());
    }

    private static Unrestored unrestored(org.userdatatransfer.events.Unrestored u) {
        return new Unrestored(u.getTable(), u.getKey(), u.getReason(), u.getRows());
    }

    private static Map<DataTypeName, WhenSourceEmpty> options(Map<String, DataTypeOptions> options) {
        Limits.names("options", List.copyOf(options.keySet()));
        return options.entrySet().stream()
                .collect(toMap(
                        option -> new DataTypeName(option.getKey()),
                        option -> whenSourceEmpty(option.getValue().getWhenSourceEmpty())));
    }

    private static WhenSourceEmpty whenSourceEmpty(org.userdatatransfer.events.WhenSourceEmpty w) {
        return WhenSourceEmpty.valueOf(w.name());
    }

    private static List<DataTypeName> names(List<String> names) {
        return names.stream().map(DataTypeName::new).toList();
    }
}
