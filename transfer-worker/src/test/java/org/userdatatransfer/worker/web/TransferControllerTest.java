package org.userdatatransfer.worker.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.userdatatransfer.worker.coordination.Rehearsal.id;
import static org.userdatatransfer.worker.coordination.Rehearsal.request;

import java.net.URI;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.userdatatransfer.worker.coordination.Rehearsal;
import org.userdatatransfer.worker.transfer.ControlAction;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.SubTaskAction;

class TransferControllerTest {

    private final Rehearsal rehearsal = new Rehearsal(Rehearsal.settings());
    private final MockMvcTester web = Web.of(new TransferController(rehearsal.coordination.queries()));

    @Test
    void showsHowFarARunningTransferIs() {
        rehearsal.request(request(1, "ann", "bob"));
        assertThat(web.get().uri("/transfers/{id}", id(1)))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"transferId": "%s", "tenant": "acme", "source": "ann", "target": "bob", "requestedBy": "hr",
                         "phase": "TRANSFERRING", "usersLocked": true,
                         "dataTypes": [{"dataType": "ccr", "rowsDone": 0}, {"dataType": "alert", "rowsDone": 0}],
                         "waitsFor": [], "unrestored": [], "unanswered": []}
                        """
                                .formatted(id(1)));
    }

    @Test
    void showsWhatAQueuedTransferWaitsFor() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"));
        assertThat(web.get().uri("/transfers/{id}", id(2)))
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"phase": "QUEUED", "usersLocked": false, "queuePosition": 1, "waitsFor": ["%s"]}
                        """
                                .formatted(id(1)));
    }

    @Test
    void saysThatOneWhichNeedsAnOperatorLocksItsUsersAndLetsGoOnceItIsAccepted() {
        rehearsal.requestInTrouble(1, "ann", "bob");
        assertThat(web.get().uri("/transfers/{id}", id(1)))
                .bodyJson()
                .isLenientlyEqualTo("{\"phase\": \"NEEDS_OPERATOR\", \"usersLocked\": true, \"unanswered\": []}");
        assertListed("phase=NEEDS_OPERATOR").containsExactly(id(1).toString());
        rehearsal.control(1, ControlAction.ACCEPT);
        assertThat(web.get().uri("/transfers/{id}", id(1)))
                .bodyJson()
                .isLenientlyEqualTo("{\"phase\": \"ACCEPTED\", \"usersLocked\": false}");
        assertListed("phase=NEEDS_OPERATOR").isEmpty();
    }

    @Test
    void tellsWhatHappenedAndWhoAsked() {
        rehearsal.request(request(1, "ann", "bob"), request(2, "bob", "cid"));
        rehearsal.control(2, ControlAction.CANCEL);
        assertThat(web.get().uri("/transfers/{id}/history", id(2)))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        [{"to": "QUEUED", "cause": "REQUESTED"},
                         {"from": "QUEUED", "to": "CANCELLED", "cause": "CANCEL", "by": "olga"}]
                        """);
    }

    @Test
    void turnsPagesFromTheNewestToTheOldest() {
        for (int i = 1; i <= 5; i++) {
            rehearsal.request(request(i, "s" + i, "t" + i));
        }
        assertListed("size=2").containsExactly(id(5).toString(), id(4).toString());
        assertListed("size=2&before=" + id(4))
                .containsExactly(id(3).toString(), id(2).toString());
        assertThat(web.get().uri("/transfers?size=2&before=" + id(4)))
                .bodyJson()
                .extractingPath("$.next")
                .isEqualTo(id(2).toString());
        assertListed("size=2&before=" + id(2)).containsExactly(id(1).toString());
        assertThat(web.get().uri("/transfers?size=2&before=" + id(2)))
                .bodyJson()
                .extractingPath("$.next")
                .isNull();
        assertListed("tenant=acme&user=t3").containsExactly(id(3).toString());
    }

    @Test
    void saysThatNobodyKnowsOfATransfer() {
        for (var path : List.of("/transfers/{id}", "/transfers/{id}/history")) {
            assertThat(web.get().uri(path, id(9)))
                    .hasStatus(404)
                    .bodyJson()
                    .extractingPath("$.detail")
                    .asString()
                    .contains("Nobody knows of a transfer " + id(9));
        }
        assertThat(web.get().uri("/transfers?before=" + id(9).value())).hasStatus(404);
        assertThat(web.get().uri("/transfers/none")).hasStatus(400);
        assertThat(web.get().uri("/transfers?phase=LOST")).hasStatus(400);
        assertThat(web.get().uri("/transfers?user=ann"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("user: is somebody else in each tenant; add the parameter tenant");
    }

    @Test
    void saysWhenATransferHasEndedUntilItRunsAgain() {
        rehearsal.request(request(1, "ann", "bob"));
        rehearsal.work(subTask ->
                subTask.action() == SubTaskAction.TRANSFER ? DataTypeOutcome.FAILED : DataTypeOutcome.DONE);
        assertThat(web.get().uri("/transfers/{id}", id(1))).bodyJson().extractingPath("$.endedAt").isNotNull();
        rehearsal.control(1, ControlAction.REPLAY);
        assertThat(web.get().uri("/transfers/{id}", id(1))).bodyJson().extractingPath("$.endedAt").isNull();
    }

    @Test
    void refusesNamesThatNobodyCanHave() {
        for (var question : List.of("tenant=a%00b", "tenant=a&user=a%00b")) {
            assertThat(web.get().uri(URI.create("/transfers?" + question)))
                    .hasStatus(400)
                    .bodyJson()
                    .extractingPath("$.detail")
                    .asString()
                    .contains("zero character");
        }
    }

    private ListAssert<Object> assertListed(String query) {
        return assertThat(web.get().uri("/transfers?" + query))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.transfers[*].transferId")
                .asInstanceOf(LIST);
    }
}
