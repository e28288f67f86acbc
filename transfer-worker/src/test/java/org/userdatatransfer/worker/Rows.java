package org.userdatatransfer.worker;

import static org.userdatatransfer.worker.oracle.DatabaseRowsAssert.assertThatRows;

import org.userdatatransfer.worker.oracle.DatabaseRows;

/** All rows of both products at one moment. */
record Rows(DatabaseRows qm, DatabaseRows wfm) {

    void areThoseOf(Suite suite) {
        var now = suite.rows();
        assertThatRows(now.qm).areAsIn(qm);
        assertThatRows(now.wfm).areAsIn(wfm);
    }

    /** What a transfer of all data types would make of them. */
    Outcome after(String tenant, String source, String target) {
        return Outcome.of(this, tenant, source, target);
    }
}
