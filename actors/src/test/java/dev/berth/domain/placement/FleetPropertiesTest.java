package dev.berth.domain.placement;

import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.holding;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.placement.Fleets.FEWEST_OF_GROUP;
import static dev.berth.domain.placement.Fleets.GROUP;
import static dev.berth.domain.placement.Fleets.LEAST_MEMORY_LEFT;
import static dev.berth.domain.placement.Fleets.batch;
import static dev.berth.domain.placement.Fleets.ruled;
import static dev.berth.domain.placement.Fleets.running;
import static dev.berth.domain.placement.Fleets.spreadOver;
import static dev.berth.domain.placement.Fleets.task;
import static dev.berth.domain.placement.Fleets.withAttributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random fleets and tasks against the plainest possible reading of the rules: look at every
 * instance for every task. The seed is the number of the repetition; {@code -Dberth.test.seed} adds
 * to it.
 */
class FleetPropertiesTest {

    private static final long SEED = Long.getLong("berth.test.seed", 0);
    private static final Rule NOT_ODD =
            (_, instance) ->
                    instance.attributes().get("parity").equals("odd")
                            ? Fit.unfit("Odd.", "it is odd")
                            : Fit.FITS;
    private static final Rule ALONE =
            (task, instance) ->
                    instance.tasksOfGroup(task.group()) == 0
                            ? Fit.FITS
                            : Fit.unfit("Not alone.", "it runs one already");

    /** One instance, as this test counts it. */
    private static final class Host {
        final String id;
        final String zone;
        final boolean odd;
        int cpu;
        int memory;
        int tasks;

        Host(String id, String zone, boolean odd, int cpu, int memory, int tasks) {
            this.id = id;
            this.zone = zone;
            this.odd = odd;
            this.cpu = cpu;
            this.memory = memory;
            this.tasks = tasks;
        }

        boolean fits(int needCpu, int needMemory) {
            return needCpu <= cpu && needMemory <= memory;
        }

        Offer offer() {
            var attributes = Map.of("zone", zone, "parity", odd ? "odd" : "even");
            return running(
                    withAttributes(holding(id, resources(cpu, memory)), attributes),
                    Map.of(GROUP, tasks));
        }
    }

    private SplittableRandom random;
    private List<Host> hosts;

    private void draw(RepetitionInfo repetition) {
        random = new SplittableRandom(SEED + repetition.getCurrentRepetition());
        hosts = new ArrayList<>();
        var count = random.nextInt(1, 9);
        for (int i = 0; i < count; i++) {
            hosts.add(
                    new Host(
                            "i" + i,
                            "zone-" + random.nextInt(3),
                            random.nextInt(4) == 0,
                            random.nextInt(0, 2000),
                            random.nextInt(0, 2000),
                            random.nextInt(3)));
        }
    }

    private Fleet fleet() {
        return Fleets.of(hosts.stream().map(Host::offer).toList());
    }

    private static Batch drawn(String prefix, int tasks, int cpu, int memory) {
        var asks = new ArrayList<TaskAsk>();
        for (int i = 0; i < tasks; i++) {
            asks.add(task(prefix + i, ask(prefix + i, cpu, memory)));
        }
        return batch(asks);
    }

    /** Every task goes to a best one of all that it fits on, as every look at all of them says. */
    @RepeatedTest(300)
    void theChosenInstanceIsAmongTheBestOfAnExhaustiveSearch(RepetitionInfo repetition) {
        draw(repetition);
        int cpu = random.nextInt(1, 400);
        int memory = random.nextInt(1, 400);
        var tasks = random.nextInt(1, 20);
        var strategies = strategies();

        var plan =
                fleet().place(
                                drawn("t", tasks, cpu, memory),
                                ruled(List.of(NOT_ODD), preferences(strategies)));

        for (int i = 0; i < tasks; i++) {
            var open = hosts.stream().filter(h -> !h.odd && h.fits(cpu, memory)).toList();
            var id = plan.chosen().get("t" + i);
            if (open.isEmpty()) {
                assertThat(id).isNull();
                assertThat(plan.unplaced().get("t" + i)).hasSize(hosts.size());
                continue;
            }
            assertThat(id).as("there is room for t%d".formatted(i)).isNotNull();
            assertThat(best(open, strategies)).extracting(h -> h.id).contains(id);
            var host = hosts.stream().filter(h -> h.id.equals(id)).findFirst().orElseThrow();
            host.cpu -= cpu;
            host.memory -= memory;
            host.tasks++;
        }
    }

    /** However tasks come, no instance gives more than it has, and no constraint is broken. */
    @RepeatedTest(200)
    void capacityAndConstraintsHoldOverManyPasses(RepetitionInfo repetition) {
        draw(repetition);
        var fleet = fleet();
        var used = new HashMap<String, int[]>();
        for (int pass = 0; pass < 6; pass++) {
            int cpu = random.nextInt(1, 300);
            int memory = random.nextInt(1, 300);
            var placers =
                    random.nextBoolean()
                            ? ruled(List.of(NOT_ODD), preferences(strategies()))
                            : ruled(List.of(NOT_ODD, ALONE), preferences(strategies()));
            var plan = fleet.place(drawn(pass + "-", random.nextInt(1, 8), cpu, memory), placers);
            for (var id : plan.chosen().values()) {
                var sum = used.computeIfAbsent(id, _ -> new int[3]);
                sum[0] += cpu;
                sum[1] += memory;
                assertThat(placers.rules().contains(ALONE) && tasksBefore(id) + sum[2] > 0)
                        .as("distinct on " + id)
                        .isFalse();
                sum[2]++;
            }
        }
        for (var host : hosts) {
            var sum = used.getOrDefault(host.id, new int[3]);
            assertThat(sum[0]).isLessThanOrEqualTo(host.cpu);
            assertThat(sum[1]).isLessThanOrEqualTo(host.memory);
            assertThat(host.odd && sum[2] > 0).isFalse();
        }
    }

    private int tasksBefore(String id) {
        return hosts.stream().filter(h -> h.id.equals(id)).findFirst().orElseThrow().tasks;
    }

    /** A strategy and what this test makes of it. */
    private enum Strategy {
        SPREAD_ZONES(spreadOver("zone")),
        SPREAD_INSTANCES(FEWEST_OF_GROUP),
        BINPACK_MEMORY(LEAST_MEMORY_LEFT);

        final Preference preference;

        Strategy(Preference preference) {
            this.preference = preference;
        }

        ToDoubleFunction<Host> weight(List<Host> all) {
            return switch (this) {
                case SPREAD_ZONES ->
                        host ->
                                all.stream()
                                        .filter(other -> other.zone.equals(host.zone))
                                        .mapToInt(other -> other.tasks)
                                        .sum();
                case SPREAD_INSTANCES -> host -> host.tasks;
                case BINPACK_MEMORY -> host -> host.memory;
            };
        }
    }

    private List<Strategy> strategies() {
        var some = new ArrayList<Strategy>();
        for (var strategy : Strategy.values()) {
            if (random.nextBoolean()) {
                some.add(strategy);
            }
        }
        return some;
    }

    private static Preference[] preferences(List<Strategy> strategies) {
        return strategies.stream().map(s -> s.preference).toArray(Preference[]::new);
    }

    /** Each strategy keeps the lightest of what the one before it left. */
    private List<Host> best(List<Host> open, List<Strategy> strategies) {
        var left = open;
        for (var strategy : strategies) {
            var weight = strategy.weight(hosts);
            var least = left.stream().mapToDouble(weight).min().orElseThrow();
            left = left.stream().filter(host -> weight.applyAsDouble(host) == least).toList();
        }
        return left;
    }
}
