package org.userdatatransfer.worker.oracle;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.Tally;

class WfmRulesTest {

    private final HandMadeRows rows = new HandMadeRows();

    @Test
    void hasAllTypesOfTheProduct() {
        assertThat(ExpectedTransfer.names(WfmRules.ALL)).hasSize(25);
        assertThat(ExpectedTransfer.names(QmRules.ALL)).hasSize(11);
    }

    @Test
    void movesBothSidesOfARequestAlsoToOneself() {
        rows.table(
                "user_messaging_request",
                "id",
                Row.of("id", 1, "requester_id", "s", "recipient_id", "t"),
                Row.of("id", 2, "requester_id", "x", "recipient_id", "s"),
                Row.of("id", 3, "requester_id", "s"));

        var result = rows.transferred(WfmRules.ALL, "user-messaging-request");

        assertThat(result.rows("user_messaging_request", "id", "requester_id", "recipient_id"))
                .containsExactlyInAnyOrder(asList("1", "t", "t"), asList("2", "x", "t"), asList("3", "t", null));
        assertThat(result.tally("user-messaging-request")).isEqualTo(new Tally(3, 1, 0, 4, 0, 0, 3, 0, 0));
    }

    @Test
    void keepsTheTargetsServerRequestOnlyWhereBothRecur() {
        rows.table(
                "user_server_request",
                "id",
                job(1, "s", "daily", true),
                job(2, "t", "daily", true),
                job(3, "s", "weekly", true),
                job(4, "t", "weekly", false));

        var result = rows.transferred(WfmRules.ALL, "user-server-request");

        assertThat(result.rows("user_server_request", "id", "requested_by"))
                .containsExactlyInAnyOrder(asList("2", "t"), asList("3", "t"), asList("4", "t"));
    }

    @Test
    void countsTheTargetAsCreatorOfACollapsedCondition() {
        rows.table(
                "workflow_condition",
                "id",
                Row.of("id", 1, "rule_id", 1, "condition_type", "a", "user_id", "s", "created_by", "t"),
                Row.of("id", 2, "rule_id", 1, "condition_type", "a", "user_id", "t", "created_by", "s"));

        var result = rows.transferred(WfmRules.ALL, "workflow-condition");

        assertThat(result.rows("workflow_condition", "id", "user_id", "created_by"))
                .containsExactly(asList("2", "t", "t"));
        assertThat(result.tally("workflow-condition")).isEqualTo(new Tally(2, 2, 0, 2, 2, 0, 1, 1, 0));
    }

    @Test
    void replacesTheTargetsSchedulesWithTheirActivities() {
        rows.table(
                        "agent_schedule",
                        "agent_schedule_id",
                        Row.of("agent_schedule_id", 1, "agent_id", "s"),
                        Row.of("agent_schedule_id", 2, "agent_id", "t"))
                .table(
                        "agent_schedule_activity",
                        "id",
                        Row.of("id", 1, "agent_schedule_id", 1),
                        Row.of("id", 2, "agent_schedule_id", 2));

        var result = rows.transferred(WfmRules.ALL, "agent-schedule");

        assertThat(result.rows("agent_schedule", "agent_schedule_id", "agent_id")).containsExactly(asList("1", "t"));
        assertThat(result.rows("agent_schedule_activity", "id")).containsExactly(asList("1"));
        assertThat(result.tally("agent-schedule")).isEqualTo(new Tally(1, 1, 0, 1, 1, 0, 1, 0, 0));
    }

    @Test
    void takesAwayWhatAThirdAgentHasUnderAReplacedSchedule() {
        rows.table("dynamic_schedule", "dynamic_schedule_id", schedule(1, "s"), schedule(2, "t"))
                .table(
                        "dynamic_schedule_shift",
                        "id",
                        Row.of("id", 1, "dynamic_schedule_id", 2, "agent_id", "x"),
                        Row.of("id", 2, "dynamic_schedule_id", 1, "agent_id", "x"));

        var result = rows.transferred(
                WfmRules.ALL,
                Set.of("dynamic-schedule", "dynamic-schedule-shift", "dynamic-schedule-event-parameter"),
                Set.of());

        assertThat(result.rows("dynamic_schedule_shift", "id")).containsExactly(asList("2"));
        assertThat(result.rows("dynamic_schedule", "dynamic_schedule_id", "agent_id"))
                .containsExactly(asList("1", "t"));
    }

    @Test
    void leavesTheTargetWhatItHasWhereTheSourceHasNothingInTheWholeGroup() {
        rows.table("skill_mapping", "id", Row.of("id", 1, "agent_id", "t"))
                .table("multiskill_mapping", "id", Row.of("id", 1, "agent_id", "t"));

        var result = rows.transferred(WfmRules.ALL, Set.of("skill-mapping", "multiskill-mapping"), Set.of());

        assertThat(result.rows("skill_mapping", "id", "agent_id")).containsExactly(asList("1", "t"));
        assertThat(result.rows("multiskill_mapping", "id", "agent_id")).containsExactly(asList("1", "t"));
        assertThat(result.tally("skill-mapping")).isEqualTo(new Tally(0, 1, 0, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void replacesAWholeGroupWhereTheSourceHasAnyOfIt() {
        rows.table("skill_mapping", "id", Row.of("id", 1, "agent_id", "t"))
                .table("multiskill_mapping", "id", Row.of("id", 1, "agent_id", "s"));

        var result = rows.transferred(WfmRules.ALL, Set.of("skill-mapping", "multiskill-mapping"), Set.of());

        assertThat(result.rows("skill_mapping", "id")).isEmpty();
        assertThat(result.rows("multiskill_mapping", "id", "agent_id")).containsExactly(asList("1", "t"));
    }

    @Test
    void wipesTheTargetFromAnEmptySourceOnlyIfToldTo() {
        rows.table("agent_project", "id", Row.of("id", 1, "agent_id", "t"));

        assertThat(rows.transferred(WfmRules.ALL, Set.of("project"), Set.of("project"))
                        .rows("agent_project", "id"))
                .isEmpty();
        assertThat(rows.transferred(WfmRules.ALL, "project").rows("agent_project", "id"))
                .containsExactly(asList("1"));
    }

    private static Row schedule(int id, String agent) {
        return Row.of("dynamic_schedule_id", id, "agent_id", agent);
    }

    private static Row job(int id, String by, String schedule, boolean recurring) {
        return Row.of(
                "id", id, "requested_by", by, "job_type", "report", "schedule", schedule, "parameters", "", "recurring",
                recurring);
    }
}
