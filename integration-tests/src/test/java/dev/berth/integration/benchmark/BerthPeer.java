package dev.berth.integration.benchmark;

import dev.berth.integration.testbed.ChildProcess;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** A server and an agent, started as {@code bin/berth} starts them. */
final class BerthPeer implements ServicePeer {
    private final ChildProcess server;
    private final ChildProcess agent;
    private final EcsClient ecs;
    private final String image;
    private final Map<String, Integer> containers = new HashMap<>();

    private BerthPeer(ChildProcess server, ChildProcess agent, EcsClient ecs, String image) {
        this.server = server;
        this.agent = agent;
        this.ecs = ecs;
        this.image = image;
    }

    static BerthPeer start(Path folder, DockerHost host, String image) throws IOException {
        var programs = new Programs(folder);
        var server = programs.server();
        var agent = programs.agent(server, host);
        var ecs = client(server.endpoint(), server.credentials());
        agent.await(
                "connect",
                Programs.START,
                () ->
                        ecs.describeClusters().hasClusters()
                                && ecs.listContainerInstances(
                                                        r -> r.filter("agentConnected == true"))
                                                .containerInstanceArns()
                                                .size()
                                        == 1);
        return new BerthPeer(server.process(), agent, ecs, image);
    }

    private static EcsClient client(URI endpoint, Path credentials) {
        var file =
                ProfileFile.builder()
                        .content(credentials)
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build();
        return EcsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(ProfileCredentialsProvider.builder().profileFile(file).build())
                .build();
    }

    @Override
    public String name() {
        return "berth";
    }

    @Override
    public void create(String service, int desired) {
        containers.put(service, desired);
        var definition = register(service, 1);
        ecs.createService(
                r ->
                        r.serviceName(service)
                                .taskDefinition(definition)
                                .desiredCount(desired)
                                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.DISABLED));
    }

    @Override
    public void update(String service, int generation, int atOnce) {
        var definition = register(service, generation);
        var desired = containers.get(service);
        var minimum = atOnce == 0 ? 100 : 100 * (desired - atOnce) / desired;
        ecs.updateService(
                r ->
                        r.service(service)
                                .taskDefinition(definition)
                                .deploymentConfiguration(
                                        d ->
                                                d.minimumHealthyPercent(minimum)
                                                        .maximumPercent(atOnce == 0 ? 200 : 100)));
    }

    private String register(String family, int generation) {
        var container =
                ContainerDefinition.builder()
                        .name("main")
                        .image(image)
                        .memory(MEMORY_MIB)
                        .command("sh", "-c", SCRIPT)
                        .dockerLabels(
                                Map.of(LABEL, name(), GENERATION, Integer.toString(generation)))
                        .build();
        return ecs.registerTaskDefinition(r -> r.family(family).containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    /** What the waiter {@code services-stable} waits for. */
    @Override
    public boolean isDone(String service) {
        var shown = ecs.describeServices(r -> r.services(service)).services().getFirst();
        return shown.runningCount() == containers.get(service).intValue()
                && shown.deployments().size() == 1;
    }

    @Override
    public void remove(String service) {
        ecs.deleteService(r -> r.service(service).force(true));
    }

    @Override
    public double cpuSeconds() {
        return Machine.cpuSeconds(server.pid()) + Machine.cpuSeconds(agent.pid());
    }

    /** Resident memory of server and agent, in MiB. */
    List<Long> memory() throws IOException {
        return List.of(Machine.memory(server.pid()), Machine.memory(agent.pid()));
    }

    @Override
    public void close() {
        ecs.close();
        agent.kill();
        server.kill();
    }
}
