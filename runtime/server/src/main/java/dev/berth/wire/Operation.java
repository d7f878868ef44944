package dev.berth.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * One operation of the ECS API that is built: how its request is read, which of its members are
 * built, and what answers it.
 *
 * @param <T> the SDK's request class
 * @param <B> its builder
 */
public record Operation<T extends SdkPojo, B extends SdkPojo & SdkBuilder<B, T>>(
        String name, Supplier<B> builder, Members members, Handler<T> handler) {

    /**
     * Answers a request whose required members are there and whose members are all built. Runs on a
     * virtual thread and may wait.
     *
     * @param <T> the SDK's request class
     */
    @FunctionalInterface
    public interface Handler<T> {
        SdkPojo handle(T request, Call call);
    }

    public SdkPojo answer(ObjectNode document, Call call) throws MalformedDocumentException {
        var request = AwsJson.decode(document, builder.get()).build();
        members.check(name, request);
        return handler.handle(request, call);
    }
}
