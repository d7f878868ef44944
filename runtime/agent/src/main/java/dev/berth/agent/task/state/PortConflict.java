package dev.berth.agent.task.state;

import dev.berth.agent.docker.PublishedPort;
import java.util.List;
import java.util.regex.Pattern;

/** Detects in an error message of Docker that a host port is in use. */
public final class PortConflict {
    private static final Pattern SAID =
            Pattern.compile("address already in use|port is already allocated");
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})\\b");

    private PortConflict() {}

    public static boolean isIn(String text) {
        return SAID.matcher(text).find();
    }

    /**
     * The dynamic ports among {@code ports} that the message names; all dynamic ports if it names
     * none of them.
     */
    public static List<PublishedPort> namedIn(String text, List<PublishedPort> ports) {
        var numbers = PORT.matcher(text).results().map(m -> Integer.parseInt(m.group(1))).toList();
        var named = ports.stream().filter(p -> numbers.contains(p.hostPort())).toList();
        return (named.isEmpty() ? ports : named).stream().filter(PublishedPort::dynamic).toList();
    }
}
