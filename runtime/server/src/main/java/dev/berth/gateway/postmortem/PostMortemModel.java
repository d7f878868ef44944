package dev.berth.gateway.postmortem;

import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.PostMortem.HealthCheck;
import dev.berth.domain.task.PostMortem.Line;
import dev.berth.domain.task.PostMortem.OfContainer;
import dev.berth.protocol.agent.BerthContainerDetails;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Converts a post-mortem from the agent protocol to the domain. */
final class PostMortemModel {
    private PostMortemModel() {}

    static PostMortem of(List<BerthContainerDetails> containers) {
        return new PostMortem(containers.stream().map(PostMortemModel::container).toList());
    }

    private static OfContainer container(BerthContainerDetails found) {
        return new OfContainer(
                text(found.name()),
                found.outOfMemory(),
                found.health(),
                found.healthChecks().stream()
                        .map(
                                c ->
                                        new HealthCheck(
                                                Instant.ofEpochMilli(c.startMillis()),
                                                Instant.ofEpochMilli(c.endMillis()),
                                                c.exitCode(),
                                                text(c.output())))
                        .toList(),
                found.lines().stream()
                        .map(l -> new Line(text(l.stream()), text(l.text())))
                        .toList(),
                found.linesMissing());
    }

    private static String text(String given) {
        return Objects.requireNonNullElse(given, "");
    }
}
