package org.userdatatransfer.worker.subtask;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two evaluations of one call that bea approves: anna's, which is in progress, and tom's, which is approved. Anna's
 * yields when she becomes tom.
 */
final class SharedEvaluation {

    static final long CALL = 987654321;

    private SharedEvaluation() {}

    static void create(JdbcClient qm) {
        qm.sql(
                        """
                        insert into evaluation (ccr_id, form_id, agent_id, evaluator_id, approver_id, status)
                        select :call, 1, d.person_id, e.person_id, b.person_id, s.status
                        from (values ('anna.leaver', 'in_progress'), ('tom.taker', 'approved')) s(evaluator, status)
                        join person_account e on e.suite_user_id = s.evaluator and e.tenant_id = 'acme'
                        join person_account b on b.suite_user_id = 'bea' and b.tenant_id = 'acme'
                        join person_account d on d.suite_user_id = 'dora' and d.tenant_id = 'acme'
                        """)
                .param("call", CALL)
                .update();
    }

    static List<String> approvers(JdbcClient qm) {
        return qm.sql(
                        """
                        select a.suite_user_id from evaluation e join person_account a on a.person_id = e.approver_id
                        where e.ccr_id = :call order by 1
                        """)
                .param("call", CALL)
                .query(String.class)
                .list();
    }
}
