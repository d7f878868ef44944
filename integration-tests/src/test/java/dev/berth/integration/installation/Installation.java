package dev.berth.integration.installation;

import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.DockerHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Task;

/** A server and agents on one cluster, as a user would set them up. */
public final class Installation implements AutoCloseable {
    public static final String CLUSTER = "default";

    private final String name;
    private final Bench bench;
    private final BerthServer server;
    private final List<BerthAgent> agents = new ArrayList<>();
    private Ecs ecs;

    private Installation(String name, Bench bench, BerthServer server) {
        this.name = name;
        this.bench = bench;
        this.server = server;
    }

    /** Starts a server and an agent on each of the hosts. */
    public static Installation start(
            Bench bench, String name, Database database, DockerHost... hosts) {
        return start(bench, name, database, Map.of(), hosts);
    }

    /** The same with variables for each agent. */
    public static Installation start(
            Bench bench,
            String name,
            Database database,
            Map<String, String> agents,
            DockerHost... hosts) {
        var installation = new Installation(name, bench, BerthServer.on(bench, name, database));
        installation.server.start();
        installation.ecs = new Ecs(installation.server, CLUSTER);
        for (var host : hosts)
            installation.agents.add(
                    BerthAgent.of(bench, installation.server, host, CLUSTER).with(agents));
        // Each start waits until the agent is connected, so that the clusters' order is settled.
        installation.agents.forEach(BerthAgent::start);
        installation.awaitConnected();
        return installation;
    }

    public BerthServer server() {
        return server;
    }

    public List<BerthAgent> agents() {
        return agents;
    }

    /** An agent on another cluster, which is made for it; whoever asks closes it. */
    public BerthAgent extraAgent(String otherCluster, String host) {
        ecs.client().createCluster(r -> r.clusterName(otherCluster));
        return BerthAgent.of(bench, server, bench.host(host), otherCluster)
                .sharingItsEngine()
                .start();
    }

    public Ecs ecs() {
        return ecs;
    }

    /** The Docker host that the task was placed on. */
    public DockerHost hostOf(Task task) {
        return agents.stream()
                .filter(a -> a.containerInstanceArn().equals(task.containerInstanceArn()))
                .map(BerthAgent::host)
                .findFirst()
                .orElseThrow(() -> new AssertionError("on none of our hosts: " + task));
    }

    /** Where the task can be reached, as its container instance tells it. */
    public String addressOf(Task task) {
        return ecs.instances().stream()
                .filter(i -> i.containerInstanceArn().equals(task.containerInstanceArn()))
                .flatMap(i -> i.attributes().stream())
                .filter(attribute -> attribute.name().equals("berth.address"))
                .map(Attribute::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no address for " + task));
    }

    /** The server's side of the connection, which decides where tasks can be placed. */
    public void awaitConnected() {
        ecs.awaitConnected(agents.size());
    }

    /** The ends of all logs, for the message of a failure. */
    public String logs() {
        var text = new StringBuilder();
        if (server.process() != null) text.append(server.process().logTail());
        for (var agent : agents)
            if (agent.process() != null) text.append(agent.process().logTail());
        return text.toString();
    }

    @Override
    public void close() {
        if (ecs != null) ecs.close();
        agents.forEach(BerthAgent::close);
        server.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
