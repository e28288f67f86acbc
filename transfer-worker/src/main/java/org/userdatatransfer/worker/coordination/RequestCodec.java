package org.userdatatransfer.worker.coordination;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests, plans and early cancels as JSON: written once, read with every saga. */
final class RequestCodec {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RequestCodec() {}

    static String write(TransferRequest request) {
        var json = NODES.objectNode()
                .put("by", request.requestedBy())
                .put("at", request.requestedAt().toEpochMilli())
                .put("mode", request.mode().name());
        if (!request.dataTypes().isEmpty()) {
            json.set("types", names(request.dataTypes()));
        }
        request.effectiveAt().ifPresent(at -> json.put("from", at.toEpochMilli()));
        request.reason().ifPresent(reason -> json.put("why", reason));
        request.planHash().ifPresent(hash -> json.put("hash", hash));
        if (!request.whenSourceEmpty().isEmpty()) {
            var options = json.putObject("empty");
            request.whenSourceEmpty().forEach((type, what) -> options.put(type.value(), what.name()));
        }
        return JSON.writeValueAsString(json);
    }

    static TransferRequest readRequest(TransferId id, TenantId tenant, UserId source, UserId target, String text) {
        var json = JSON.readTree(text);
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
                readNames(json.path("types")),
                json.has("from")
                        ? Optional.of(Instant.ofEpochMilli(json.path("from").asLong()))
                        : Optional.empty(),
                TransferMode.valueOf(json.path("mode").asString()),
                options,
                text(json.path("why")),
                text(json.path("hash")));
    }

    static String write(List<PlannedType> plan) {
        var json = NODES.arrayNode();
        for (var type : plan) {
            json.add(NODES.arrayNode()
                    .add(type.name().value())
                    .add(type.product().value())
                    .add(type.group().value())
                    .add(names(type.after().stream().sorted().toList())));
        }
        return JSON.writeValueAsString(json);
    }

    static List<PlannedType> readPlan(String text) {
        return JSON.readTree(text)
                .valueStream()
                .map(type -> new PlannedType(
                        new DataTypeName(type.path(0).asString()),
                        new Product(type.path(1).asString()),
                        new HashSet<>(readNames(type.path(3))),
                        new DataTypeName(type.path(2).asString())))
                .toList();
    }

    static String write(TransferControl control) {
        var json = NODES.objectNode()
                .put("id", control.controlId().toString())
                .put("action", control.action().name())
                .put("by", control.requestedBy())
                .put("at", control.requestedAt().toEpochMilli());
        json.set("types", names(control.dataTypes()));
        control.reason().ifPresent(reason -> json.put("why", reason));
        return JSON.writeValueAsString(json);
    }

    static TransferControl readControl(TransferId id, String text) {
        var json = JSON.readTree(text);
        return new TransferControl(
                UUID.fromString(json.path("id").asString()),
                id,
                ControlAction.valueOf(json.path("action").asString()),
                json.path("by").asString(),
                Instant.ofEpochMilli(json.path("at").asLong()),
                readNames(json.path("types")),
                text(json.path("why")));
    }

    private static ArrayNode names(List<DataTypeName> names) {
        var json = NODES.arrayNode();
        names.forEach(name -> json.add(name.value()));
        return json;
    }

    private static List<DataTypeName> readNames(JsonNode json) {
        return json.valueStream()
                .map(name -> new DataTypeName(name.asString()))
                .toList();
    }

    private static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.asString()) : Optional.empty();
    }
}
