package org.userdatatransfer.worker.oracle;

import static org.userdatatransfer.worker.oracle.TypeRule.combine;
import static org.userdatatransfer.worker.oracle.TypeRule.overwrite;

import java.util.List;

/** The 25 data types of classic Workforce Management, children before their parents. */
final class WfmRules {

    static final List<TypeRule> ALL = List.of(
            combine(
                    "user-messaging-request",
                    step -> {
                        step.move("user_messaging_request", "requester_id");
                        step.move("user_messaging_request", "recipient_id");
                    },
                    new UserColumn("user_messaging_request", "requester_id"),
                    new UserColumn("user_messaging_request", "recipient_id")),
            combine(
                    "user-messaging-request-comment",
                    step -> step.move("user_messaging_request_comment", "author_id"),
                    new UserColumn("user_messaging_request_comment", "author_id")),
            combine(
                    "user-server-request",
                    WfmRules::userServerRequest,
                    new UserColumn("user_server_request", "requested_by")),
            combine(
                    "alert",
                    step -> {
                        step.keepTarget("alert", "user_id", "alert_type", "subject");
                        step.move("alert", "user_id");
                    },
                    new UserColumn("alert", "user_id")),
            combine(
                    "view",
                    step -> {
                        step.keepTarget("view_assignment", "user_id", "view_id");
                        step.keepTarget("view_member", "agent_id", "view_id");
                        step.move("view_assignment", "user_id");
                        step.move("view_member", "agent_id");
                    },
                    new UserColumn("view_assignment", "user_id"),
                    new UserColumn("view_member", "agent_id")),
            combine(
                    "workflow-condition",
                    step -> {
                        step.keepTarget("workflow_condition", "user_id", "rule_id", "condition_type");
                        step.move("workflow_condition", "user_id");
                        step.move("workflow_condition", "created_by");
                    },
                    new UserColumn("workflow_condition", "user_id"),
                    new UserColumn("workflow_condition", "created_by")),
            overwriteTables("accumulated-vacation-hours", "accumulated_vacation_hours").with("vacation-plan-mapping"),
            overwriteTables("skill-mapping", "skill_mapping").with("multiskill-mapping"),
            overwriteTables("agent-assigned-exception", "agent_assigned_exception"),
            overwrite("agent-schedule", WfmRules::agentSchedule, new UserColumn("agent_schedule", "agent_id")),
            overwriteTables("project", "agent_project"),
            overwriteTables("work-condition-mapping", "work_condition_mapping").with("agent-work-shift"),
            overwrite("agent-work-shift", WfmRules::agentWorkShift, new UserColumn("agent_work_shift", "agent_id"))
                    .with("work-condition-mapping"),
            overwriteTables(
                    "agent-service-productivity",
                    "agent_service_productivity_interval",
                    "agent_service_productivity_day",
                    "agent_service_productivity_week",
                    "agent_service_productivity_month",
                    "agent_service_productivity_year"),
            overwriteTables("agent-productivity", "agent_productivity"),
            overwriteTables("agent-offline-activity-hours", "agent_offline_activity_hours"),
            overwriteTables("agent-group-day-allocation", "agent_group_day_allocation"),
            overwriteTables("historical-activity", "historical_activity"),
            overwriteTables("agent-work-hours", "agent_work_hours"),
            overwriteTables("agent-real-time-state", "agent_real_time_state"),
            overwriteTables("dynamic-schedule-shift", "dynamic_schedule_shift")
                    .with("dynamic-schedule", "dynamic-schedule-event-parameter"),
            overwriteTables("dynamic-schedule-event-parameter", "dynamic_schedule_event_parameter")
                    .with("dynamic-schedule", "dynamic-schedule-shift"),
            overwrite("dynamic-schedule", WfmRules::dynamicSchedule, new UserColumn("dynamic_schedule", "agent_id"))
                    .with("dynamic-schedule-shift", "dynamic-schedule-event-parameter"),
            overwriteTables("multiskill-mapping", "multiskill_mapping").with("skill-mapping"),
            overwriteTables("vacation-plan-mapping", "vacation_plan_mapping").with("accumulated-vacation-hours"));

    private WfmRules() {}

    private static TypeRule overwriteTables(String name, String... tables) {
        var users = List.of(tables).stream()
                .map(table -> new UserColumn(table, "agent_id"))
                .toArray(UserColumn[]::new);
        return overwrite(name, step -> List.of(tables).forEach(table -> step.overwrite(table, "agent_id")), users);
    }

    /** Only two recurring requests clash. */
    private static void userServerRequest(TransferStep step) {
        var same = List.of("job_type", "schedule", "parameters");
        step.clashes("user_server_request", "requested_by", (source, target) -> source.alike(target, same)
                        && source.has("recurring", "true")
                        && target.has("recurring", "true"))
                .forEach(clash -> step.collapse("user_server_request", clash.source()));
        step.move("user_server_request", "requested_by");
    }

    private static void agentSchedule(TransferStep step) {
        step.archiveChildren(
                "agent_schedule_activity",
                "agent_schedule_id",
                step.ofTarget("agent_schedule", "agent_id"),
                "agent_schedule_id");
        step.overwrite("agent_schedule", "agent_id");
    }

    private static void agentWorkShift(TransferStep step) {
        step.archiveChildren(
                "work_condition_mapping",
                "agent_work_shift_id",
                step.ofTarget("agent_work_shift", "agent_id"),
                "agent_work_shift_id");
        step.overwrite("agent_work_shift", "agent_id");
    }

    private static void dynamicSchedule(TransferStep step) {
        var parents = step.ofTarget("dynamic_schedule", "agent_id");
        step.archiveChildren("dynamic_schedule_shift", "dynamic_schedule_id", parents, "dynamic_schedule_id");
        step.archiveChildren("dynamic_schedule_event_parameter", "dynamic_schedule_id", parents, "dynamic_schedule_id");
        step.overwrite("dynamic_schedule", "agent_id");
    }
}
