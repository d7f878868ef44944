package dev.berth.integration.installation;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/**
 * What must be true of an installation at rest: what each instance has given away equals the sum
 * over its running tasks, and these are exactly the labelled containers that Docker runs.
 */
public final class Invariants {
    private static final Duration REST = Duration.ofSeconds(120);

    private Invariants() {}

    /** Waits until every task is RUNNING or STOPPED, and then for the invariants to hold. */
    public static void hold(Installation berth) {
        var ecs = berth.ecs();
        Await.holds("every task to come to rest", REST, () -> atRest(ecs));
        Await.holds("the books to balance", REST, () -> check(berth));
    }

    private static void atRest(Ecs ecs) {
        assertThat(ecs.describe(ecs.list(DesiredStatus.RUNNING)))
                .extracting(Task::lastStatus)
                .allMatch("RUNNING"::equals);
        assertThat(ecs.describe(ecs.list(DesiredStatus.STOPPED)))
                .extracting(Task::lastStatus)
                .allMatch("STOPPED"::equals);
    }

    static void check(Installation berth) {
        var ecs = berth.ecs();
        var running = ecs.describe(ecs.list(DesiredStatus.RUNNING));
        var definitions = new HashMap<String, TaskDefinition>();
        for (var instance : ecs.instances()) {
            var tasks =
                    running.stream()
                            .filter(t -> arn(instance).equals(t.containerInstanceArn()))
                            .toList();
            var demand = new Demand();
            for (var task : tasks)
                demand.add(
                        task,
                        definitions.computeIfAbsent(
                                task.taskDefinitionArn(), arn -> definition(ecs, arn)));
            assertThat(Demand.givenAway(instance)).as("given away").isEqualTo(demand);
            assertThat(instance.runningTasksCount()).isEqualTo(tasks.size());
            assertThat(instance.pendingTasksCount()).isZero();
        }
        for (var agent : berth.agents()) checkContainers(agent, running);
    }

    private static void checkContainers(BerthAgent agent, List<Task> running) {
        var instance = agent.containerInstanceArn();
        var expected =
                running.stream()
                        .filter(task -> instance.equals(task.containerInstanceArn()))
                        .flatMap(task -> task.containers().stream())
                        .filter(container -> container.lastStatus().equals("RUNNING"))
                        .collect(toMap(c -> c.runtimeId(), c -> c.taskArn() + " " + c.name()));
        var labelled = agent.host().containers(Map.of("dev.berth.instance", instance));
        assertThat(
                        labelled.stream()
                                .filter(container -> container.getState().equals("running"))
                                .collect(toMap(Container::getId, Invariants::labels)))
                .as("containers that run for %s", instance)
                .isEqualTo(expected);
        assertThat(labelled.stream().map(Invariants::labels))
                .as("a container of a task is made once")
                .doesNotHaveDuplicates();
    }

    private static String labels(Container container) {
        return container.getLabels().get("com.amazonaws.ecs.task-arn")
                + " "
                + container.getLabels().get("com.amazonaws.ecs.container-name");
    }

    private static TaskDefinition definition(Ecs ecs, String arn) {
        return ecs.client().describeTaskDefinition(r -> r.taskDefinition(arn)).taskDefinition();
    }

    private static String arn(ContainerInstance instance) {
        return instance.containerInstanceArn();
    }

    /** CPU units, MiB and fixed host ports. */
    private static final class Demand {
        private int cpu;
        private int memory;
        private final Set<String> ports = new TreeSet<>();

        static Demand givenAway(ContainerInstance instance) {
            var demand = new Demand();
            demand.cpu = number(instance.registeredResources(), "CPU");
            demand.cpu -= number(instance.remainingResources(), "CPU");
            demand.memory = number(instance.registeredResources(), "MEMORY");
            demand.memory -= number(instance.remainingResources(), "MEMORY");
            for (var kind : List.of("PORTS", "PORTS_UDP")) {
                var taken = new HashSet<>(ports(instance.remainingResources(), kind));
                taken.removeAll(ports(instance.registeredResources(), kind));
                taken.forEach(port -> demand.ports.add(kind + " " + port));
            }
            return demand;
        }

        void add(Task task, TaskDefinition definition) {
            var overrides =
                    task.overrides().containerOverrides().stream()
                            .collect(toMap(o -> o.name(), o -> o));
            for (var container : definition.containerDefinitions()) {
                var override = overrides.get(container.name());
                var overridden = override != null && override.cpu() != null;
                cpu += overridden ? override.cpu() : orZero(container.cpu());
                if (override != null && override.memoryReservation() != null)
                    memory += override.memoryReservation();
                else if (container.memoryReservation() != null)
                    memory += container.memoryReservation();
                else if (override != null && override.memory() != null) memory += override.memory();
                else memory += orZero(container.memory());
                ports.addAll(ports(definition, container));
            }
        }

        private static Set<String> ports(TaskDefinition definition, ContainerDefinition container) {
            var host = definition.networkMode() == NetworkMode.HOST;
            return container.portMappings().stream()
                    .filter(p -> host || orZero(p.hostPort()) != 0)
                    .map(
                            p ->
                                    (p.protocol() == TransportProtocol.UDP
                                                    ? "PORTS_UDP "
                                                    : "PORTS ")
                                            + (host ? p.containerPort() : p.hostPort()))
                    .collect(toSet());
        }

        private static int number(List<Resource> resources, String name) {
            return resource(resources, name).integerValue();
        }

        private static List<String> ports(List<Resource> resources, String name) {
            return resource(resources, name).stringSetValue();
        }

        private static Resource resource(List<Resource> resources, String name) {
            return resources.stream()
                    .filter(resource -> resource.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + resources));
        }

        private static int orZero(Integer number) {
            return number == null ? 0 : number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Demand that && toString().equals(that.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return "CPU %d, MEMORY %d, %s".formatted(cpu, memory, ports);
        }
    }
}
