package org.userdatatransfer.worker.subtask;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.transfer.DataTypeName;

/** The only files there are, all of them anna.leaver's. */
record AnnasFiles(JdbcClient qm) {

    static final DataTypeName TYPE = new DataTypeName("storage-file");

    static AnnasFiles create(Products products, int rows) {
        var files = new AnnasFiles(JdbcClient.create(products.qm()));
        files.qm.sql("DELETE FROM storage_file").update();
        files.qm.sql(
                        """
                        INSERT INTO storage_file (ccr_id, kind, seq, owner_id, stored_path, size_bytes)
                        SELECT 5, 'x', i, person_id, '', 1 FROM person_account, generate_series(1, :rows) i
                        WHERE suite_user_id = 'anna.leaver' AND tenant_id = 'acme'
                        """)
                .param("rows", rows)
                .update();
        return files;
    }

    void addLate(long owner) {
        qm.sql(
                        """
                        INSERT INTO storage_file (ccr_id, kind, seq, owner_id, stored_path, size_bytes)
                        VALUES (6, 'late', 1, :owner, '', 1)
                        """)
                .param("owner", owner)
                .update();
    }

    /** Their owners, as the product knows them. */
    List<Long> owners() {
        return qm.sql("SELECT DISTINCT owner_id FROM storage_file ORDER BY 1")
                .query(Long.class)
                .list();
    }
}
