package dev.berth.integration.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.DockerHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.PlacementStrategyType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Three Docker hosts are cut off from the server, each in another way, and come back; a fourth
 * stays. For each policy there is a cluster with an agent on every host and a service with a task
 * on every host. So one cut tries each way together with each policy.
 */
final class PartitionExperiment implements AutoCloseable {
    private static final String SERVICE = "web";

    /** Longer than it takes the server to notice the silence of an agent. */
    private static final Duration NOTICED = Duration.ofSeconds(100);

    private static final Duration SETTLED = Duration.ofSeconds(150);

    /** Four hosts: each way of being cut off, and none. */
    private static final int DESIRED = Partition.values().length + 1;

    /** What the config file says of a cluster whose agents are lost. */
    enum Policy {
        REPLACEMENT("replace-after = 5 seconds, keep = replacement"),
        ORIGINAL("replace-after = 5 seconds, keep = original"),
        WAIT("lost-agents = wait");

        private final String configuration;

        Policy(String configuration) {
            this.configuration = configuration;
        }

        String cluster() {
            return name().toLowerCase();
        }
    }

    /**
     * What was seen of one policy.
     *
     * @param before the task on each host that was cut off
     * @param during the tasks whose containers ran anywhere at the end of the cut
     * @param after the tasks whose containers ran when the service was steady again
     * @param ever every task of which a container has run
     * @param doubled tasks that had more than one container
     * @param events of the service, newest first
     */
    record Outcome(
            Map<Partition, String> before,
            Set<String> during,
            Set<String> after,
            Set<String> ever,
            List<String> doubled,
            List<String> events) {}

    private final BerthServer server;
    private final Map<Partition, DockerHost> cutHosts = new EnumMap<>(Partition.class);
    private final List<HostRecorder> recorders = new ArrayList<>();
    private final List<BerthAgent> agents = new ArrayList<>();
    private final Map<Policy, Ecs> clusters = new EnumMap<>(Policy.class);

    PartitionExperiment(Lab lab) {
        var configuration = new StringBuilder();
        for (var policy : Policy.values())
            configuration.append(
                    "services.clusters.%s { %s }\n"
                            .formatted(policy.cluster(), policy.configuration));
        server = lab.serverWith(configuration.toString(), "partition").reachableFromHosts();
        server.start();
        var hosts = new ArrayList<DockerHost>();
        hosts.add(lab.bench().host("a"));
        for (var partition : Partition.values()) {
            var host = lab.bench().host(List.of("b", "c", "d").get(partition.ordinal()));
            cutHosts.put(partition, host);
            hosts.add(host);
        }
        for (var policy : Policy.values()) {
            var ecs = new Ecs(server, policy.cluster());
            clusters.put(policy, ecs);
            ecs.client().createCluster(r -> r.clusterName(policy.cluster()));
            for (var host : hosts) agents.add(agent(lab, policy, host));
            ecs.awaitConnected(hosts.size());
        }
        for (var host : hosts) recorders.add(HostRecorder.start(host));
        clusters.values().forEach(PartitionExperiment::createService);
    }

    private BerthAgent agent(Lab lab, Policy policy, DockerHost host) {
        return BerthAgent.of(lab.bench(), server, host, policy.cluster())
                .insideItsHost()
                .sharingItsEngine()
                .start();
    }

    private static void createService(Ecs ecs) {
        var definition = ecs.register(SERVICE, Containers.idle("main"));
        var oneOnEach =
                PlacementStrategy.builder()
                        .type(PlacementStrategyType.SPREAD)
                        .field("instanceId")
                        .build();
        ecs.client()
                .createService(
                        r ->
                                r.cluster(ecs.cluster())
                                        .serviceName(SERVICE)
                                        .taskDefinition(definition)
                                        .desiredCount(DESIRED)
                                        .placementStrategy(oneOnEach));
    }

    /** Too short for anybody to notice. */
    Map<Policy, Outcome> cutFor(Duration time) throws Exception {
        return run(
                () ->
                        Await.staysTrue(
                                time, () -> clusters.values().forEach(PartitionExperiment::hold)));
    }

    /** Until the server has noticed, and whatever each policy says has been done. */
    Map<Policy, Outcome> cutUntilNoticed() throws Exception {
        return run(
                () -> {
                    for (var ecs : clusters.values())
                        Await.until(
                                "the server to miss three agents of " + ecs.cluster(),
                                NOTICED,
                                () ->
                                        ecs.instances().stream()
                                                        .filter(i -> !i.agentConnected())
                                                        .count()
                                                == cutHosts.size());
                    for (var policy : List.of(Policy.REPLACEMENT, Policy.ORIGINAL))
                        Await.until(
                                "replacements to run where the policy is " + policy,
                                SETTLED,
                                () -> running(policy).size() == DESIRED + cutHosts.size());
                });
    }

    private Map<Policy, Outcome> run(Await.Check whileCut) throws Exception {
        clusters.values().forEach(PartitionExperiment::awaitSteady);
        var before = new EnumMap<Policy, Map<Partition, String>>(Policy.class);
        for (var policy : Policy.values()) before.put(policy, onCutHosts(policy));
        var during = new EnumMap<Policy, Set<String>>(Policy.class);
        cutHosts.forEach((partition, host) -> host.cutOff(partition.directions));
        try {
            whileCut.run();
            for (var policy : Policy.values()) during.put(policy, running(policy));
        } finally {
            cutHosts.forEach((partition, host) -> host.rejoin(partition.directions));
        }
        for (var ecs : clusters.values()) {
            awaitConnected(ecs);
            awaitSteady(ecs);
        }
        var outcomes = new EnumMap<Policy, Outcome>(Policy.class);
        for (var policy : Policy.values())
            outcomes.put(
                    policy,
                    new Outcome(
                            before.get(policy),
                            during.get(policy),
                            awaitSettled(policy),
                            of(policy, recorders.stream().map(HostRecorder::everRan).toList()),
                            recorders.stream()
                                    .flatMap(recorder -> recorder.doubled().stream())
                                    .filter(task -> isOf(policy, task))
                                    .toList(),
                            service(clusters.get(policy)).events().stream()
                                    .map(event -> event.message())
                                    .toList()));
        return outcomes;
    }

    /** An agent that was cut off may take two minutes to give up its old socket. */
    private static void awaitConnected(Ecs ecs) {
        Await.until(
                "all agents of " + ecs.cluster() + " to be connected again",
                SETTLED,
                () -> ecs.instances().stream().allMatch(i -> i.agentConnected()));
    }

    /** What runs when exactly the desired tasks are left, and the server and Docker agree. */
    private Set<String> awaitSettled(Policy policy) {
        var ecs = clusters.get(policy);
        Await.holds(
                "the containers that run to be the tasks that the server knows in " + ecs.cluster(),
                SETTLED,
                () ->
                        assertThat(running(policy))
                                .hasSize(DESIRED)
                                .isEqualTo(Set.copyOf(ecs.list(DesiredStatus.RUNNING))));
        return running(policy);
    }

    private static void hold(Ecs ecs) {
        assertThat(service(ecs).runningCount()).isEqualTo(DESIRED);
    }

    private static void awaitSteady(Ecs ecs) {
        Await.until(
                "the service of " + ecs.cluster() + " to be steady",
                SETTLED,
                () -> {
                    var service = service(ecs);
                    return service.runningCount() == DESIRED
                            && service.pendingCount() == 0
                            && service.deployments().size() == 1;
                });
    }

    private static Service service(Ecs ecs) {
        return ecs.client()
                .describeServices(r -> r.cluster(ecs.cluster()).services(SERVICE))
                .services()
                .getFirst();
    }

    /** A task on each of the hosts that are cut off. */
    private Map<Partition, String> onCutHosts(Policy policy) {
        var ecs = clusters.get(policy);
        var byInstance = new HashMap<String, String>();
        for (Task task : ecs.describe(ecs.list(DesiredStatus.RUNNING)))
            byInstance.put(task.containerInstanceArn(), task.taskArn());
        var tasks = new EnumMap<Partition, String>(Partition.class);
        for (var agent : agents)
            cutHosts.forEach(
                    (partition, host) -> {
                        var task = byInstance.get(agent.containerInstanceArn());
                        if (agent.host() == host && task != null) tasks.put(partition, task);
                    });
        assertThat(tasks).as("a task on each host that is cut off").hasSize(cutHosts.size());
        return tasks;
    }

    private Set<String> running(Policy policy) {
        return of(policy, recorders.stream().map(HostRecorder::running).toList());
    }

    private static Set<String> of(Policy policy, List<Set<String>> tasks) {
        var all = new HashSet<String>();
        for (var some : tasks) some.stream().filter(task -> isOf(policy, task)).forEach(all::add);
        return all;
    }

    private static boolean isOf(Policy policy, String taskArn) {
        return taskArn.contains("/" + policy.cluster() + "/");
    }

    @Override
    public void close() {
        recorders.forEach(HostRecorder::close);
        clusters.values().forEach(PartitionExperiment::end);
        agents.forEach(BerthAgent::close);
        server.close();
    }

    private static void end(Ecs ecs) {
        ecs.client().deleteService(r -> r.cluster(ecs.cluster()).service(SERVICE).force(true));
        ecs.stopEverything();
        ecs.close();
    }
}
