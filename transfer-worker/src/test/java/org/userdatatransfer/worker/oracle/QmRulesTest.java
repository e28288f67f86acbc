package org.userdatatransfer.worker.oracle;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.transfer.Tally;

class QmRulesTest {

    private static final String NOON = "2026-10-01 12:00:00+00";
    private static final String LATER = "2026-10-01 12:00:00.5+00";

    private final HandMadeRows rows = new HandMadeRows();

    @Test
    void keepsTheTargetsLoginAndClosesTheSourcesOpenSession() {
        rows.table(
                "login_state",
                "id",
                login(1, "s", NOON, LATER),
                login(2, "t", NOON, NOON),
                login(3, "s", LATER, null));

        var result = rows.transferred(QmRules.ALL, "login-state");

        assertThat(result.rows("login_state", "id", "person_id", "logged_out_at"))
                .containsExactlyInAnyOrder(
                        asList("2", "t", NOON), asList("3", "t", ExpectedTransfer.TIME_OF_TRANSFER));
        assertThat(result.tally("login-state")).isEqualTo(new Tally(2, 1, 0, 2, 1, 0, 1, 1, 0));
    }

    @Test
    void keepsTheMoreAdvancedEvaluationThenTheNewerThenTheTargets() {
        rows.table(
                "evaluation",
                "evaluation_id",
                evaluation(1, "1", "s", "approved", NOON),
                evaluation(2, "1", "t", "completed", LATER),
                evaluation(3, "2", "s", "completed", LATER),
                evaluation(4, "2", "t", "completed", NOON),
                evaluation(5, "3", "s", "in_progress", NOON),
                evaluation(6, "3", "t", "in_progress", NOON),
                evaluation(7, "4", "x", "in_progress", NOON));

        var result = rows.transferred(QmRules.ALL, "evaluation");

        assertThat(result.rows("evaluation", "evaluation_id", "evaluator_id", "agent_id"))
                .containsExactlyInAnyOrder(
                        asList("1", "t", "s"), asList("3", "t", "s"), asList("6", "t", "s"), asList("7", "x", "s"));
    }

    @Test
    void countsEachUserColumnOfAnEvaluationOnItsOwn() {
        rows.table(
                "evaluation",
                "evaluation_id",
                evaluation(1, "1", "s", "in_progress", NOON).with("approver_id", "t"),
                evaluation(2, "1", "t", "approved", NOON).with("approver_id", "s"),
                evaluation(3, "2", "x", "approved", NOON).with("approver_id", "s"));

        var result = rows.transferred(QmRules.ALL, "evaluation");

        assertThat(result.rows("evaluation", "evaluation_id", "evaluator_id", "approver_id"))
                .containsExactlyInAnyOrder(asList("2", "t", "t"), asList("3", "x", "t"));
        assertThat(result.tally("evaluation")).isEqualTo(new Tally(3, 2, 0, 3, 2, 0, 2, 1, 0));
    }

    @Test
    void numbersTheLosersCommentsBehindTheWinnersInTheirOldOrder() {
        rows.table(
                        "evaluation",
                        "evaluation_id",
                        evaluation(1, "1", "s", "in_progress", NOON),
                        evaluation(2, "1", "t", "approved", NOON))
                .table(
                        "evaluation_comment",
                        "id",
                        comment(1, "1", 10, "s"),
                        comment(2, "1", 9, "x"),
                        comment(3, "2", 1, "t"),
                        comment(4, "2", 7, "s"));

        var result = rows.transferred(QmRules.ALL, "evaluation");

        assertThat(result.rows("evaluation_comment", "id", "evaluation_id", "seq", "author_id"))
                .containsExactlyInAnyOrder(
                        asList("1", "2", "9", "s"),
                        asList("2", "2", "8", "x"),
                        asList("3", "2", "1", "t"),
                        asList("4", "2", "7", "s"));
    }

    @Test
    void renamesAGoalToTheFirstNameThatNeitherHas() {
        rows.table(
                "contact_goal",
                "goal_id",
                goal(1, "s", "Fast"),
                goal(2, "t", "Fast"),
                goal(3, "t", "Fast (sue)"),
                goal(4, "s", "Fast (sue 2)"),
                goal(5, "x", "Fast (sue 3)"),
                goal(6, "s", "Kind"));

        var result = rows.transferred(QmRules.ALL, "contact-goal");

        assertThat(result.rows("contact_goal", "goal_id", "owner_id", "name"))
                .containsExactlyInAnyOrder(
                        asList("1", "t", "Fast (sue 3)"),
                        asList("2", "t", "Fast"),
                        asList("3", "t", "Fast (sue)"),
                        asList("4", "t", "Fast (sue 2)"),
                        asList("5", "x", "Fast (sue 3)"),
                        asList("6", "t", "Kind"));
    }

    @Test
    void cutsTheNameOfAGoalToTheColumnAndGivesTheFirstOfTwoTheShorterSuffix() {
        var first = "ü".repeat(78) + "10";
        var second = "ü".repeat(78) + "11";
        rows.table(
                "contact_goal",
                "goal_id",
                goal(10, "s", second),
                goal(9, "s", first),
                goal(1, "t", first),
                goal(2, "t", second));

        var result = rows.transferred(QmRules.ALL, "contact-goal");

        assertThat(result.rows("contact_goal", "goal_id", "name"))
                .contains(asList("9", "ü".repeat(74) + " (sue)"), asList("10", "ü".repeat(72) + " (sue 2)"));
    }

    @Test
    void keepsTheLargerQuotaInTheTargetsRow() {
        rows.table(
                "contact_goal_person",
                "goal_id,person_id,role",
                Row.of("goal_id", 1, "person_id", "s", "role", "member", "quota", 9),
                Row.of("goal_id", 1, "person_id", "t", "role", "member", "quota", 10),
                Row.of("goal_id", 2, "person_id", "s", "role", "member", "quota", 30),
                Row.of("goal_id", 2, "person_id", "t", "role", "member", "quota", 4),
                Row.of("goal_id", 2, "person_id", "s", "role", "lead", "quota", 5));

        var result = rows.transferred(QmRules.ALL, "contact-goal-person");

        assertThat(result.rows("contact_goal_person", "goal_id", "person_id", "role", "quota"))
                .containsExactlyInAnyOrder(
                        asList("1", "t", "member", "10"),
                        asList("2", "t", "member", "30"),
                        asList("2", "t", "lead", "5"));
    }

    @Test
    void addsWhatBothAchieved() {
        rows.table(
                "contact_goal_progress",
                "goal_id,person_id,period_start",
                Row.of("goal_id", 1, "person_id", "s", "period_start", "2026-10-01", "achieved", 9),
                Row.of("goal_id", 1, "person_id", "t", "period_start", "2026-10-01", "achieved", 10),
                Row.of("goal_id", 1, "person_id", "s", "period_start", "2026-09-01", "achieved", 3));

        var result = rows.transferred(QmRules.ALL, "contact-goal-progress");

        assertThat(result.rows("contact_goal_progress", "person_id", "period_start", "achieved"))
                .containsExactlyInAnyOrder(asList("t", "2026-10-01", "19"), asList("t", "2026-09-01", "3"));
        assertThat(result.tally("contact-goal-progress")).isEqualTo(new Tally(2, 1, 0, 2, 1, 0, 1, 1, 0));
    }

    @Test
    void remembersWhoReallyDidItUnlessThatIsKnown() {
        rows.table(
                "archive_audit",
                "id",
                Row.of("id", 1, "person_id", "s"),
                Row.of("id", 2, "person_id", "s", "original_actor_id", "x"),
                Row.of("id", 3, "person_id", "t"));

        var result = rows.transferred(QmRules.ALL, "archive-audit");

        assertThat(result.rows("archive_audit", "id", "person_id", "original_actor_id"))
                .containsExactlyInAnyOrder(asList("1", "t", "s"), asList("2", "t", "x"), asList("3", "t", null));
    }

    private static Row login(int id, String person, String in, @Nullable String out) {
        return Row.of("id", id, "person_id", person, "login_at", in, "logged_out_at", out);
    }

    private static Row evaluation(int id, String ccr, String evaluator, String status, String updated) {
        return Row.of(
                "evaluation_id", id, "ccr_id", ccr, "form_id", 1, "agent_id", "s", "evaluator_id", evaluator, "status",
                status, "updated_at", updated);
    }

    private static Row comment(int id, String evaluation, int seq, String author) {
        return Row.of("id", id, "evaluation_id", evaluation, "seq", seq, "author_id", author);
    }

    private static Row goal(int id, String owner, String name) {
        return Row.of("goal_id", id, "owner_id", owner, "name", name);
    }
}
