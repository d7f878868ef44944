package dev.berth.ecs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.wire.AnsweredCall;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.LogIds;
import dev.berth.wire.Operation;
import dev.berth.wire.WireApi;
import dev.berth.wire.WireRequest;
import dev.berth.wire.WireResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The ECS API in AWS JSON 1.1: {@code X-Amz-Target} names the operation. */
public final class EcsService implements WireApi.Service {
    public static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";

    private final Map<String, Operation<?, ?>> operations = new HashMap<>();

    public EcsService(Collection<Operation<?, ?>> operations) {
        for (var operation : operations) {
            if (this.operations.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException(operation.name() + " is there twice");
            }
        }
    }

    @Override
    public String signingName() {
        return "ecs";
    }

    @Override
    public String operation(WireRequest request) {
        var target = request.header("x-amz-target").orElse("");
        var name = target.substring(Math.min(target.length(), TARGET.length()));
        return target.startsWith(TARGET) && operations.containsKey(name)
                ? name
                : AnsweredCall.UNKNOWN;
    }

    @Override
    public WireResponse answer(WireRequest request, String accessKeyId) {
        var name = operationIn(request);
        var operation = operations.get(name);
        if (operation == null) {
            throw notBuilt(name);
        }
        try {
            var document = AwsJson.parse(request.http().body());
            LogIds.take(document);
            var host = request.header("host").orElse("");
            var answer =
                    operation.answer(
                            document,
                            new Call(
                                    request.requestId(),
                                    accessKeyId,
                                    request.scheme(),
                                    host,
                                    document));
            return new WireResponse(200, CONTENT_TYPE, null, AwsJson.write(answer));
        } catch (MalformedDocumentException reason) {
            throw ApiException.of("SerializationException", reason.getMessage());
        }
    }

    private static String operationIn(WireRequest request) {
        var target = request.header("x-amz-target").orElse("");
        if (!target.startsWith(TARGET)) {
            throw ApiException.of(
                    "UnknownOperationException",
                    target.isEmpty()
                            ? "The header X-Amz-Target, which names the operation, is missing."
                            : "This server does not speak the service that X-Amz-Target names.");
        }
        return target.substring(TARGET.length());
    }

    private static ApiException notBuilt(String name) {
        return UnbuiltOperations.NAMES.contains(name)
                ? ApiException.unsupported(
                        name + " is an operation of Amazon ECS that is not supported yet.")
                : ApiException.of("UnknownOperationException", "Amazon ECS has no such operation.");
    }

    @Override
    public WireResponse refuse(WireRequest request, Refused refused) {
        return error(refused.httpStatus(), ApiException.of(refused.code(), refused.message()));
    }

    @Override
    public WireResponse fail(WireRequest request, ApiException failure) {
        return error(failure.status(), failure);
    }

    /** An error as ECS writes it, for whoever answers before a call gets here. */
    public static WireResponse error(int status, String code, String message) {
        return error(status, ApiException.of(code, message));
    }

    private static WireResponse error(int status, ApiException failure) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("__type", failure.code());
        body.put("message", failure.getMessage());
        if (!failure.resourceIds().isEmpty()) {
            var ids = body.putArray("resourceIds");
            failure.resourceIds().forEach(ids::add);
        }
        return new WireResponse(status, CONTENT_TYPE, failure.code(), AwsJson.write(body));
    }
}
