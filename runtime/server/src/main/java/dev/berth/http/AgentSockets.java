package dev.berth.http;

import java.net.InetAddress;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;

/**
 * Takes the WebSockets of agents, whose handshake has been found to be signed by a key of this
 * server, once the server is ready.
 */
@FunctionalInterface
public interface AgentSockets {

    /** The two sockets of an agent: what it is to do, and what it measures. */
    enum Channel {
        ACS,
        TCS
    }

    /**
     * What an agent says when it connects.
     *
     * @param query the decoded query, such as {@code containerInstanceArn}; of a name that stands
     *     twice, the first
     * @param peer the address it connects from
     */
    record Handshake(
            Channel channel,
            Map<String, String> query,
            String accessKeyId,
            InetAddress peer,
            String requestId) {
        public Handshake {
            query = Map.copyOf(query);
        }
    }

    /**
     * Answers with the upgrade's response, or with a refusal (see {@link SocketRefusal}). Runs on a
     * virtual thread and may wait.
     */
    HttpResponse open(Handshake handshake, WebSocketUpgrade upgrade);
}
