package org.userdatatransfer.worker.oracle;

/** A column that names a user and moves. */
record UserColumn(String table, String name) {}
