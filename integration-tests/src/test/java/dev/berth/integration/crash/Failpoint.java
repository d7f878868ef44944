package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/** A moment at which the server dies as by SIGKILL. */
final class Failpoint {
    private static final int SIGKILL = 128 + 9;

    private Failpoint() {}

    /** Lets the server die in the middle of the call, and starts it again without a failpoint. */
    static void dieAt(String failpoint, Installation berth, ThrowingCallable call) {
        berth.server().kill();
        berth.server().startWithFailpoint(failpoint);
        berth.awaitConnected();
        assertThatThrownBy(call).isInstanceOf(SdkClientException.class);
        var code = berth.server().process().awaitExit(Duration.ofSeconds(30));
        assertThat(code).as("killed at %s", failpoint).isEqualTo(SIGKILL);
        berth.server().start();
        berth.awaitConnected();
    }

    /** The tasks of a call that must find room for all. */
    static List<String> run(Ecs ecs, RunTaskRequest request) {
        var response = ecs.client().runTask(request);
        assertThat(response.failures()).isEmpty();
        return response.tasks().stream().map(Task::taskArn).toList();
    }
}
