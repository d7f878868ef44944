package dev.berth.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The response to a handshake that is refused, in the format that agents read. */
public final class SocketRefusal {
    private SocketRefusal() {}

    /**
     * Refuses a handshake.
     *
     * @param code {@code ServerException}, {@code BadRequestException}, {@code
     *     InvalidClusterException}, {@code InvalidInstanceException}, {@code
     *     AccessDeniedException}, or {@code InactiveInstanceException}, after which agents wait an
     *     hour
     */
    public static HttpResponse of(int status, String code, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("type", code);
        body.putObject("message").put("message", message);
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body.toString()));
    }
}
