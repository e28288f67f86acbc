package org.userdatatransfer.worker.oracle;

import static org.userdatatransfer.worker.oracle.TypeRule.combine;

import java.util.Comparator;
import java.util.List;

/** The 11 data types of Quality Management. */
final class QmRules {

    private static final int LONGEST_GOAL_NAME = 80;
    private static final List<String> STATUS = List.of("in_progress", "completed", "approved");

    static final List<TypeRule> ALL = List.of(
            combine("login-state", QmRules::loginState, new UserColumn("login_state", "person_id")),
            combine(
                    "recording-api-command",
                    step -> step.move("recording_api_command", "person_id"),
                    new UserColumn("recording_api_command", "person_id")),
            combine("ccr", step -> step.move("ccr", "person_id"), new UserColumn("ccr", "person_id")),
            combine(
                    "evaluation",
                    QmRules::evaluation,
                    new UserColumn("evaluation", "evaluator_id"),
                    new UserColumn("evaluation", "approver_id")),
            combine(
                    "evaluation-comment",
                    step -> step.move("evaluation_comment", "author_id"),
                    new UserColumn("evaluation_comment", "author_id")),
            combine("contact-goal", QmRules::contactGoal, new UserColumn("contact_goal", "owner_id")),
            combine(
                    "contact-goal-person",
                    QmRules::contactGoalPerson,
                    new UserColumn("contact_goal_person", "person_id")),
            combine(
                    "contact-goal-progress",
                    QmRules::contactGoalProgress,
                    new UserColumn("contact_goal_progress", "person_id")),
            combine(
                    "storage-file",
                    step -> step.move("storage_file", "owner_id"),
                    new UserColumn("storage_file", "owner_id")),
            combine(
                    "archive-audit",
                    step -> moveRemembering(step, "archive_audit", "person_id"),
                    new UserColumn("archive_audit", "person_id")),
            combine(
                    "wfo-audit-event",
                    step -> moveRemembering(step, "wfo_audit_event", "actor_id"),
                    new UserColumn("wfo_audit_event", "actor_id")));

    private QmRules() {}

    private static void loginState(TransferStep step) {
        step.keepTarget("login_state", "person_id", "login_at");
        step.move(
                "login_state",
                "person_id",
                row -> row.get("logged_out_at").isPresent()
                        ? row
                        : row.with("logged_out_at", ExpectedTransfer.TIME_OF_TRANSFER));
    }

    private static void evaluation(TransferStep step) {
        for (var clash : step.clashes("evaluation", "evaluator_id", "ccr_id", "form_id")) {
            var sourceWins = sourceIsFurther(clash);
            var loser = sourceWins ? clash.target() : clash.source();
            var winner = sourceWins ? clash.source() : clash.target();
            reparentComments(step, loser, winner);
            step.collapse("evaluation", loser);
        }
        step.move("evaluation", "evaluator_id");
        step.move("evaluation", "approver_id");
    }

    private static boolean sourceIsFurther(TransferStep.Clash clash) {
        return Comparator.<Row>comparingInt(row -> STATUS.indexOf(row.text("status")))
                        .thenComparing(row -> Times.parse(row.text("updated_at")))
                        .compare(clash.source(), clash.target())
                > 0;
    }

    private static void reparentComments(TransferStep step, Row loser, Row winner) {
        var seq = step.greatest(commentsOf(step, winner), "seq").orElse(0L);
        var orphans = commentsOf(step, loser).stream()
                .sorted(Comparator.comparingLong(comment -> comment.number("seq")))
                .toList();
        for (var comment : orphans) {
            var reparented = comment.with("evaluation_id", winner.text("evaluation_id")).with("seq", ++seq);
            step.replace("evaluation_comment", comment, reparented);
        }
    }

    private static List<Row> commentsOf(TransferStep step, Row evaluation) {
        return step.rows(
                "evaluation_comment", comment -> comment.has("evaluation_id", evaluation.text("evaluation_id")));
    }

    private static void contactGoal(TransferStep step) {
        new Renaming("contact_goal", "goal_id", "owner_id", "name", LONGEST_GOAL_NAME).apply(step);
        step.move("contact_goal", "owner_id");
    }

    private static void contactGoalPerson(TransferStep step) {
        for (var clash : step.clashes("contact_goal_person", "person_id", "goal_id", "role")) {
            var quota = Math.max(clash.source().number("quota"), clash.target().number("quota"));
            step.collapse("contact_goal_person", clash.source());
            step.replace("contact_goal_person", clash.target(), clash.target().with("quota", quota));
        }
        step.move("contact_goal_person", "person_id");
    }

    private static void contactGoalProgress(TransferStep step) {
        for (var clash : step.clashes("contact_goal_progress", "person_id", "goal_id", "period_start")) {
            var achieved = clash.source().number("achieved") + clash.target().number("achieved");
            step.collapse("contact_goal_progress", clash.source());
            step.replace("contact_goal_progress", clash.target(), clash.target().with("achieved", achieved));
        }
        step.move("contact_goal_progress", "person_id");
    }

    /** Who really did it stays provable. */
    private static void moveRemembering(TransferStep step, String table, String user) {
        step.move(
                table,
                user,
                row -> row.get("original_actor_id").isPresent()
                        ? row
                        : row.with("original_actor_id", row.text(user)));
    }
}
