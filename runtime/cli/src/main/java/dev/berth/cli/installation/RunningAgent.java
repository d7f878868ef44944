package dev.berth.cli.installation;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An agent process of this machine, as its run file describes it.
 *
 * @param isConnected whether its session with the server is open
 * @param metadataProblem why containers have no task metadata; null where they have it
 */
public record RunningAgent(
        long pid,
        String dockerHost,
        String cluster,
        String containerInstanceArn,
        boolean isConnected,
        String metadataProblem) {

    public static RunningAgent of(RunFile file) {
        var content = file.content();
        return new RunningAgent(
                file.pid(),
                content.path("dockerHost").asText(),
                content.path("cluster").asText(),
                content.path("containerInstanceArn").asText(),
                content.path("connected").asBoolean(),
                content.path("taskMetadataReason").textValue());
    }

    /** A sentence on what its containers do without, if there is something. */
    public Optional<String> warning() {
        return Optional.ofNullable(metadataProblem)
                .map(
                        reason ->
                                "Containers of agent %d have no task metadata: %s"
                                        .formatted(pid, reason));
    }

    public DataFolder.Instance instance() {
        return new DataFolder.Instance(cluster, containerInstanceArn);
    }

    /** Whether the agent was started for this server, as far as its command line tells. */
    public boolean isFor(RunningServer server) {
        var arguments = ProcFs.commandLine(pid);
        var caFile = BerthProgram.optionOf(arguments, "--ca-file").map(Path::of);
        return BerthProgram.optionOf(arguments, "--server")
                .map(
                        endpoint ->
                                endpoint.equals(server.endpoint().toString())
                                        && caFile.equals(Optional.ofNullable(server.caFile())))
                .orElse(true);
    }
}
