package org.userdatatransfer.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The worker: coordinates transfers and moves the rows of their data types. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class TransferWorker {

    public static void main(String[] args) {
        if (CatalogueCheckCommand.isAskedFor(args)) {
            System.exit(CatalogueCheckCommand.run(args, System.out));
        }
        SpringApplication.run(TransferWorker.class, args);
    }
}
