package org.userdatatransfer.worker.catalogue.schema;

/** What is asked of PostgreSQL's own catalogue about all tables of a database; {@link SchemaRows} reads the answers. */
final class SchemaSql {

    static final String TABLES =
            """
            SELECT c.oid, n.nspname, c.relname, row_security_active(c.oid) AS hides_rows,
                   -- Beside a rule for UPDATE, even a disabled one, ON CONFLICT is refused, too.
                   ARRAY(SELECT v.command
                         FROM pg_rewrite r
                         JOIN (VALUES ('INSERT', '3'), ('INSERT', '2'), ('UPDATE', '2'), ('DELETE', '4'))
                              v(command, event)
                           ON v.event = r.ev_type::text
                         WHERE r.ev_class = c.oid
                           AND (r.ev_enabled IN ('O', 'A') OR v.command || v.event = 'INSERT2')) AS rewritten,
                   pg_table_is_visible(c.oid) AS visible,
                   ARRAY(SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'DELETE']) p
                         WHERE has_table_privilege(c.oid, p))
                       || CASE WHEN has_any_column_privilege(c.oid, 'UPDATE') THEN ARRAY['UPDATE'] END AS privileges,
                   ARRAY(SELECT hn.nspname || E'\\n' || h.relname
                         FROM pg_inherits i JOIN pg_class h ON h.oid = i.inhrelid
                         JOIN pg_namespace hn ON hn.oid = h.relnamespace
                         WHERE i.inhparent = c.oid AND NOT h.relispartition ORDER BY 1) AS inheritors,
                   ARRAY(SELECT ln.nspname || E'\\n' || l.relname
                         FROM pg_partition_tree(c.oid) p
                         JOIN pg_class l ON l.oid = p.relid
                         JOIN pg_namespace ln ON ln.oid = l.relnamespace
                         WHERE p.isleaf ORDER BY l.oid) AS leaves,
                   ARRAY(SELECT kn.nspname || E'\\n' || k.relname
                         FROM (SELECT relid FROM pg_partition_tree(c.oid)
                               UNION SELECT relid FROM pg_partition_ancestors(c.oid)) p
                         JOIN pg_class k ON k.oid = p.relid
                         JOIN pg_namespace kn ON kn.oid = k.relnamespace
                         WHERE p.relid <> c.oid ORDER BY k.oid) AS kin,
                   -- Of an expression every column is taken to be in it.
                   ARRAY(SELECT a.attname::text
                         FROM pg_partition_tree(c.oid) p
                         JOIN pg_partitioned_table k ON k.partrelid = p.relid
                         JOIN pg_attribute a ON a.attrelid = p.relid AND a.attnum > 0 AND NOT a.attisdropped
                         WHERE a.attnum = ANY (k.partattrs::int2[]) OR k.partexprs IS NOT NULL) AS partitioned_by
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            """;

    static final String COLUMNS =
            """
            SELECT a.attrelid AS oid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
                   a.attgenerated <> '' AS generated,
                   CASE WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND a.atttypmod > 4
                        THEN a.atttypmod - 4 END AS max_length
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
            ORDER BY a.attrelid, a.attnum
            """;

    static final String INDEXES =
            """
            SELECT i.indrelid AS oid, coalesce(k.conname, x.relname) AS name,
                   ARRAY(SELECT a.attname::text
                         FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(attnum, n)
                         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                         WHERE u.n <= i.indnkeyatts ORDER BY u.n) AS columns,
                   ARRAY(SELECT CASE WHEN u.collation_ <> a.attcollation
                                     THEN format('COLLATE %I.%I ', ln.nspname, l.collname) ELSE '' END
                                -- An operator class may do without an equality.
                                || coalesce('OPERATOR(' || quote_ident(on_.nspname) || '.' || o.oprname || ')', '=')
                         FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], k.conexclop)
                              WITH ORDINALITY u(attnum, class, collation_, op, n)
                         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                         JOIN pg_opclass c ON c.oid = u.class
                         LEFT JOIN pg_operator o ON o.oid = coalesce(u.op, (
                             SELECT amopopr FROM pg_amop
                             WHERE amopfamily = c.opcfamily AND amopstrategy = 3 -- equality, of a B-tree
                               AND amoplefttype = c.opcintype AND amoprighttype = c.opcintype))
                         LEFT JOIN pg_namespace on_ ON on_.oid = o.oprnamespace
                         LEFT JOIN pg_collation l ON l.oid = u.collation_
                         LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
                         WHERE u.n <= i.indnkeyatts ORDER BY u.n) AS operators,
                   i.indnullsnotdistinct AS nulls_alike,
                   pg_get_expr(i.indpred, i.indrelid) AS predicate,
                   -- An index without a constraint depends on its columns once more than its expressions do.
                   ARRAY(SELECT a.attname::text
                         FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                           AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                         GROUP BY a.attname, a.attnum
                         HAVING count(*) > (k.oid IS NULL AND a.attnum = ANY (i.indkey::int2[]))::integer
                         ORDER BY a.attnum)
                   || ARRAY(SELECT a.attname::text
                         FROM pg_attribute g
                         JOIN pg_attrdef e ON e.adrelid = g.attrelid AND e.adnum = g.attnum
                         JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
                         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                         WHERE g.attrelid = i.indrelid AND g.attnum = ANY (i.indkey::int2[]) AND g.attgenerated <> ''
                           AND d.refclassid = 'pg_class'::regclass AND d.refobjid = g.attrelid AND a.attnum <> g.attnum
                         ORDER BY a.attnum) AS mentioned,
                   i.indisprimary, i.indisunique, i.indisexclusion, i.indexprs IS NULL AS plain,
                   NOT i.indimmediate AS deferrable,
                   i.indkey[0] <> 0 AND i.indpred IS NULL AND m.amname IN ('btree', 'hash') AS finds_rows
            FROM pg_index i
            JOIN pg_class x ON x.oid = i.indexrelid
            JOIN pg_am m ON m.oid = x.relam
            LEFT JOIN pg_constraint k
              ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
            WHERE i.indisvalid
            ORDER BY i.indisprimary DESC, x.relname
            """;

    static final String FOREIGN_KEYS =
            """
            SELECT k.conname, k.conrelid AS child, k.confrelid AS parent, k.confdeltype,
                   coalesce((to_jsonb(k) ->> 'conperiod')::boolean, FALSE) AS period, -- since 18
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(attnum, n)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
                         ORDER BY u.n) AS columns,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(attnum, n)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
                         ORDER BY u.n) AS parent_columns
            FROM pg_constraint k
            WHERE k.contype = 'f' AND k.conparentid = 0
            ORDER BY k.conname
            """;

    private SchemaSql() {}
}
