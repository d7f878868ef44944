package dev.berth.http;

import java.net.InetAddress;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;

/**
 * Accepts the WebSockets of agents once the server is ready. The signature of the handshake has
 * been verified.
 */
@FunctionalInterface
public interface AgentSockets {

    /** The two sockets of an agent: ACS for its work, TCS for its telemetry. */
    enum Channel {
        ACS,
        TCS
    }

    /**
     * The handshake of an agent.
     *
     * @param query the decoded query, such as {@code containerInstanceArn}; where a name occurs
     *     twice, its first value
     * @param peer the address that the agent connects from
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
     * Answers with the response of the upgrade, or with a refusal (see {@link SocketRefusal}). Runs
     * on a virtual thread and may block.
     */
    HttpResponse open(Handshake handshake, WebSocketUpgrade upgrade);
}
