package org.userdatatransfer.worker.contract;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.contract.TestProduct.Users;

/** Some rows of two users who clash here and there, beside those of others, drawn from a seed. */
enum RandomCase {
    EVALUATIONS(TestProduct.QM, List.of("evaluation", "evaluation-comment"), "evaluation_comment", "evaluation") {
        @Override
        void insertRow(RandomRows rows) {
            rows.insert(
                    "evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status, updated_at)",
                    rows.number(1, 3),
                    rows.number(1, 2),
                    rows.anybody(),
                    rows.anybody(),
                    rows.random().nextInt(3) == 0 ? "null" : rows.anybody(),
                    rows.one("'in_progress'", "'completed'", "'approved'"),
                    rows.day());
            rows.insertForEach(
                    "evaluation_comment (evaluation_id, seq, author_id, body, written_at)",
                    "evaluation",
                    "evaluation_id",
                    rows.number(1, 4),
                    rows.anybody(),
                    rows.text(),
                    rows.day());
        }

        @Override
        String edit(RandomRows rows, String table) {
            return table.equals("evaluation")
                    ? rows.one("score = 1 + coalesce(score, 0)", "status = 'approved'", "approver_id = null")
                    : rows.one("body = " + rows.text(), "seq = seq + 10");
        }
    },
    GOALS(
            TestProduct.QM,
            List.of("contact-goal", "contact-goal-person", "contact-goal-progress"),
            "contact_goal_progress",
            "contact_goal_person",
            "contact_goal") {
        @Override
        void insertRow(RandomRows rows) {
            rows.insert(
                    "contact_goal (owner_id, name, metric, target_value)",
                    rows.anybody(),
                    rows.one("'Calls'", "'Mails'", "'Calls (anna.leaver)'", "repeat('x', 80)"),
                    "'m'",
                    rows.number(1, 9));
            rows.insertForEach(
                    "contact_goal_person (goal_id, person_id, role, quota)",
                    "contact_goal",
                    "goal_id",
                    rows.anybody(),
                    rows.one("'member'", "'lead'"),
                    rows.number(0, 9));
            rows.insertForEach(
                    "contact_goal_progress (goal_id, person_id, period_start, achieved)",
                    "contact_goal",
                    "goal_id",
                    rows.anybody(),
                    rows.day(),
                    rows.number(0, 99));
        }

        @Override
        String edit(RandomRows rows, String table) {
            return switch (table) {
                case "contact_goal" -> rows.one("metric = " + rows.text(), "name = " + rows.text());
                case "contact_goal_person" -> "quota = quota + " + rows.number(0, 2);
                default -> "achieved = achieved + " + rows.number(1, 5);
            };
        }
    },
    LOGINS(TestProduct.QM, List.of("login-state"), "login_state") {
        @Override
        void insertRow(RandomRows rows) {
            rows.insert(
                    "login_state (person_id, login_at, logged_out_at, workstation)",
                    rows.anybody(),
                    rows.day(),
                    rows.one("null", "'2026-11-01'"),
                    rows.text());
        }

        @Override
        String edit(RandomRows rows, String table) {
            return rows.one(
                    "workstation = " + rows.text(),
                    "logged_out_at = '2026-12-01'",
                    "logged_out_at = null",
                    "login_at = " + rows.day());
        }
    },
    SCHEDULES(TestProduct.WFM, List.of("agent-schedule"), "agent_schedule_activity", "agent_schedule") {
        @Override
        void insertRow(RandomRows rows) {
            var day = rows.number(1, 6);
            var hour = rows.number(0, 20);
            rows.insert(
                    "agent_schedule (agent_id, day, during, published)",
                    rows.anybody(),
                    "date '2026-10-0%s'".formatted(day),
                    "tsrange(timestamp '2026-10-0%1$s' + %2$s * interval '1 hour', timestamp '2026-10-0%1$s' + (%2$s + 8) * interval '1 hour')"
                            .formatted(day, hour),
                    "true");
            rows.insertForEach(
                    "agent_schedule_activity (agent_schedule_id, starts_at_minute, activity_id, minutes)",
                    "agent_schedule",
                    "agent_schedule_id",
                    rows.number(1, 4),
                    rows.number(1, 9),
                    "5");
        }

        @Override
        String edit(RandomRows rows, String table) {
            return table.equals("agent_schedule")
                    ? rows.one("published = not published", "day = date '2026-10-0" + rows.number(1, 6) + "'")
                    : "minutes = minutes + 1";
        }
    },
    VACATIONS(
            TestProduct.WFM,
            List.of("accumulated-vacation-hours", "vacation-plan-mapping"),
            "accumulated_vacation_hours",
            "vacation_plan_mapping") {
        @Override
        void insertRow(RandomRows rows) {
            rows.insert(
                    "vacation_plan_mapping (agent_id, plan_id, effective_from, is_current)",
                    rows.anybody(),
                    rows.number(1, 3),
                    rows.day(),
                    rows.one("true", "false"));
            rows.insert(
                    "accumulated_vacation_hours (agent_id, plan_id, year, accrued, taken)",
                    rows.anybody(),
                    rows.number(1, 3),
                    "2026",
                    rows.number(1, 99),
                    "1");
        }

        @Override
        String edit(RandomRows rows, String table) {
            return table.equals("vacation_plan_mapping")
                    ? rows.one("is_current = not is_current", "plan_id = " + rows.number(1, 3))
                    : "taken = taken + 1";
        }
    },
    SKILLS(TestProduct.WFM, List.of("skill-mapping", "multiskill-mapping"), "skill_mapping", "multiskill_mapping") {
        @Override
        void insertRow(RandomRows rows) {
            rows.insert(
                    "skill_mapping (mapping_id, agent_id, priority)",
                    rows.number(1, 4),
                    rows.anybody(),
                    rows.number(1, 5));
            rows.insert(
                    "multiskill_mapping (multiskill_group_id, agent_id)", rows.number(1, 4), rows.anybody());
        }

        @Override
        String edit(RandomRows rows, String table) {
            return table.equals("skill_mapping")
                    ? rows.one("proficiency = proficiency + 1", "priority = " + rows.number(1, 5))
                    : "weight = weight / 2";
        }
    },
    STATES(TestProduct.WFM, List.of("agent-real-time-state"), "agent_real_time_state") {
        @Override
        void insertRow(RandomRows rows) {
            rows.insert("agent_real_time_state (agent_id, state, since)", rows.anybody(), rows.text(), rows.day());
        }

        @Override
        String edit(RandomRows rows, String table) {
            return "state = " + rows.text();
        }
    };

    final TestProduct product;
    final List<String> types;

    /** Children first. */
    final List<String> tables;

    RandomCase(TestProduct product, List<String> types, String... tables) {
        this.product = product;
        this.types = types;
        this.tables = List.of(tables);
    }

    /** Inserts a row, with its children, unless that is against a key. */
    abstract void insertRow(RandomRows rows);

    /** What somebody sets in a row. */
    abstract String edit(RandomRows rows, String table);

    /** The users that rows name: the two whose transfer it is, often, and others. */
    static List<String> users(Users users) {
        return List.of(users.source(), users.target(), "bea", "carl");
    }

    String user(String table) {
        return switch (table) {
            case "evaluation" -> "evaluator_id";
            case "evaluation_comment" -> "author_id";
            case "contact_goal" -> "owner_id";
            case "contact_goal_person", "contact_goal_progress", "login_state" -> "person_id";
            default -> "agent_id";
        };
    }

    boolean namesUsers(String table) {
        return !table.equals("agent_schedule_activity");
    }

    void fill(JdbcClient jdbc, List<Long> users, Random random) {
        jdbc.sql("TRUNCATE %s RESTART IDENTITY".formatted(String.join(", ", tables))).update();
        var rows = new RandomRows(jdbc, users, random);
        Stream.generate(() -> rows).limit(2 + random.nextInt(12)).forEach(this::insertRow);
    }

    /** Somebody edits, deletes, hands on and adds rows; what the keys forbid does not happen. */
    void tamper(JdbcClient jdbc, List<Long> users, Random random) {
        var rows = new RandomRows(jdbc, users, random);
        for (var n = random.nextInt(6); n > 0; n--) {
            var table = tables.get(random.nextInt(tables.size()));
            switch (random.nextInt(4)) {
                case 0 -> rows.update(table, edit(rows, table));
                case 1 -> rows.delete(table);
                case 2 -> {
                    if (namesUsers(table)) {
                        rows.update(table, user(table) + " = " + users.get(2 + random.nextInt(2)));
                    }
                }
                default -> insertRow(rows);
            }
        }
    }
}
