package org.userdatatransfer.worker.subtask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.subtask.Products.Sample;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.SubTaskAction;

/** Just those rows are flagged that a person should look at: bea's evaluations become carl's. */
class FlagTest {

    private static final DataTypeName EVALUATION = new DataTypeName("evaluation");

    private static Products products;

    @BeforeAll
    static void open() {
        products = Products.reference();
    }

    @AfterAll
    static void close() throws Exception {
        products.close();
    }

    @ParameterizedTest(name = "evaluated by {0}, approved by {1}, of {2}: {3}")
    @CsvSource({
        "bea,  carl, dora, SELF_APPROVAL",
        "carl, bea,  dora, SELF_APPROVAL",
        "bea,  bea,  dora, SELF_APPROVAL",
        "bea,  dora, carl, SELF_EVALUATION",
    })
    void namesARowInWhichOneUserWillBeBoth(String evaluator, String approver, String agent, String flag) {
        evaluations(new Evaluation(1, 101, evaluator, approver, agent, "completed"));

        areFlagged(List.of(), List.of(new Flag(flag, 1, List.of("[1]"))));
    }

    /** The agent stays who it was. */
    @ParameterizedTest(name = "evaluated by {0}, approved by {1}, of {2}")
    @CsvSource({
        "bea,  dora, bea",
        "bea,  ,     dora",
        "dora, bea,  carl",
        "carl, carl, carl",
    })
    void saysNothingOfRowsInWhichNobodyWillBeBothOrWasBefore(String evaluator, String approver, String agent) {
        evaluations(new Evaluation(1, 101, evaluator, approver, agent, "completed"));

        areFlagged(List.of(), List.of());
    }

    @Test
    void countsTheRowsOfAFlagAndNamesThem() {
        evaluations(
                new Evaluation(1, 101, "bea", "carl", "dora", "completed"),
                new Evaluation(2, 102, "carl", "bea", "dora", "completed"),
                new Evaluation(3, 103, "bea", "dora", "carl", "completed"));

        areFlagged(
                List.of(),
                List.of(
                        new Flag("SELF_APPROVAL", 2, List.of("[1]", "[2]")),
                        new Flag("SELF_EVALUATION", 1, List.of("[3]"))));
    }

    @Test
    void saysNothingOfARowThatGoes() {
        evaluations(
                new Evaluation(1, 101, "bea", "carl", "dora", "in_progress"),
                new Evaluation(2, 101, "carl", "dora", "dora", "approved"));

        areFlagged(List.of(new Flag("same-evaluation", 1, List.of("[1]"))), List.of());
    }

    @Test
    void namesTheRowThatStaysOfTwo() {
        evaluations(
                new Evaluation(1, 101, "bea", "carl", "dora", "approved"),
                new Evaluation(2, 101, "carl", "bea", "dora", "in_progress"));

        areFlagged(
                List.of(new Flag("same-evaluation", 1, List.of("[1]"))),
                List.of(new Flag("SELF_APPROVAL", 1, List.of("[1]"))));
    }

    private record Evaluation(int id, int ccr, String evaluator, String approver, String agent, String status) {}

    private static void evaluations(Evaluation... evaluations) {
        products.execute(products.qm(), "truncate evaluation cascade");
        for (var evaluation : evaluations) {
            JdbcClient.create(products.qm())
                    .sql(
                            """
                            insert into evaluation
                                (evaluation_id, ccr_id, form_id, evaluator_id, approver_id, agent_id, status)
                            overriding system value
                            select :id, :ccr, 1, e.person_id, p.person_id, a.person_id, :status
                            from person_account e
                            join person_account a on a.suite_user_id = :agent and a.tenant_id = e.tenant_id
                            left join person_account p on p.suite_user_id = :approver and p.tenant_id = e.tenant_id
                            where e.suite_user_id = :evaluator and e.tenant_id = 'acme'
                            """)
                    .paramSource(evaluation)
                    .update();
        }
    }

    /** @param decisions what the preview names besides, for the conflict rules */
    private static void areFlagged(List<Flag> decisions, List<Flag> expected) {
        var sample = Sample.between("bea", "carl");

        assertThat(flags(sample, SubTaskAction.PREVIEW))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(decisions.stream(), expected.stream()).toList());
        assertThat(flags(sample, SubTaskAction.TRANSFER)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<Flag> flags(Sample sample, SubTaskAction action) {
        return products.run(List.of(products.command(sample, action, 1, EVALUATION)))
                .get(EVALUATION)
                .flags();
    }
}
