package dev.berth.ecs.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

/** ListContainerInstances with a filter. */
@ExtendWith(SharedServer.class)
class InstanceFilterTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String prod;
    private final String test;

    InstanceFilterTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.prod = server.instance(cluster);
        this.test = server.instance(cluster);
        stack(prod, "prod");
        stack(test, "test");
    }

    @Test
    void instancesAreSelectedByWhatTheyAre() {
        assertThat(listed("attribute:stack == prod")).containsExactly(prod);
        assertThat(listed("not(attribute:stack =~ p.*)")).containsExactly(test);
        assertThat(listed("attribute:stack in [prod, test] and agentConnected == true"))
                .containsExactlyInAnyOrder(prod, test);
        assertThat(listed("agentVersion >= 1.2 and agentVersion < 1.10"))
                .containsExactlyInAnyOrder(prod, test);
        assertThat(listed("registeredAt < 2018-02-13")).isEmpty();
        assertThat(listed("ec2InstanceId == i-1")).isEmpty();
    }

    @Test
    void instancesAreSelectedByTheTasksTheyRun() {
        var family = server.definition();
        ecs.startTask(r -> r.cluster(cluster).taskDefinition(family).containerInstances(prod));

        assertThat(listed("task:group == family:" + family)).containsExactly(prod);
        assertThat(listed("task:group !exists")).containsExactly(test);
        assertThat(listed("runningTasksCount == 0")).containsExactlyInAnyOrder(prod, test);
    }

    @Test
    void aFilterThatIsNoQueryIsRefusedWithItsColumn() {
        var refused =
                catchThrowableOfType(
                        InvalidParameterException.class, () -> listed("attribute:stack = prod"));

        assertThat(refused)
                .hasMessageContaining("Invalid filter: at column 17 found \"=\", expected one of");
    }

    @Test
    void aTokenBelongsToItsFilter() {
        var page =
                ecs.listContainerInstances(
                        r -> r.cluster(cluster).filter("attribute:stack exists").maxResults(1));

        var refused =
                catchThrowableOfType(
                        InvalidParameterException.class,
                        () ->
                                ecs.listContainerInstances(
                                        r ->
                                                r.cluster(cluster)
                                                        .filter("attribute:rack exists")
                                                        .nextToken(page.nextToken())));

        assertThat(refused).hasMessageContaining("nextToken is not valid for this call");
    }

    private List<String> listed(String filter) {
        return ecs.listContainerInstances(r -> r.cluster(cluster).filter(filter))
                .containerInstanceArns();
    }

    private void stack(String instance, String value) {
        ecs.putAttributes(
                r -> r.cluster(cluster).attributes(AttributeModel.shown("stack", value, instance)));
    }
}
