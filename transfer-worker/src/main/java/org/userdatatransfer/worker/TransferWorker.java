package org.userdatatransfer.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The worker: coordinates transfers and moves the rows of their data types. */
@SpringBootApplication
public class TransferWorker {

    public static void main(String[] args) {
        if (CatalogueCheckCommand.isAskedFor(args)) {
            System.exit(CatalogueCheckCommand.run(args, System.out));
        }
        SpringApplication.run(TransferWorker.class, args);
    }
}
