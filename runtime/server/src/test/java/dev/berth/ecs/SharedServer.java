package dev.berth.ecs;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.view.Connection;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.gateway.ClusterWatch;
import dev.berth.gateway.Gateway;
import dev.berth.http.TestPort;
import dev.berth.pages.ExplainPages;
import dev.berth.server.EcsOperations;
import dev.berth.wire.Operation;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Resource;

/**
 * Control plane, database and port as a server has them, one for all tests of the API; each test
 * has names of its own.
 */
public final class SharedServer implements ParameterResolver {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** What a test gets as its parameter. */
    public static final class Running implements AutoCloseable {
        private final ControlPlane plane;
        private final TestPort port;
        private final EcsClient ecs;

        Running() throws Exception {
            var folder = Files.createTempDirectory("berth-api");
            plane =
                    ControlPlane.start(
                            Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                            Retention.shown(Duration.ofHours(1)),
                            new KnownPlacement(),
                            InstantSource.system(),
                            ConfigFactory.empty());
            port =
                    new TestPort(
                            EcsOperations.over(plane, TestPort.ARNS, null),
                            new Gateway(plane, TestPort.ARNS),
                            new ExplainPages(plane, TestPort.ARNS));
            ecs = port.ecs();
        }

        public EcsClient ecs() {
            return ecs;
        }

        public TestPort port() {
            return port;
        }

        /** The operations that have a handler. */
        Set<String> operations() {
            return EcsOperations.over(plane, TestPort.ARNS, null).stream()
                    .map(Operation::name)
                    .collect(Collectors.toSet());
        }

        /** What the server does by itself twice a minute. */
        public void forgetDeleted() {
            plane.forgetDeleted().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        }

        /**
         * Counts a revision without a definition, as the first versions of Berth could leave it.
         */
        public void addRevision(String family, int revision) {
            plane.ask(
                            AggregateKind.FAMILY.at(family),
                            new FamilyCommand.AddRevision(family, revision))
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }

        /** A name that no other test has. */
        public String name() {
            return "n" + NAMES.incrementAndGet();
        }

        public String cluster() {
            var name = name();
            ecs.createCluster(r -> r.clusterName(name));
            return name;
        }

        /** Returns when the API shows what agents reported before. */
        public void showsReports(String cluster) {
            ClusterWatch.showsReports(plane, cluster);
        }

        /**
         * Registers an instance with 1024 CPU units and 1000 MiB, and says that it is connected.
         */
        public String instance(String cluster) {
            var arn =
                    ecs.registerContainerInstance(
                                    r ->
                                            r.cluster(cluster)
                                                    .totalResources(resources(1024, 1000, "22"))
                                                    .attributes(attributes())
                                                    .versionInfo(
                                                            v ->
                                                                    v.agentVersion("1.2")
                                                                            .dockerVersion(
                                                                                    "20.10")))
                            .containerInstance()
                            .containerInstanceArn();
            var id = TestPort.ARNS.containerInstance(arn).id();
            plane.clusterView(cluster)
                    .change(
                            AggregateKind.CONTAINER_INSTANCE.at(cluster, id),
                            view ->
                                    view.withConnection(
                                            id, new Connection("s", plane.clock().instant())));
            return arn;
        }

        /** What an agent that can do everything says of itself. */
        public static List<Attribute> attributes() {
            var capabilities =
                    Stream.of(
                                    "full-sync",
                                    "container-ordering",
                                    "container-health-check",
                                    "container-restart-policy",
                                    "docker-plugin.local",
                                    "network.container-port-range",
                                    "task-cpu-mem-limit",
                                    "increased-task-cpu-limit",
                                    "pid-ipc-namespace-sharing")
                            .map(name -> "ecs.capability." + name);
            var older =
                    Stream.concat(
                                    Stream.of("privileged-container", "logging-driver.json-file"),
                                    IntStream.rangeClosed(17, 32)
                                            .mapToObj(minor -> "docker-remote-api.1." + minor))
                            .map(name -> "com.amazonaws.ecs.capability." + name);
            var valued =
                    Stream.of(
                            attribute("ecs.cpu-architecture", "x86_64"),
                            attribute("ecs.os-type", "linux"),
                            attribute("rack", "r1"),
                            attribute("ecs.capability.y", null));
            return Stream.concat(
                            Stream.concat(capabilities, older).map(name -> attribute(name, null)),
                            valued)
                    .toList();
        }

        public static Attribute attribute(String name, String value) {
            return Attribute.builder().name(name).value(value).build();
        }

        public static List<Resource> resources(int cpu, int memory, String... ports) {
            return List.of(
                    Resource.builder().name("CPU").type("INTEGER").integerValue(cpu).build(),
                    Resource.builder().name("MEMORY").type("INTEGER").integerValue(memory).build(),
                    Resource.builder()
                            .name("PORTS")
                            .type("STRINGSET")
                            .stringSetValue(ports)
                            .build());
        }

        /** Registers a definition with one container of 100 MiB and returns its family. */
        public String definition() {
            return definition(container());
        }

        public String definition(ContainerDefinition... containers) {
            var family = name();
            ecs.registerTaskDefinition(
                    RegisterTaskDefinitionRequest.builder()
                            .family(family)
                            .containerDefinitions(containers)
                            .build());
            return family;
        }

        public static ContainerDefinition container() {
            return ContainerDefinition.builder()
                    .name("main")
                    .image("busybox:1")
                    .memory(100)
                    .build();
        }

        @Override
        public void close() {
            ecs.close();
            port.close();
            plane.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(
                        Running.class,
                        _ -> {
                            try {
                                return new Running();
                            } catch (Exception reason) {
                                throw new IllegalStateException(reason);
                            }
                        },
                        Running.class);
    }
}
