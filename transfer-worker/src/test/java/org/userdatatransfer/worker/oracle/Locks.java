package org.userdatatransfer.worker.oracle;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who is held up in a database. */
public final class Locks {

    private Locks() {}

    /** How many wait for a lock. */
    public static long waiting(DataSource database) {
        return JdbcClient.create(database)
                .sql(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """)
                .query(Long.class)
                .single();
    }
}
