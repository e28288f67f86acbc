package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferControl;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.TransferMode;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;
import org.userdatatransfer.worker.transfer.WhenSourceEmpty;
import tools.jackson.databind.JsonNode;

/** Requests, plans and early cancels as JSON: written once, read with every saga. */
final class RequestCodec {

    private RequestCodec() {}

    static String write(TransferRequest request) {
        var json = CompactJson.object()
                .put("by", request.requestedBy())
                .put("at", request.requestedAt().toEpochMilli())
                .put("mode", request.mode().name());
        if (!request.dataTypes().isEmpty()) {
            json.set("types", CompactJson.names(request.dataTypes()));
        }
        request.effectiveAt().ifPresent(at -> json.put("from", at.toEpochMilli()));
        request.reason().ifPresent(reason -> json.put("why", reason));
        request.planHash().ifPresent(hash -> json.put("hash", hash));
        if (!request.whenSourceEmpty().isEmpty()) {
            var options = json.putObject("empty");
            request.whenSourceEmpty().forEach((type, what) -> options.put(type.value(), what.name()));
        }
        return CompactJson.write(json);
    }

    static TransferRequest readRequest(TransferId id, TenantId tenant, UserId source, UserId target, String text) {
        var json = CompactJson.read(text);
        var options = new HashMap<DataTypeName, WhenSourceEmpty>();
        json.path("empty").propertyStream().forEach(option -> options.put(
                new DataTypeName(option.getKey()),
                WhenSourceEmpty.valueOf(option.getValue().asString())));
        return new TransferRequest(
                id,
                tenant,
                source,
                target,
                json.path("by").asString(),
                Instant.ofEpochMilli(json.path("at").asLong()),
                CompactJson.readNames(json.path("types")),
                CompactJson.time(json.path("from")),
                TransferMode.valueOf(json.path("mode").asString()),
                options,
                CompactJson.text(json.path("why")),
                CompactJson.text(json.path("hash")));
    }

    static String write(List<PlannedType> plan) {
        var json = CompactJson.array();
        for (var type : plan) {
            json.add(CompactJson.array()
                    .add(type.name().value())
                    .add(type.product().value())
                    .add(type.group().value())
                    .add(CompactJson.names(type.after().stream().sorted().toList())));
        }
        return CompactJson.write(json);
    }

    static List<PlannedType> readPlan(String text) {
        return CompactJson.read(text).valueStream().map(RequestCodec::readType).toList();
    }

    private static PlannedType readType(JsonNode json) {
        var elements = new JsonElements(json);
        var name = new DataTypeName(elements.text());
        var product = new Product(elements.text());
        var group = new DataTypeName(elements.text());
        var after = elements.nestedAtTheEnd().map(CompactJson::readNames).orElseGet(List::of);
        return new PlannedType(name, product, new HashSet<>(after), group);
    }

    static String write(TransferControl control) {
        var json = CompactJson.object()
                .put("id", control.controlId().toString())
                .put("action", control.action().name())
                .put("by", control.requestedBy())
                .put("at", control.requestedAt().toEpochMilli());
        json.set("types", CompactJson.names(control.dataTypes()));
        control.reason().ifPresent(reason -> json.put("why", reason));
        return CompactJson.write(json);
    }

    static TransferControl readControl(TransferId id, String text) {
        var json = CompactJson.read(text);
        return new TransferControl(
                UUID.fromString(json.path("id").asString()),
                id,
                ControlAction.valueOf(json.path("action").asString()),
                json.path("by").asString(),
                Instant.ofEpochMilli(json.path("at").asLong()),
                CompactJson.readNames(json.path("types")),
                CompactJson.text(json.path("why")));
    }
}
