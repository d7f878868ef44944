package dev.berth.metrics;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Instances and tasks by cluster and status, counted in the snapshots of the views at each scrape.
 * Above a number of clusters the others are counted together.
 */
final class ViewCollector implements MultiCollector {
    private static final int MOST_CLUSTERS = 200;

    /** The counts of one cluster, or of several clusters that are counted together. */
    private static final class Tally {
        private long connected;
        private long cpu;
        private long reservedCpu;
        private long memory;
        private long reservedMemory;
        private final Map<String, Long> instances = zeroes("ACTIVE", "DRAINING", "INACTIVE");
        private final Map<String, Long> tasks = zeroes("PENDING", "RUNNING", "STOPPED");

        private static Map<String, Long> zeroes(String... names) {
            var counts = new TreeMap<String, Long>();
            for (var name : names) {
                counts.put(name, 0L);
            }
            return counts;
        }

        void add(ClusterSnapshot cluster) {
            connected += cluster.connected().size();
            cluster.instances().rows().values().forEach(instance -> add(instance.state()));
            tasks.replaceAll(
                    (status, sum) ->
                            sum + cluster.tasks().count(TaskAggregate.LAST_STATUS, status));
        }

        private void add(ContainerInstance instance) {
            switch (instance) {
                case ContainerInstance.Registered registered -> {
                    instances.merge(registered.status().name(), 1L, Long::sum);
                    cpu += registered.resources().cpu();
                    memory += registered.resources().memory();
                    reservedCpu += registered.reservedCpu();
                    reservedMemory += registered.reservedMemory();
                }
                case ContainerInstance.Inactive _ -> instances.merge("INACTIVE", 1L, Long::sum);
                case ContainerInstance.Absent _ -> {}
            }
        }
    }

    private final ControlPlane plane;

    ViewCollector(ControlPlane plane) {
        this.plane = plane;
    }

    @Override
    public MetricSnapshots collect() {
        var tallies = new TreeMap<String, Tally>();
        for (var name : plane.account().clusterNames()) {
            var label = tallies.size() < MOST_CLUSTERS ? name : BoundedLabel.OTHER;
            tallies.computeIfAbsent(label, _ -> new Tally()).add(plane.cluster(name));
        }
        return MetricSnapshots.of(
                byCluster(
                        "berth_agents_connected",
                        "Agents whose work socket is open",
                        tallies,
                        tally -> tally.connected),
                byStatus(
                        "berth_container_instances",
                        "Container instances that the API shows",
                        tallies,
                        tally -> tally.instances),
                byStatus(
                        "berth_tasks",
                        "Tasks that the API shows, by their last status",
                        tallies,
                        tally -> tally.tasks),
                byCluster(
                        "berth_registered_cpu_units",
                        "CPU units of registered instances",
                        tallies,
                        tally -> tally.cpu),
                byCluster(
                        "berth_reserved_cpu_units",
                        "CPU units that tasks have reserved",
                        tallies,
                        tally -> tally.reservedCpu),
                byCluster(
                        "berth_registered_memory_mebibytes",
                        "Memory of registered instances",
                        tallies,
                        tally -> tally.memory),
                byCluster(
                        "berth_reserved_memory_mebibytes",
                        "Memory that tasks have reserved",
                        tallies,
                        tally -> tally.reservedMemory));
    }

    private static GaugeSnapshot byCluster(
            String name, String help, Map<String, Tally> tallies, Function<Tally, Long> figure) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        tallies.forEach(
                (cluster, tally) ->
                        gauge.dataPoint(point(Labels.of("cluster", cluster), figure.apply(tally))));
        return gauge.build();
    }

    private static GaugeSnapshot byStatus(
            String name,
            String help,
            Map<String, Tally> tallies,
            Function<Tally, Map<String, Long>> figures) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        tallies.forEach(
                (cluster, tally) ->
                        figures.apply(tally)
                                .forEach(
                                        (status, number) ->
                                                gauge.dataPoint(
                                                        point(
                                                                Labels.of(
                                                                        "cluster", cluster,
                                                                        "status", status),
                                                                number))));
        return gauge.build();
    }

    private static GaugeDataPointSnapshot point(Labels labels, long value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
