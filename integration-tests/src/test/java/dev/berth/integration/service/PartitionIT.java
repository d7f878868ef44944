package dev.berth.integration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.service.PartitionExperiment.Outcome;
import dev.berth.integration.service.PartitionExperiment.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The partition matrix of {@code docs/operations.md}: how long a host is cut off, in which
 * direction, and what the cluster's policy says. Containers are judged by what the Docker hosts
 * run, not by what the server says.
 */
@OnEmbeddedDatabase
class PartitionIT {
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final Lab lab;

    PartitionIT(Lab lab) {
        this.lab = lab;
    }

    private interface Judgement {
        void on(Outcome outcome, Partition partition, Policy policy);
    }

    @TestFactory
    List<DynamicTest> theTasksOfAHostThatIsCutOff() throws Exception {
        try (var experiment = new PartitionExperiment(lab)) {
            var tests = new ArrayList<DynamicTest>();
            cells("for 10 s", experiment.cutFor(SHORT), PartitionIT::nothingHappens, tests);
            cells("for long", experiment.cutUntilNoticed(), PartitionIT::asThePolicySays, tests);
            return tests;
        }
    }

    private static void cells(
            String time,
            Map<Policy, Outcome> outcomes,
            Judgement judgement,
            List<DynamicTest> tests) {
        outcomes.forEach(
                (policy, outcome) -> {
                    for (var partition : Partition.values())
                        tests.add(
                                DynamicTest.dynamicTest(
                                        "%s, %s, %s".formatted(time, partition, policy),
                                        () -> judgement.on(outcome, partition, policy)));
                });
    }

    private static void nothingHappens(Outcome outcome, Partition partition, Policy policy) {
        assertThat(outcome.during()).contains(outcome.before().get(partition));
        assertThat(outcome.after()).isEqualTo(outcome.during()).isEqualTo(outcome.ever());
        assertThat(outcome.doubled()).isEmpty();
    }

    private static void asThePolicySays(Outcome outcome, Partition partition, Policy policy) {
        var original = outcome.before().get(partition);
        assertThat(outcome.during()).as("nothing is killed while it is cut off").contains(original);
        assertThat(outcome.doubled()).isEmpty();
        switch (policy) {
            case REPLACEMENT -> assertThat(outcome.after()).doesNotContain(original);
            case ORIGINAL -> assertThat(outcome.after()).contains(original);
            case WAIT ->
                    assertThat(outcome.after())
                            .isEqualTo(outcome.during())
                            .isEqualTo(outcome.ever());
        }
    }
}
