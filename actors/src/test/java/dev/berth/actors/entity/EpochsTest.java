package dev.berth.actors.entity;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Given;
import dev.berth.actors.Node;
import dev.berth.domain.instance.InstanceCommand;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochsTest {

    private static final EntityAddress<InstanceCommand> I1 =
            AggregateKind.CONTAINER_INSTANCE.at("default", "i1");

    @TempDir Path folder;

    @Test
    void eachClusterHasItsOwnEpochThatGrowsWithEachStart() throws Exception {
        long first;
        try (var node = Node.start(folder)) {
            first = done(node.epochs().ofCluster("default"));
            assertThat(done(node.epochs().ofCluster("default"))).as("it is held").isEqualTo(first);
        }
        try (var node = Node.start(folder)) {
            assertThat(done(node.epochs().ofCluster("other"))).isEqualTo(1);
            assertThat(done(node.epochs().ofCluster("n".repeat(255)))).isEqualTo(1);
            assertThat(done(node.epochs().ofCluster("default"))).isGreaterThan(first);
        }
    }

    @Test
    void anEntityThatWasStartedLaterRefusesAnEpochOfBefore() throws Exception {
        long stale;
        try (var node = Node.start(folder)) {
            Given.instance(node, "default", "i1", 100, 100);
            stale = done(node.epochs().ofCluster("default"));
        }
        try (var node = Node.start(folder)) {
            long held = done(node.epochs().ofCluster("default"));
            var command = new InstanceCommand.Release(Set.of());

            assertThat(done(node.entities().ask(I1, command, stale)))
                    .isInstanceOf(Reply.Refused.class);
            assertThat(done(node.entities().ask(I1, command, held))).isInstanceOf(Reply.Done.class);
            assertThat(done(node.entities().ask(I1, command, 0))).isInstanceOf(Reply.Done.class);
        }
    }
}
