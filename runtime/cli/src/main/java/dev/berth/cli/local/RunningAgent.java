package dev.berth.cli.local;

/**
 * An agent process of this machine, as its run file describes it.
 *
 * @param isConnected whether its session with the server is open
 */
public record RunningAgent(
        long pid,
        String dockerHost,
        String cluster,
        String containerInstanceArn,
        boolean isConnected) {

    static RunningAgent of(RunFile file) {
        var content = file.content();
        return new RunningAgent(
                file.pid(),
                content.path("dockerHost").asText(),
                content.path("cluster").asText(),
                content.path("containerInstanceArn").asText(),
                content.path("connected").asBoolean());
    }
}
