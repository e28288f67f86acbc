package org.userdatatransfer.worker.wire;

import java.util.List;
import org.userdatatransfer.events.SubTaskReported;
import org.userdatatransfer.events.SubTaskRequested;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.SubTaskAction;
import org.userdatatransfer.worker.transfer.SubTaskReport;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;

/**
 * What coordinator and workers say to each other, as Avro records and back; an {@link IllegalArgumentException} says
 * that there is no such value.
 */
final class SubTaskMapping {

    private SubTaskMapping() {}

    static SubTaskRequested toAvro(SubTask task) {
        return new SubTaskRequested(
                task.transferId().value(),
                task.tenant().value(),
                task.source().value(),
                task.target().value(),
                task.epoch(),
                org.userdatatransfer.events.SubTaskAction.valueOf(task.action().name()),
                task.step(),
                task.product().value(),
                names(task.dataTypes()),
                org.userdatatransfer.events.WhenSourceEmpty.valueOf(
                        task.whenSourceEmpty().name()),
                names(task.after()));
    }

    private static List<String> names(List<DataTypeName> types) {
        return types.stream().map(DataTypeName::value).toList();
    }

    static SubTaskReported toAvro(SubTaskReport report) {
        return new SubTaskReported(
                report.transferId().value(),
                report.epoch(),
                org.userdatatransfer.events.SubTaskAction.valueOf(report.action().name()),
                report.step(),
                report.product().value(),
                ResultMapping.toAvro(report.results()));
    }

    static SubTask ofAvro(SubTaskRequested s) {
        return new SubTask(
                new TransferId(s.getTransferId()),
                new TenantId(s.getTenantId()),
                new UserId(s.getSourceUserId()),
                new UserId(s.getTargetUserId()),
                s.getEpoch(),
                SubTaskAction.valueOf(s.getAction().name()),
                s.getStep(),
                new Product(s.getProduct()),
                types(s.getDataTypes()),
                WhenSourceEmpty.valueOf(s.getWhenSourceEmpty().name()),
                types(s.getAfter()));
    }

    static SubTaskReport ofAvro(SubTaskReported r) {
        return new SubTaskReport(
                new TransferId(r.getTransferId()),
                r.getEpoch(),
                SubTaskAction.valueOf(r.getAction().name()),
                r.getStep(),
                new Product(r.getProduct()),
                r.getResults().stream().map(ResultMapping::ofAvro).toList());
    }

    private static List<DataTypeName> types(List<String> names) {
        return names.stream().map(DataTypeName::new).toList();
    }
}
