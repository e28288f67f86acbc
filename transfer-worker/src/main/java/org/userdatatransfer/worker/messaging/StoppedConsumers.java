package org.userdatatransfer.worker.messaging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.stereotype.Component;

/**
 * Notices that a consumer has stopped by itself, as it does when a listener throws an {@link Error}: nothing is lost,
 * but this worker takes no part in the work any more. Its health says so, that somebody starts it anew.
 */
@Component
class StoppedConsumers {

    private static final Logger LOG = LoggerFactory.getLogger(StoppedConsumers.class);

    private final ApplicationEventPublisher events;

    StoppedConsumers(ApplicationEventPublisher events) {
        this.events = events;
    }

    @EventListener
    void on(ConsumerStoppedEvent stopped) {
        if (stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL) {
            LOG.error("A consumer has stopped ({}): start this worker anew", stopped.getReason());
            AvailabilityChangeEvent.publish(events, stopped, LivenessState.BROKEN);
        }
    }
}
