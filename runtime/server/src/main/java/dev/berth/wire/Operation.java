package dev.berth.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.CallHandler.Lane;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.wire.WireProtocol;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * One operation of a service: how its request is read, which of its members are implemented, and
 * its handler.
 *
 * @param lane the kind of caller
 * @param <T> the SDK's request class
 * @param <B> its builder
 */
public record Operation<T extends SdkPojo, B extends SdkPojo & SdkBuilder<B, T>>(
        String name, Supplier<B> builder, Members members, Handler<T> handler, Lane lane) {

    /** An operation that users call. */
    public Operation(String name, Supplier<B> builder, Members members, Handler<T> handler) {
        this(name, builder, members, handler, Lane.USERS);
    }

    /** The same operation in the lane of agents, for an operation that only agents call. */
    public Operation<T, B> forAgents() {
        return new Operation<>(name, builder, members, handler, Lane.AGENTS);
    }

    /**
     * Answers a request that has all required members and only implemented members. Runs on a
     * virtual thread and may block.
     *
     * @param <T> the SDK's request class
     */
    @FunctionalInterface
    public interface Handler<T> {
        SdkPojo handle(T request, Call call);
    }

    public SdkPojo answer(WireProtocol protocol, ObjectNode document, Call call)
            throws MalformedDocumentException {
        var request = protocol.decode(document, builder.get()).build();
        members.check(name, request);
        return handler.handle(request, call);
    }
}
