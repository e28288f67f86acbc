package org.userdatatransfer.worker.coordination;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.transfer.PlannedType;
import org.userdatatransfer.worker.transfer.TransferId;

/** The plans of sagas, each kept once: many transfers have the same. */
final class SagaPlans {

    /** Requests may name any data types, so there is no end to plans; a few are in use. */
    private static final int MOST_PLANS = 1_000;

    private final JdbcClient jdbc;
    private final Map<UUID, List<PlannedType>> plans = new ConcurrentHashMap<>();

    SagaPlans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From memory, where a plan is once it was read. */
    Map<UUID, List<PlannedType>> find(List<UUID> ids) {
        if (plans.size() > MOST_PLANS) {
            plans.clear();
        }
        var found = new HashMap<UUID, List<PlannedType>>();
        var unknown = new ArrayList<UUID>();
        for (var id : ids) {
            var plan = plans.get(id);
            if (plan == null) {
                unknown.add(id);
            } else {
                found.put(id, plan);
            }
        }
        if (!unknown.isEmpty()) {
            jdbc.sql(SagaSql.READ_PLANS)
                    .param("ids", Columns.of(unknown, id -> id))
                    .query((row, n) -> found.put(
                            row.getObject("plan_id", UUID.class), RequestCodec.readPlan(row.getString("types"))))
                    .list();
            plans.putAll(found);
        }
        return found;
    }

    /** Most plans are known already, here or to the database. */
    Map<TransferId, UUID> save(List<Saga> opened) {
        var ids = new HashMap<TransferId, UUID>();
        var unknown = new HashMap<UUID, String>();
        var idsOfPlans = new HashMap<List<PlannedType>, UUID>();
        for (var saga : opened) {
            var id = idsOfPlans.computeIfAbsent(saga.plan(), plan -> {
                var text = RequestCodec.write(plan);
                var planId = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
                if (!plans.containsKey(planId)) {
                    unknown.put(planId, text);
                }
                return planId;
            });
            ids.put(saga.id(), id);
        }
        if (!unknown.isEmpty()) {
            var rows = new ArrayList<>(unknown.entrySet());
            jdbc.sql(SagaSql.SAVE_PLANS)
                    .param("ids", Columns.of(rows, Map.Entry::getKey))
                    .param("types", Columns.of(rows, Map.Entry::getValue))
                    .update();
        }
        return ids;
    }
}
