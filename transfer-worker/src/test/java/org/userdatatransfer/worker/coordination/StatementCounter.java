package org.userdatatransfer.worker.coordination;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts the statements that go to a database. */
final class StatementCounter {

    private final DataSource database;
    private final AtomicInteger statements = new AtomicInteger();

    StatementCounter(DataSource database) {
        this.database = database;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, database, "getConnection");
    }

    int count(Runnable work) {
        var before = statements.get();
        work.run();
        return statements.get() - before;
    }

    private <T> T proxy(Class<T> type, T target, String watched) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            try {
                var result = method.invoke(target, args);
                if (method.getName().equals("prepareStatement")) {
                    statements.incrementAndGet();
                }
                return method.getName().equals(watched) && result instanceof Connection connection
                        ? proxy(Connection.class, connection, "")
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
