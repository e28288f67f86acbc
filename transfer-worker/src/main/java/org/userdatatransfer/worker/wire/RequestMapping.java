package org.userdatatransfer.worker.wire;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import org.userdatatransfer.events.DataTypeOptions;
import org.userdatatransfer.events.TransferRequested;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/**
 * What requesters and operators want, from Avro records; an {@link IllegalArgumentException} says that there is no such
 * value.
 */
final class RequestMapping {

    private RequestMapping() {}

    static TransferRequest ofAvro(TransferRequested r) {
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

    static TransferControl ofAvro(org.userdatatransfer.events.TransferControl c) {
        return new TransferControl(
                c.getControlId(),
                new TransferId(c.getTransferId()),
                ControlAction.valueOf(c.getAction().name()),
                Limits.text("requestedBy", c.getRequestedBy()),
                c.getRequestedAt(),
                names(Limits.names("dataTypes", c.getDataTypes())),
                c.getReason().map(reason -> Limits.text("reason", reason)));
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
