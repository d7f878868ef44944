package dev.berth.wire;

import dev.berth.http.CallHandler.Lane;
import dev.berth.protocol.wire.AwsJsonProtocol;
import dev.berth.protocol.wire.AwsQueryProtocol;
import dev.berth.protocol.wire.CalledOperation;
import dev.berth.protocol.wire.RpcV2CborProtocol;
import dev.berth.protocol.wire.WireProtocol;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One AWS service of this server: its names in each protocol, and its operations. The request
 * determines the service; the handlers do not depend on the protocol.
 *
 * @param name the display name, such as {@code Amazon ECS}
 * @param signingName the service in the credential scope of a signature
 * @param names the names of the service in its protocols
 * @param operations by name
 * @param unbuilt the operations of the service's model that are not implemented; the refusal names
 *     the operation
 */
public record AwsService(
        String name,
        String signingName,
        Names names,
        Map<String, Operation<?, ?>> operations,
        Set<String> unbuilt) {

    /**
     * The names of a service in requests; empty for a protocol that the service does not support.
     *
     * @param target AWS JSON: {@code X-Amz-Target} up to the dot
     * @param version query: the parameter {@code Version}
     * @param namespace query: the XML namespace of answers
     * @param cbor Smithy RPC v2 CBOR: the service in the path
     */
    public record Names(String target, String version, String namespace, String cbor) {
        public static Names json(String target) {
            return new Names(target, "", "", "");
        }

        public static Names query(String version, String namespace) {
            return new Names("", version, namespace, "");
        }

        boolean areCalledBy(WireProtocol protocol, CalledOperation called) {
            var own =
                    switch (protocol) {
                        case AwsJsonProtocol _ -> target;
                        case AwsQueryProtocol _ -> version;
                        case RpcV2CborProtocol _ -> cbor;
                    };
            return !own.isEmpty() && own.equals(called.service());
        }
    }

    public AwsService {
        operations = Map.copyOf(operations);
        unbuilt = Set.copyOf(unbuilt);
    }

    /**
     * @throws IllegalArgumentException two operations have one name
     */
    public static AwsService of(
            String name,
            String signingName,
            Names names,
            Collection<Operation<?, ?>> operations,
            Set<String> unbuilt) {
        var byName = new HashMap<String, Operation<?, ?>>();
        for (var operation : operations) {
            if (byName.put(operation.name(), operation) != null) {
                throw new IllegalArgumentException(operation.name() + " is defined twice");
            }
        }
        return new AwsService(name, signingName, names, byName, unbuilt);
    }

    /** The name of the operation where it is implemented, else {@link AnsweredCall#UNKNOWN}. */
    String label(String operation) {
        return operations.containsKey(operation) ? operation : AnsweredCall.UNKNOWN;
    }

    Lane lane(String operation) {
        var built = operations.get(operation);
        return built == null ? Lane.USERS : built.lane();
    }

    /**
     * @throws ApiException if the operation is not implemented, or the service has no operation of
     *     this name
     */
    Operation<?, ?> operation(String operation) {
        var built = operations.get(operation);
        if (built != null) {
            return built;
        }
        throw unbuilt.contains(operation)
                ? ApiException.unsupported(operation + " is not supported yet.")
                : ApiException.unknownOperation(name + " has no such operation.");
    }
}
